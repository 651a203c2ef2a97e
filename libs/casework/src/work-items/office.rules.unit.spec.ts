import { officeAbove, officeOf } from './office.rules.js';
import { byHand, WorkTable, workingDays } from './work-table.js';

describe('the office', () => {
  it.each([
    ['510802001001', 'TOWNSHIP', '510802001'],
    ['510802001001', 'COUNTY', '510802'],
    ['510802001001', 'PREFECTURE', '5108'],
    ['510802001001', 'VILLAGE', '510802001001'],
    ['510802', 'TOWNSHIP', '510802'],
  ] as const)('for %s of level %s is %s', (region, level, office) => {
    expect(officeOf(region, level)).toBe(office);
  });

  it('is of a region that is one', () => {
    expect(() => officeOf('5108020', 'COUNTY')).toThrow(RangeError);
  });

  it('above is that of the next level; above the province there is none', () => {
    const climb = ['510802001001', '510802001', '510802', '5108', '51', '51'];
    climb.slice(0, -1).forEach((office, index) => expect(officeAbove(office)).toBe(climb[index + 1]));
  });
});

describe('a table of work', () => {
  const line = byHand('permit', {
    kind: 'permitAnswer',
    title: { zh: '答复', en: 'Answer' },
    due: workingDays('assistance.permit.answerWd'),
    office: 'COUNTY',
    scope: 'assistance:permits:write',
    overdueScope: 'assistance:permits:approve',
    command: 'POST /v1/permits/{id}/answer',
  });

  it('tells by which scopes somebody sees any of it', () => {
    expect(new WorkTable([line]).scopes).toEqual(['assistance:permits:write', 'assistance:permits:approve']);
  });

  it('has each kind once, and is opened only by states in which it is open', () => {
    expect(() => new WorkTable([line, line])).toThrow('stands in the table once');
    expect(() => new WorkTable([{ ...line, while: ['FILED'], opens: ['GRANTED'] }])).toThrow('permitAnswer');
  });
});
