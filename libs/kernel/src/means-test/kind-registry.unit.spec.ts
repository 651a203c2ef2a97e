import {
  gateOf,
  INCOME_KINDS,
  incomeKind,
  isIncomeKind,
  kindsOf,
  mayPublish,
  shippedTreatments,
  UnknownKind,
} from './index.js';

describe('the registry of kinds', () => {
  it('refuses what it does not know', () => {
    expect(() => incomeKind('imputedSupport')).toThrow(UnknownKind);
    expect(isIncomeKind('imputedSupport')).toBe(false);
  });

  it.each([
    ['INCOME', 'wage', 'TAX', true],
    ['INCOME', 'wage', 'BANK', false],
    ['INCOME', 'interest', 'assistance', true],
    ['STATUS', 'imprisoned', 'JUS', true],
    ['ASSET', 'passengerCar', 'MCN', true],
  ] as const)('%s %s of %s: %s', (type, kind, sender, expected) => {
    expect(mayPublish(type, kind, sender)).toBe(expected);
  });

  it('keeps what the ministry passes on behind consent, whatever the kind', () => {
    expect([gateOf('ASSET', 'passengerCar', 'PSB'), gateOf('ASSET', 'passengerCar', 'MCN')]).toEqual([
      'L',
      'C',
    ]);
    expect([gateOf('ASSET', 'deposit', 'BANK'), gateOf('INCOME', 'wage', 'HRSS')]).toEqual(['C', 'L']);
  });

  it('lists what a sender publishes', () => {
    expect(kindsOf('ASSET', 'SEC')).toEqual(['security', 'fund', 'bond']);
    expect(kindsOf('STATUS', 'JUS')).toEqual([
      'imprisoned',
      'compulsoryRehab',
      'communityCorrection',
      'released',
    ]);
  });
});

describe('the shipped treatments', () => {
  const shipped = shippedTreatments();
  const PREFIX = 'verification.income.treatment.';

  it('has a row for every kind, and for a charity’s aid one for each purpose', () => {
    const kinds = [...INCOME_KINDS.keys()].filter((kind) => kind !== 'charityAid');
    expect(kinds.filter((kind) => !shipped.has(`${PREFIX}${kind}`))).toEqual([]);
    expect([...shipped.keys()].filter((name) => name.startsWith(`${PREFIX}charityAid.`))).toHaveLength(9);
    expect(shipped.size).toBe(kinds.length + 9);
  });

  it.each([
    ['wage', 'counted'],
    ['severance', 'spread'],
    ['residentBasicPension', 'excluded'],
    ['inheritance', 'asset'],
    ['charityAid.LIVING', 'counted'],
    ['charityAid.MEDICAL', 'excluded'],
    ['charityAid.CONSOLATION', 'counted'],
    ['charityAid.consolationLimitFen', '100000'],
  ])('%s: %s', (name, value) => {
    expect(shipped.get(`${PREFIX}${name}`)).toBe(value);
  });
});
