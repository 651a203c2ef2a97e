import { PolicyBook } from '@minzheng/kernel/policy';
import { policyRows } from '../requests/test/households.js';
import { malformedKeyIn, supposing, unknownKeyIn } from './simulation.policies.js';

describe('a supposed value that has not the form of its key', () => {
  let book: PolicyBook;
  beforeAll(async () => {
    book = new PolicyBook(await policyRows());
  });
  const found = (key: string, value: unknown, region = '510802'): string | undefined => {
    const question = { region, purpose: 'DIBAO', overrides: [{ key, value }] };
    return malformedKeyIn(supposing(book, region, question.overrides), question, '2025-07-22');
  };

  it.each<[string, unknown, boolean]>([
    ['assistance.dibao.standardMonthlyFen', { URBAN: '65000', RURAL: '45000' }, false],
    ['assistance.dibao.standardMonthlyFen', 65_000, true],
    ['assistance.dibao.standardMonthlyFen', { URBAN: '65000' }, true],
    ['assistance.edge.multipleBp', '1.5', true],
    ['assistance.rigid.educationCapFen', { SCHOOL: '1', BACHELOR: 'much' }, true],
    ['assistance.rigid.educationCapFen', { SCHOOL: '1', BACHELOR: '2' }, false],
    ['assistance.minimumWageFen', -1, true],
    ['assistance.disposableIncome.lastYearFen', '3600000', false],
    ['assistance.disposableIncome.lastYearFen', 'last year’s', true],
    ['verification.income.treatment.rent', 'excluded', false],
    ['verification.income.treatment.rent', 'perhaps', true],
    ['verification.income.treatment.charityAid.LIVING', 'perhaps', true],
    ['verification.eligibility.DIBAO.incomeLimit', 'SKY', true],
    ['verification.property.minShareBp', '5000', false],
  ])('%s: %j', (key, value, isMalformed) => {
    expect(found(key, value)).toBe(isMalformed ? key : undefined);
  });

  it.each<[string, string, boolean]>([
    ['assistance.dibao.nonsense', '510802', true],
    ['verification.income.treatment.charityAid.NOTHING', '510802', true],
    ['assistance.dibao.standardMonthlyFen', '510802', false],
    ['assistance.dibao.standardMonthlyFen', '370102', false],
    ['verification.income.treatment.charityAid.LIVING', '510802', false],
  ])('%s in %s: no row has the key: %s', (key, region, isUnknown) => {
    const question = { region, purpose: 'DIBAO', overrides: [{ key, value: '1' }] };
    expect(unknownKeyIn(book, question, '2025-07-22')).toBe(isUnknown ? key : undefined);
  });

  it('is not looked for where a region has not the rows beside it', () => {
    expect(found('assistance.dibao.standardMonthlyFen', 65_000, '370102')).toBeUndefined();
  });
});
