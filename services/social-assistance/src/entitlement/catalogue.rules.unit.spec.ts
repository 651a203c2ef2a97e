import { rational } from '@minzheng/kernel/rational';
import { matchCatalogue, type CatalogueMember, type CatalogueQuestion } from './catalogue.rules.js';
import { tempAidExpenditure } from './temp-aid.rules.js';

const WORKER: CatalogueMember = {
  birthDate: '1985-02-14',
  labour: 'FULL',
  study: 'NONE',
  isEmployed: true,
  isPreferentialObject: false,
};
const JOBLESS: CatalogueMember = { ...WORKER, isEmployed: false };
const PUPIL: CatalogueMember = { ...JOBLESS, birthDate: '2008-04-20', study: 'SCHOOL' };
const OLD: CatalogueMember = { ...JOBLESS, birthDate: '1950-01-01', labour: 'NONE' };

const household = (more: Partial<CatalogueQuestion>): CatalogueQuestion => ({
  householdClass: 'DIBAO',
  members: [WORKER],
  on: '2025-06-10',
  medicalFen: 0n,
  isHousingUnsafe: false,
  tempAidFen: 0n,
  received: [],
  ...more,
});

describe('R23: what a household is offered', () => {
  const spending = tempAidExpenditure(
    { memberCount: 3, perCapita: rational(90_000n), rigidAnnualFen: 4_000_000n, assets: 'PASS' },
    {
      standardFen: 59_000n,
      expenditureRateBp: 3_000,
      capStd: 10,
      disposableIncomeLastYearFen: () => 3_600_000n,
    },
  );

  it.each<[string, Partial<CatalogueQuestion>, string[]]>([
    ['23.1 dibao, a child in upper-secondary school', { members: [WORKER, PUPIL] }, ['EDUCATION_AID']],
    [
      '23.2 RIGID, medical 40,000.00',
      { householdClass: 'RIGID', medicalFen: 4_000_000n, tempAidFen: spending.fen },
      ['MEDICAL_AID', 'TEMP_AID'],
    ],
    [
      '23.5 dispersed tekun in an unsafe house',
      { householdClass: 'TEKUN', members: [OLD], isHousingUnsafe: true, tempAidFen: 1n },
      ['MEDICAL_AID', 'HOUSING_AID'],
    ],
    ['23.6 all able members jobless', { members: [JOBLESS, OLD] }, ['EMPLOYMENT_AID']],
    ['temporary aid not in dibao', { tempAidFen: 100_000n }, []],
    ['temporary aid of an edge family', { householdClass: 'EDGE', tempAidFen: 100_000n }, ['TEMP_AID']],
    [
      'outside the four groups',
      {
        householdClass: 'NONE',
        members: [JOBLESS, PUPIL],
        medicalFen: 1n,
        isHousingUnsafe: true,
        tempAidFen: 1n,
      },
      ['TEMP_AID'],
    ],
    ['no employment aid of tekun', { householdClass: 'TEKUN', members: [JOBLESS] }, ['MEDICAL_AID']],
    [
      'a veteran, whatever the group',
      { householdClass: 'NONE', members: [{ ...WORKER, isPreferentialObject: true }] },
      ['VETERAN_SUPPORT'],
    ],
    [
      'what is received is not offered again',
      { members: [JOBLESS, PUPIL], received: ['EDUCATION_AID'] },
      ['EMPLOYMENT_AID'],
    ],
  ])('%s', (_id, more, needs) => {
    expect(matchCatalogue(household(more)).map(({ need }) => need)).toEqual(needs);
  });

  it('23.2 is temporary aid of five thousand and more', () => {
    expect(spending).toMatchObject({ fen: 590_000n, isCapped: true });
  });

  it('23.6 flags a household without any job', () => {
    expect(matchCatalogue(household({ members: [JOBLESS, OLD] }))[0]).toMatchObject({
      receiver: 'HRSS',
      flags: ['ZERO_JOB'],
    });
    expect(matchCatalogue(household({ members: [JOBLESS, WORKER] }))[0]?.flags).toEqual([]);
  });

  it('names who meets the need, in both languages', () => {
    const offers = matchCatalogue(
      household({
        householdClass: 'EDGE',
        members: [{ ...JOBLESS, isPreferentialObject: true }, PUPIL],
        medicalFen: 1n,
        isHousingUnsafe: true,
        tempAidFen: 1n,
      }),
    );
    expect(offers.map(({ need, receiver }) => [need, receiver])).toEqual([
      ['MEDICAL_AID', 'NHSA'],
      ['EDUCATION_AID', 'EDU'],
      ['HOUSING_AID', 'HOU'],
      ['EMPLOYMENT_AID', 'HRSS'],
      ['TEMP_AID', undefined],
      ['VETERAN_SUPPORT', 'veterans'],
    ]);
    for (const { reason } of offers) expect(reason.zh.length > 0 && reason.en.length > 0).toBe(true);
  });
});
