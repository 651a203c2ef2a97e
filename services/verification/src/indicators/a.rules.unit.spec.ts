import type { EconomicFact, StatusFact } from '@minzheng/kernel/means-test';
import fc from 'fast-check';
import {
  again,
  briefly,
  COUNTY,
  dueOn,
  found,
  key,
  MUTED_ONCE,
  muteOf,
  OTHER_COUNTY,
  paid,
  status,
  withdrawn,
  type Scene,
} from './test/watch-kit.js';

type Case = [name: string, facts: EconomicFact[], hits: string[], scene?: Scene];

const died = (on: string, agency = 'PSB', more: Partial<StatusFact> = {}): StatusFact => ({
  ...status('a', 'deceased', on, { agency }),
  ...more,
});
const share = { householdShare: true };
const inSeptember: Scene = { today: '2025-09-15' };

describe('A1: paid after death', () => {
  it.each<Case>([
    [
      'an own benefit, died on the last day of March',
      [died('2025-03-31'), ...paid('a', 'DIBAO', '2025-04', '2025-06')],
      ['a assistance DIBAO 135000'],
    ],
    [
      'a day later: the month of death is due',
      [died('2025-04-01'), ...paid('a', 'DIBAO', '2025-04', '2025-06')],
      ['a assistance DIBAO 90000'],
    ],
    [
      'a share of a household’s benefit for three more months',
      [died('2025-03-31'), ...paid('a', 'DIBAO', '2025-04', '2025-08', share)],
      ['a assistance DIBAO 90000'],
    ],
    [
      'a share up to the third month',
      [died('2025-03-31'), ...paid('a', 'DIBAO', '2025-04', '2025-06', share)],
      [],
    ],
    ['nothing paid after death', [died('2025-03-31'), ...paid('a', 'DIBAO', '2025-01', '2025-03')], []],
    ['paid up to the month of death', [died('2025-04-01'), ...paid('a', 'DIBAO', '2025-04')], []],
    ['nobody has died', paid('a', 'DIBAO', '2025-04', '2025-06'), []],
    ['the other member has', [status('b', 'deceased', '2025-03-31'), ...paid('a', 'DIBAO', '2025-04')], []],
    ['temporary aid is no monthly benefit', [died('2025-03-31'), ...paid('a', 'TEMP_AID', '2025-04')], []],
    [
      'two payers are told apart',
      [
        died('2025-06-03'),
        ...paid('a', 'DIBAO', '2025-07', '2025-08', { amountFen: 57_000n }),
        ...paid('a', 'OLD_AGE_ALLOWANCE', '2025-07', '2025-08', { amountFen: 5_000n }),
      ],
      ['a assistance DIBAO 114000', 'a eldercare OLD_AGE_ALLOWANCE 10000'],
    ],
    [
      'a cremation alone',
      [status('a', 'cremated', '2025-03-31', { agency: 'MCA' }), ...paid('a', 'DIBAO', '2025-04')],
      ['a assistance DIBAO 45000'],
    ],
    [
      'the register’s day stands against a cremation and what a department reported',
      [
        died('2025-03-31'),
        status('a', 'cremated', '2025-04-02', { agency: 'MCA' }),
        died('2025-02-20', 'eldercare', { quality: 'REPORTED' }),
        ...paid('a', 'DIBAO', '2025-03', '2025-04'),
      ],
      ['a assistance DIBAO 45000'],
    ],
    [
      'a death that a later observation has taken back',
      [died('2025-03-31', 'PSB', { retracted: true }), ...paid('a', 'DIBAO', '2025-04')],
      [],
    ],
    ['a death to come', [died('2025-09-16'), ...paid('a', 'DIBAO', '2025-10')], []],
    [
      'nobody’s household is on record',
      [died('2025-03-31'), ...paid('a', 'DIBAO', '2025-04')],
      ['a assistance DIBAO 45000'],
      { ...inSeptember, members: null },
    ],
  ])('%s', (_name, facts, hits, scene = inSeptember) => {
    expect(briefly('A1', facts, scene)).toEqual(hits);
  });

  it('a sum over months counts by its months', () => {
    const [payment] = paid('a', 'DIBAO', '2025-02', '2025-02', { amountFen: 120_000n });
    const facts = [died('2025-03-31'), { ...payment!, period: { from: '2025-02', to: '2025-05' } }];
    expect(found('A1', facts, inSeptember)).toMatchObject([
      { months: ['2025-04', '2025-05'], amountFen: 60_000n },
    ]);
  });

  it('takes its evidence from the death and from what was not due, and is red, and says no sum', () => {
    const death = died('2025-03-31');
    const [due, notDue] = paid('a', 'DIBAO', '2025-03', '2025-04');
    expect(found('A1', [death, due!, notDue!], inSeptember)).toMatchObject([
      {
        severity: 'RED',
        direction: 'OVER',
        subject: 'PERSON',
        payerRegion: COUNTY,
        factIds: [death.factId, notDue!.factId],
        explanation: {
          zh: '2025-03-31 死亡，之后仍发放 2025-04 的待遇',
          en: 'died on 2025-03-31, and was paid for 2025-04',
        },
      },
    ]);
  });

  describe('a payment that its payer has set to 0', () => {
    const [before] = paid('a', 'DIBAO', '2025-04');
    const back = again(before!, { amountFen: 0n });
    const replaced = { ...before!, supersededAtMicros: back.recordedAtMicros };
    const facts = [died('2025-03-31'), back];
    const after = (place: string): Scene => ({
      ...inSeptember,
      writtenBack: new Map([[key('a'), { facts: [replaced], months: new Set([place]) }]]),
    });

    it.each<[string, Scene, string[]]>([
      ['was paid, when its over-payment is on record', after('DIBAO 2025-04'), ['a assistance DIBAO 45000']],
      ['was not, when the over-payment is of another month', after('DIBAO 2025-05'), []],
      ['was not, when it is of another programme', after('PRICE_SUBSIDY 2025-04'), []],
      ['was not, without an over-payment', inSeptember, []],
    ])('%s', (_name, scene, hits) => {
      expect(briefly('A1', facts, scene)).toEqual(hits);
    });
  });

  it('does not depend on the order in which facts come, and never exceeds what was paid', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ month: fc.integer({ min: 1, max: 9 }), fen: fc.bigInt(1n, 100_000n) }), {
          maxLength: 12,
        }),
        fc.integer({ min: 1, max: 9 }),
        (payments, month) => {
          const facts = [
            died(`2025-0${month}-15`),
            ...payments.flatMap(({ month: of, fen }, index) =>
              paid('a', 'DIBAO', `2025-0${of}`, `2025-0${of}`, { amountFen: fen, itemKey: `award-${index}` }),
            ),
          ];
          const hits = found('A1', facts, { today: '2025-09-30' });
          const total = payments.reduce((sum, { fen }) => sum + fen, 0n);
          const estimate = hits.reduce((sum, { amountFen = 0n }) => sum + amountFen, 0n);
          expect(estimate <= total).toBe(true);
          expect(briefly('A1', facts.toReversed(), { today: '2025-09-30' })).toEqual(
            briefly('A1', facts, { today: '2025-09-30' }),
          );
        },
      ),
    );
  });
});

