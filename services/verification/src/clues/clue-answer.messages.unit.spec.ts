import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ServiceCode } from '@minzheng/contracts/common';
import { ClueOutcome, ClueOutcomeRecordedSchema } from '@minzheng/contracts/verification';
import { answeringDepartment, toAnswer } from './clue-answer.messages.js';

describe('a department’s answer', () => {
  const said = (codes: { caseRef?: string; reasonCode?: string }) =>
    create(ClueOutcomeRecordedSchema, {
      ...codes,
      department: ServiceCode.ASSISTANCE,
      outcome: ClueOutcome.NO_CHANGE,
      occurredAt: timestampFromDate(new Date('2025-07-15T02:00:00Z')),
    });

  it.each([
    { caseRef: '51080219850214901X' },
    { caseRef: '13800138000' },
    { reasonCode: '张三已核实' },
    { reasonCode: 'KNOWN_51080219850214901X' },
  ])('that tells who is meant is taken by nobody, nor repeated: %j', (codes) => {
    expect(() => toAnswer(said(codes))).toThrow(new RangeError('pii-in-event'));
  });

  it('names its case by its number, and its reason by a code', () => {
    const codes = { caseRef: '510802001001-20250612-000012', reasonCode: 'KNOWN_AND_SETTLED' };
    expect(toAnswer(said(codes))).toMatchObject({ outcome: 'NO_CHANGE', visits: [] });
  });

  it('speaks for that department alone', () => {
    expect(answeringDepartment(said({}), 'minzheng.assistance.verification.v1')).toBe('assistance');
    expect(() => answeringDepartment(said({}), 'minzheng.eldercare.verification.v1')).toThrow(RangeError);
  });
});
