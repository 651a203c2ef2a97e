import { addMonths } from '@minzheng/kernel/months';
import {
  decisionSafeguards,
  isChurn,
  isReentry,
  sampledCases,
  type SupervisionPolicy,
} from './supervision.rules.js';

const POLICY: SupervisionPolicy = {
  tekunSampleBp: 3_000,
  delegatedSampleBp: 2_000,
  reentryMonths: 6,
  churnExits: 3,
  churnMonths: 24,
};
const SECRET = 'test-platform-secret';
const CASES = Array.from(
  { length: 11 },
  (_, index) => `0197c000-0000-7000-8000-${(index + 1).toString().padStart(12, '0')}`,
);

describe('R20: sampling', () => {
  const question = { county: '510802', month: '2025-07', population: 'TEKUN', caseIds: CASES } as const;

  it('20.1 draws 4 of 11: those with the lowest HMAC of county, month and case', () => {
    const sample = sampledCases(question, SECRET, POLICY);
    expect(sample.map((id) => Number(id.slice(-2)))).toEqual([9, 11, 2, 4]);
    expect(sampledCases({ ...question, caseIds: CASES.toReversed() }, SECRET, POLICY)).toEqual(sample);
  });

  it('20.2 draws the only one', () => {
    expect(sampledCases({ ...question, caseIds: CASES.slice(0, 1) }, SECRET, POLICY)).toHaveLength(1);
  });

  it('has a share of its own for delegated decisions, and another list each month', () => {
    const delegated = sampledCases({ ...question, population: 'DELEGATED' }, SECRET, POLICY);
    expect(delegated.map((id) => Number(id.slice(-2)))).toEqual([9, 11, 2]);
    const august = sampledCases({ ...question, month: '2025-08' }, SECRET, POLICY);
    expect(august.map((id) => Number(id.slice(-2)))).toEqual([1, 9, 5, 8]);
  });
});

describe('R20: exits that repeat', () => {
  it.each([
    ['20.5 five months', '2025-03', '2025-08', true],
    ['20.5 six months', '2025-02', '2025-08', false],
    ['the same month', '2025-08', '2025-08', true],
    ['over the year', '2025-10', '2026-02', true],
    ['no exit before', undefined, '2025-08', false],
    ['an exit after it', '2025-09', '2025-08', false],
  ])('REENTRY, %s', (_id, exit, approved, expected) => {
    expect(isReentry(exit, approved, POLICY)).toBe(expected);
  });

  it.each([
    ['20.6 the third in 24 months', ['2023-09', '2024-06', '2025-08'], true],
    ['the first one 24 months before', ['2023-08', '2024-06', '2025-08'], false],
    ['two', ['2024-06', '2025-08'], false],
    ['two in one month', ['2024-06', '2025-08', '2025-08'], true],
  ])('CHURN, %s', (_id, exits, expected) => {
    expect(isChurn(exits, '2025-08', POLICY)).toBe(expected);
  });

  it('does not count exits that came later', () => {
    expect(isChurn(['2025-06', '2025-07', addMonths('2025-07', 1)], '2025-07', POLICY)).toBe(false);
  });
});

describe('R20: relatives and complaints', () => {
  it('20.3 a clerk’s sister in a delegated township: county visit, two approvers', () => {
    const safeguards = decisionSafeguards({ isDelegated: true, isRelative: true, hasComplaint: false });
    expect(safeguards).toMatchObject({ isDelegated: false, countyVisit: true, approvers: 2 });
    expect(safeguards.reasons.map(({ code }) => code)).toEqual(['RELATIVE']);
  });

  it.each([
    ['a complaint', true, false, true, false, 2],
    ['neither, delegated', true, false, false, true, 1],
    ['neither, the county decides', false, false, false, false, 1],
  ])('%s', (_name, isDelegated, isRelative, hasComplaint, delegated, approvers) => {
    expect(decisionSafeguards({ isDelegated, isRelative, hasComplaint })).toMatchObject({
      isDelegated: delegated,
      approvers,
      countyVisit: approvers === 2,
    });
  });
});