describe('A2: declared missing or dead while a benefit is in payment', () => {
  const missing = status('a', 'declaredMissing', '2025-07-10', { agency: 'COURT' });
  it.each<Case>([
    ['paid for the month', [missing, ...paid('a', 'DIBAO', '2025-07')], ['a assistance DIBAO']],
    ['paid two months before', [missing, ...paid('a', 'DIBAO', '2025-05')], ['a assistance DIBAO']],
    ['paid three months before', [missing, ...paid('a', 'DIBAO', '2025-04')], []],
    [
      'dead as well as missing, two payers',
      [
        status('a', 'declaredDead', '2025-07-10', { agency: 'COURT' }),
        ...paid('a', 'DIBAO', '2025-06'),
        ...paid('a', 'OLD_AGE_ALLOWANCE', '2025-06'),
      ],
      ['a assistance DIBAO', 'a eldercare OLD_AGE_ALLOWANCE'],
    ],
    [
      'found again: the declaration no longer holds',
      [status('a', 'declaredMissing', '2025-05-10', { to: '2025-07-20' }), ...paid('a', 'DIBAO', '2025-07')],
      [],
    ],
    ['once only aid was paid', [missing, ...paid('a', 'TEMP_AID', '2025-07')], []],
  ])('%s', (_name, facts, hits, scene = {}) => {
    expect(briefly('A2', facts, scene)).toEqual(hits);
  });

  it('is muted, and ends with its evidence', () => {
    expect(muteOf('A2', [missing, ...paid('a', 'DIBAO', '2025-07')])).toEqual(MUTED_ONCE);
    expect(withdrawn('A2', [missing, ...paid('a', 'DIBAO', '2025-07')], [missing])).toEqual([true]);
  });
});

describe('A3: paid for months that began in prison', () => {
  const prison = status('a', 'imprisoned', '2025-02-20', { to: '2025-05-10', agency: 'JUS' });
  const spring = paid('a', 'DIBAO', '2025-02', '2025-06');
  it.each<Case>([
    ['5.15: from 02-20 to 05-10', [prison, ...spring], ['a assistance 2025-02-20 DIBAO 135000']],
    [
      'from the 1st to the 1st: the last month is due',
      [status('a', 'imprisoned', '2025-03-01', { to: '2025-05-01' }), ...spring],
      ['a assistance 2025-03-01 DIBAO 90000'],
    ],
    ['within one month', [status('a', 'imprisoned', '2025-03-02', { to: '2025-03-31' }), ...spring], []],
    [
      'on parole since 03-15',
      [prison, status('a', 'communityCorrection', '2025-03-15', { agency: 'JUS' }), ...spring],
      ['a assistance 2025-02-20 DIBAO 45000'],
    ],
    ['released before', [prison, status('a', 'released', '2025-02-28'), ...spring], []],
    [
      'a share of the household’s benefit is not due either, and each payer is told',
      [
        prison,
        ...paid('a', 'DIBAO', '2025-03', '2025-03', share),
        ...paid('a', 'OLD_AGE_ALLOWANCE', '2025-03'),
      ],
      ['a assistance 2025-02-20 DIBAO 45000', 'a eldercare 2025-02-20 OLD_AGE_ALLOWANCE 45000'],
    ],
    ['in compulsory rehabilitation', [status('a', 'compulsoryRehab', '2025-02-20'), ...spring], []],
  ])('%s', (_name, facts, hits, scene = {}) => {
    expect(briefly('A3', facts, scene)).toEqual(hits);
  });

  it('is muted, and ends with its evidence', () => {
    expect(muteOf('A3', [prison, ...spring])).toEqual(MUTED_ONCE);
    expect(withdrawn('A3', [prison, ...spring], [prison])).toEqual([true]);
  });
});

describe('A4: a household share for who is in rehabilitation or in care that the state pays', () => {
  const rehab = (from: string, to?: string) =>
    status('a', 'compulsoryRehab', from, { agency: 'JUS', ...(to === undefined ? {} : { to }) });
  const care = (payer: string) =>
    status('a', 'inResidentialCare', '2025-05-01', { agency: 'eldercare', attributes: { payer } });
  const shares = paid('a', 'DIBAO', '2025-05', '2025-07', share);
  it.each<Case>([
    ['since the 1st of May', [rehab('2025-05-01'), ...shares], ['a assistance 2025-05-01 DIBAO']],
    [
      'one whole month, to the day',
      [rehab('2025-06-01', '2025-07-01'), ...shares],
      ['a assistance 2025-06-01 DIBAO'],
    ],
    ['a day less', [rehab('2025-06-01', '2025-06-30'), ...shares], []],
    ['a day later', [rehab('2025-06-02', '2025-07-15'), ...shares], []],
    ['July is not over', [rehab('2025-07-01'), ...shares], []],
    ['the day before its last', [rehab('2025-07-01'), ...shares], [], { today: '2025-07-30' }],
    [
      'the last day of July',
      [rehab('2025-07-01'), ...shares],
      ['a assistance 2025-07-01 DIBAO'],
      { today: '2025-07-31' },
    ],
    ['released on the last day', [rehab('2025-06-01'), status('a', 'released', '2025-06-30'), ...shares], []],
    ['the state pays the home', [care('STATE'), ...shares], ['a assistance 2025-05-01 DIBAO']],
    ['the person pays it', [care('SELF'), ...shares], []],
    ['a benefit of the person alone', [rehab('2025-05-01'), ...paid('a', 'DIBAO', '2025-05', '2025-07')], []],
    [
      'two months where the region asks for three',
      [rehab('2025-05-01'), ...shares],
      [],
      { rows: { 'verification.ind.A4.n': 3 } },
    ],
  ])('%s', (_name, facts, hits, scene = {}) => {
    expect(briefly('A4', facts, scene)).toEqual(hits);
  });

  it('is muted, and ends with its evidence', () => {
    const away = rehab('2025-05-01');
    expect(muteOf('A4', [away, ...shares])).toEqual(MUTED_ONCE);
    expect(withdrawn('A4', [away, ...shares], [away])).toEqual([true]);
  });
});

describe('A5: moved out of the county that pays', () => {
  const moved = (on: string, toRegion = OTHER_COUNTY) =>
    status('a', 'hukouMoved', on, { attributes: { toRegion } });
  const june = paid('a', 'DIBAO', '2025-06');
  it.each<Case>([
    ['30 days ago', [moved('2025-06-21'), ...june], ['a assistance 2025-06-21 DIBAO']],
    ['29 days ago', [moved('2025-06-22'), ...june], []],
    ['within the county', [moved('2025-06-01', `${COUNTY}002`), ...june], []],
    ['to a place told only by its province', [moved('2025-06-01', '51'), ...june], []],
    ['and back', [moved('2025-05-01'), moved('2025-06-01', COUNTY), ...june], []],
    [
      'the new county pays already',
      [
        moved('2025-05-01'),
        ...paid('a', 'DIBAO', '2025-05'),
        ...paid('a', 'DIBAO', '2025-06', '2025-07', { region: OTHER_COUNTY }),
      ],
      [],
    ],
    ['nothing in payment', [moved('2025-05-01'), ...paid('a', 'DIBAO', '2025-04')], []],
  ])('%s', (_name, facts, hits, scene = {}) => {
    expect(briefly('A5', facts, scene)).toEqual(hits);
  });

  it('asks again on the 30th day while a benefit is in payment', () => {
    expect(dueOn('A5', [moved('2025-07-01'), ...june])).toBe('2025-07-31');
    expect(dueOn('A5', [moved('2025-07-01')])).toBeUndefined();
    expect(dueOn('A5', [moved('2025-06-21'), ...june])).toBeUndefined();
  });

  it('goes to the county that pays, and is muted, and ends with its evidence', () => {
    const move = moved('2025-06-01');
    expect(found('A5', [move, ...june])).toMatchObject([{ payerRegion: COUNTY }]);
    expect(muteOf('A5', [move, ...june])).toEqual(MUTED_ONCE);
    expect(withdrawn('A5', [move, ...june], [move])).toEqual([true]);
  });
});

describe('A6: abroad', () => {
  const away = (from: string, to?: string) => status('a', 'abroad', from, to === undefined ? {} : { to });
  const june = paid('a', 'DIBAO', '2025-06');
  it.each<Case>([
    ['91 days', [away('2025-04-21'), ...june], ['a assistance 2025-04-21 DIBAO']],
    ['90 days', [away('2025-04-22'), ...june], []],
    ['came back yesterday', [away('2025-01-01', '2025-07-20'), ...june], []],
    ['nothing in payment', [away('2025-01-01')], []],
  ])('%s', (_name, facts, hits, scene = {}) => {
    expect(briefly('A6', facts, scene)).toEqual(hits);
  });

  it('asks again on the 91st day', () => {
    expect(dueOn('A6', [away('2025-07-01'), ...june])).toBe('2025-09-30');
  });

  it('is muted, and ends with its evidence', () => {
    const abroad = away('2025-04-21');
    expect(muteOf('A6', [abroad, ...june])).toEqual(MUTED_ONCE);
    expect(withdrawn('A6', [abroad, ...june], [abroad])).toEqual([true]);
  });
});
