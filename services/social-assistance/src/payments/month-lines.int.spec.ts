import { randomUUID } from 'node:crypto';
import {
  keepBack,
  PaymentSources,
  planStatement,
  type PayrollScope,
  type SubjectRange,
} from '@minzheng/casework/payments';
import { addMonths, type Month } from '@minzheng/kernel/months';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { buildDatabase } from '../test/kit/database.js';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import {
  monthLines,
  type AwardSegment,
  type DueLine,
  type LinePart,
  type PaidAward,
} from '../entitlement/month-lines.rules.js';
import { AwardPayments } from './award-payments.js';

const RUNS = 30;
const START: Month = '2025-01';
const COUNTY = '510802';

interface Award extends PaidAward {
  readonly id: string;
  readonly persons: readonly string[];
}

interface StoredLine {
  readonly id: string;
  readonly run_id: string;
  readonly subject_id: string;
  readonly month: string;
  readonly component: DueLine['component'];
  readonly part: 'BASE' | 'EXTRA';
  readonly person_key: string;
  readonly source_ref: string;
  readonly amount_fen: string;
  readonly beneficiaries: readonly string[];
  readonly parts_fen: readonly string[];
}

/** Awards with segments one behind the other, some months of which nothing is due. */
const segments = fc.array(
  fc.record({
    gap: fc.integer({ min: 0, max: 2 }),
    months: fc.integer({ min: 1, max: 4 }),
    baseFen: fc.integer({ min: 0, max: 90_000 }),
    extras: fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 4 },
);
const states = fc.constantFrom(
  'ACTIVE' as const,
  'GRADUAL_EXIT' as const,
  'HELD' as const,
  'CEASED' as const,
);
const awards = fc.array(fc.record({ state: states, segments, isOpen: fc.boolean() }), {
  minLength: 1,
  maxLength: 6,
});
/** Months of runs, and by how much the amounts of all months change after each. */
const steps = fc.array(
  fc.record({ step: fc.integer({ min: 0, max: 12 }), raise: fc.constantFrom(0, -20_000, 1_001, 30_000) }),
  { minLength: 1, maxLength: 4 },
);
type AwardForm = typeof awards extends fc.Arbitrary<readonly (infer Form)[]> ? Form : never;

/** R21: what the statement plans is what the rule says, on awards of any kind. */
describe('the lines of a month', () => {
  let database: Awaited<ReturnType<typeof buildDatabase>>;
  let work: UnitOfWork;
  const source = new AwardPayments(new PaymentSources());

  beforeAll(async () => {
    database = await buildDatabase();
    ({ work } = database);
  });
  afterAll(() => database.drop());

  const planned = async (
    tx: Tx,
    ids: readonly string[],
    month: Month,
    seq: number,
  ): Promise<StoredLine[]> => {
    const runId = randomUUID();
    await tx.execute(
      `insert into payroll_run (id, region, version, created_by, programme, month, seq, state, pay_on, max_households, return_limit)
       values ($1, $2, 1, 'clerk', 'DIBAO', $3::text, $4, 'BUILDING', ($3::text || '-10')::date, 3, 3)`,
      [runId, COUNTY, month, seq],
    );
    const scope: PayrollScope = {
      ...{ runId, programme: 'DIBAO', countyCode: COUNTY, month, seq },
      within: (column, first) => ({ sql: `${column} like $${first}`, parameters: [`${COUNTY}%`] }),
    };
    const { sql, parameters } = source.subjects(scope);
    const found = await tx.query<{ id: string }>(`select id from (${sql}) s order by id`, parameters);
    const subjects = found.map(({ id }) => id).filter((id) => ids.includes(id));
    const [first, last] = [subjects[0], subjects.at(-1)];
    if (first === undefined || last === undefined) return [];
    const range: SubjectRange = { ids: subjects, first, last };
    const plan = planStatement(source.due(scope, range), {
      ...{ scope, subjectType: 'award', maxHouseholds: 3, actor: 'clerk', ids: subjects },
    });
    await tx.query(plan.sql, plan.parameters);
    await source.settled(tx, scope, range);
    return tx.query<StoredLine>('select * from payment_line where run_id = $1', [runId]);
  };

  it('are what the rule says, also when months of before change or were left out', async () => {
    await fc.assert(
      fc.asyncProperty(awards, steps, async (forms, runs) => {
        await work
          .run('clerk', async (tx) => {
            const stored: Award[] = [];
            for (const form of forms) stored.push(await store(tx, form));
            const ids = stored.map(({ id }) => id).sort();
            const lined = new Map<string, StoredLine[]>();
            const seqs = new Map<Month, number>();
            const seqOf = (month: Month): number => {
              const seq = seqs.get(month) ?? 0;
              seqs.set(month, seq + 1);
              return seq;
            };
            for (const { step, raise } of runs.toSorted((a, b) => a.step - b.step)) {
              const month = addMonths(START, step);
              const lines = await planned(tx, ids, month, seqOf(month));
              for (const award of stored) {
                const mine = lines.filter(({ subject_id }) => subject_id === award.id);
                const before = (lined.get(award.id) ?? []).map(({ month: of, amount_fen, ...line }) => ({
                  ...{ month: of, amountFen: BigInt(amount_fen), part: partOf(line) },
                }));
                expect(mine.map(shown).sort()).toEqual(monthLines(award, month, before).map(asShown).sort());
                for (const { amount_fen, parts_fen, beneficiaries } of mine) {
                  expect(parts_fen.reduce((sum, fen) => sum + BigInt(fen), 0n)).toBe(BigInt(amount_fen));
                  expect([...beneficiaries].sort()).toEqual(beneficiaries);
                }
                lined.set(award.id, [...(lined.get(award.id) ?? []), ...mine]);
              }
              // planned again, nothing is left
              expect(await planned(tx, ids, month, seqOf(month))).toEqual([]);
              // as amounts that change later do; months without a run, and those of awards that end, are found without it
              await tx.execute(
                `update award set settle_from = $2 where id = any($1::uuid[]) and $3::boolean`,
                [...[ids, START, raise !== 0]],
              );
              for (const [place, award] of stored.entries()) stored[place] = await raised(tx, award, raise);
            }
            throw new RolledBack();
          })
          .catch(unlessRolledBack);
      }),
      { numRuns: RUNS },
    );
  });

  it('pay what a higher amount adds to months of before, split in whole fen', async () => {
    await work
      .run('clerk', async (tx) => {
        const award = await store(tx, {
          ...{ state: 'ACTIVE', isOpen: true },
          segments: [{ gap: 0, months: 12, baseFen: 57_000, extras: [0, 17_700, 11_800] }],
        });
        const first = await planned(tx, [award.id], '2025-10', 0);
        expect(first.map(({ month }) => month)).not.toContain('2025-11');
        // the standard rises by a tenth, known in November for October
        await tx.execute(
          `update award_segment set base_fen = 74700, base_shares_fen = '{24900,24900,24900}',
                  extra_fen = 19470 + 12980, extras_fen = '{0,19470,12980}' where award_id = $1`,
          [award.id],
        );
        await tx.execute(`update award set settle_from = '2025-10' where id = $1`, [award.id]);
        const lines = await planned(tx, [award.id], '2025-12', 0);
        const arrears = lines.filter(
          ({ component, month }) => component === 'ARREARS' && month === '2025-10',
        );
        expect(
          arrears.map(({ part, amount_fen, parts_fen }) => [part, amount_fen, parts_fen]).sort(),
        ).toEqual([
          ['BASE', '17700', ['5900', '5900', '5900']],
          ['EXTRA', '1180', ['1180']],
          ['EXTRA', '1770', ['1770']],
        ]);
        expect(
          lines
            .filter(({ month }) => month === '2025-12')
            .map(({ component }) => component)
            .sort(),
        ).toEqual([...['BASE', 'EXTRA', 'EXTRA']]);
        throw new RolledBack();
      })
      .catch(unlessRolledBack);
  });

  it('are blocked where they must not be paid: the dead, and accounts that are nobody’s or everybody’s', async () => {
    await work
      .run('clerk', async (tx) => {
        const month = (extras: number[]) => ({
          ...{ state: 'ACTIVE' as const, isOpen: true },
          segments: [{ gap: 0, months: 12, baseFen: 30_000, extras }],
        });
        const [alone, pair, holder, stranger, bare] = [
          ...[await store(tx, month([0])), await store(tx, month([0, 5_000]))],
          ...[await store(tx, month([0, 0])), await store(tx, month([0])), await store(tx, month([0]))],
        ] as [Award, Award, Award, Award, Award];
        const shared = [];
        for (let count = 0; count < 4; count++) shared.push(await store(tx, month([0])));
        const all = [alone, pair, holder, stranger, bare, ...shared];
        const inHousehold = `(select household_id from award where id = $1)`;
        await tx.execute(`update payee set holder_key = $2 where subject_id = ${inHousehold}`, [
          stranger.id,
          alone.persons[0],
        ]);
        await tx.execute(`update payee set until = now() where subject_id = ${inHousehold}`, [bare.id]);
        await tx.execute(
          `update payee set account_hash = 'same' where subject_id in (select household_id from award where id = any($1::uuid[]))`,
          [shared.map(({ id }) => id)],
        );
        // a status that was taken back, and one that nobody has checked, are none
        for (const [person, kind, quality, retracted] of [
          [alone.persons[0], 'deceased', 'REGISTERED', false],
          [pair.persons[1], 'declaredDead', 'VERIFIED', false],
          [pair.persons[0], 'deceased', 'DECLARED', false],
          [holder.persons[0], 'deceased', 'REGISTERED', false],
          [holder.persons[1], 'deceased', 'REGISTERED', true],
        ]) {
          await tx.execute(
            `insert into status_copy (fact_id, person_key, kind, valid_from, attributes, quality, agency, dataset, record_id,
                                      observed_at, retracted)
             values (gen_random_uuid(), $1, $2, '2025-02-10', '{}', $3, 'PSB', 'PSB.population', 'r', now(), $4)`,
            [person, kind, quality, retracted],
          );
        }
        await tx.execute('update award set settle_from = null');
        const ids = all.map(({ id }) => id).sort();
        // the month of the death is paid in full
        expect((await planned(tx, ids, '2025-02', 0)).map(({ subject_id }) => subject_id)).toContain(
          alone.id,
        );
        const lines = await planned(tx, ids, '2025-03', 1);
        expect(lines.map(({ subject_id, part, month: of }) => [subject_id, part, of])).toEqual([
          [pair.id, 'BASE', '2025-03'],
        ]);
        const blocked = await tx.query<{ subject_id: string; part: string; reason: string }>(
          `select b.subject_id, b.part, b.reason from payment_blocked b join payroll_run r on r.id = b.run_id
            where r.month = '2025-03' and b.month = '2025-03'`,
        );
        expect(
          blocked.map(({ subject_id, part, reason }) => [subject_id, part, reason].join(' ')).sort(),
        ).toEqual(
          [
            `${alone.id} BASE DECEASED`,
            `${pair.id} EXTRA DECEASED`,
            `${holder.id} BASE HOLDER_DECEASED`,
            `${stranger.id} BASE HOLDER_NOT_ALLOWED`,
            `${bare.id} BASE ACCOUNT_MISSING`,
            ...shared.map(({ id }) => `${id} BASE ACCOUNT_SHARED`),
          ].sort(),
        );
        // what was blocked is looked for from its month on
        const marks = await tx.query<{ id: string; settle_from: string | null }>(
          'select id, settle_from from award where id = any($1::uuid[])',
          [[bare.id, pair.id, alone.id]],
        );
        expect(new Map(marks.map(({ id, settle_from }) => [id, settle_from]))).toEqual(
          new Map([
            [bare.id, '2025-01'],
            [pair.id, '2025-03'],
            [alone.id, '2025-03'],
          ]),
        );
        throw new RolledBack();
      })
      .catch(unlessRolledBack);
  });

  it('are paid less by what is kept back: a part of the award, once a month, never a whole line', async () => {
    await work
      .run('clerk', async (tx) => {
        const extras = [0, 17_700, 11_800];
        const form = { state: 'ACTIVE' as const, isOpen: true };
        const rich = await store(tx, {
          ...form,
          segments: [{ gap: 0, months: 12, baseFen: 57_000, extras }],
        });
        const poor = await store(tx, { ...form, segments: [{ gap: 0, months: 12, baseFen: 1_000, extras }] });
        const ids = [rich.id, poor.id].sort();
        const [older, newer, other] = [uuidv7(), uuidv7(), uuidv7()];
        const claim = (subjectId: string, claimId: string, instalmentFen: bigint, balanceFen: bigint) => ({
          ...{ subjectId, claimId, instalmentFen, balanceFen, shareBp: 2_000 },
        });
        const claims = [
          claim(rich.id, newer, 5_000n, 5_000n),
          claim(rich.id, older, 20_000n, 17_400n),
          claim(poor.id, other, 50_000n, 50_000n),
        ];
        source.owed = async () => Promise.resolve(claims);
        const kept = async (month: Month, seq = 0): Promise<string[]> => {
          const lines = await planned(tx, ids, month, seq);
          const runId = lines[0]?.run_id ?? '';
          await keepBack(tx, source, { runId, month, ids });
          await keepBack(tx, source, { runId, month, ids });
          const rows = await tx.query<{
            subject_id: string;
            part: string;
            due: string;
            fen: string;
            claim: string;
          }>(
            `select l.subject_id, l.part, l.amount_fen + l.offset_fen as due, l.offset_fen as fen, o.claim_id as claim
               from payment_line l left join payment_offset o on o.line_id = l.id
              where l.run_id = $1 and l.month = $2 order by l.part, l.amount_fen + l.offset_fen desc`,
            [runId, month],
          );
          return rows.map(({ subject_id, part, due, fen, claim: of }) =>
            [
              ...[subject_id === rich.id ? 'rich' : 'poor', part, due, fen],
              of === older ? 'older' : of === newer ? 'newer' : of === other ? 'other' : '-',
            ].join(' '),
          );
        };
        // a fifth of 865.00 and of 305.00: the base goes first, and keeps a fen
        const january = await kept('2025-01');
        expect(january.filter((line) => line.startsWith('rich'))).toEqual([
          'rich BASE 57000 17300 older',
          'rich EXTRA 17700 0 -',
          'rich EXTRA 11800 0 -',
        ]);
        const taken = january
          .filter((line) => line.startsWith('poor'))
          .map((line) => line.split(' '))
          .map(([, part, due, fen]) => [part, due, fen]);
        expect(taken[0]).toEqual(['BASE', '1000', '999']);
        expect(taken.reduce((sum, [, , fen]) => sum + Number(fen), 0)).toBe(6_100);
        // what is under way is not open any more; then the next claim has its turn
        expect((await kept('2025-02'))[0]).toBe('rich BASE 57000 100 older');
        expect((await kept('2025-03'))[0]).toBe('rich BASE 57000 5000 newer');
        expect((await kept('2025-04'))[0]).toBe('rich BASE 57000 0 -');
        throw new RolledBack();
      })
      .catch(unlessRolledBack)
      .finally(() => Reflect.deleteProperty(source, 'owed'));
  });

  it('keep back from one line alone when it is paid again, a share of all that is due for the month', async () => {
    await work
      .run('clerk', async (tx) => {
        const award = await store(tx, {
          ...{ state: 'ACTIVE' as const, isOpen: true },
          segments: [{ gap: 0, months: 12, baseFen: 57_000, extras: [0, 17_700, 11_800] }],
        });
        const claim = { subjectId: award.id, claimId: uuidv7(), instalmentFen: 17_300n, shareBp: 2_000 };
        source.owed = async () => Promise.resolve([{ ...claim, balanceFen: 50_000n }]);
        const lines = await planned(tx, [award.id], '2025-01', 0);
        const by = (due: string): StoredLine => lines.find(({ amount_fen }) => amount_fen === due)!;
        const month = { runId: lines[0]!.run_id, month: '2025-01', ids: [award.id] };
        const offsets = async () =>
          (
            await tx.query<{ fen: string }>(
              'select offset_fen as fen from payment_line where run_id = $1 order by part, amount_fen + offset_fen',
              [month.runId],
            )
          ).map(({ fen }) => fen);
        // a fifth of 865.00, as far as the line goes; the others stay as they are
        await keepBack(tx, source, { ...month, lineId: by('11800').id });
        expect(await offsets()).toEqual(['0', '11799', '0']);
        // what is left of it
        await keepBack(tx, source, { ...month, lineId: by('57000').id });
        expect(await offsets()).toEqual(['5501', '11799', '0']);
        await keepBack(tx, source, month);
        expect(await offsets()).toEqual(['5501', '11799', '0']);
        throw new RolledBack();
      })
      .catch(unlessRolledBack)
      .finally(() => Reflect.deleteProperty(source, 'owed'));
  });

  it('leave out the share of somebody who is guaranteed alone and has died', async () => {
    await work
      .run('clerk', async (tx) => {
        const award = await store(tx, {
          ...{ state: 'ACTIVE' as const, isOpen: true },
          segments: [{ gap: 0, months: 12, baseFen: 60_001, extras: [0, 0, 5_000] }],
        });
        await tx.execute(`update award set subtype = 'SINGLE_PERSON' where id = $1`, [award.id]);
        await tx.execute(
          `insert into status_copy (fact_id, person_key, kind, valid_from, attributes, quality, agency, dataset, record_id,
                                    observed_at, retracted)
           values (gen_random_uuid(), $1, 'deceased', '2025-02-10', '{}', 'REGISTERED', 'PSB', 'PSB.population', 'r', now(), false)`,
          [award.persons[1]],
        );
        const [alive, dead, other] = award.persons;
        const bases = async (month: Month) =>
          (await planned(tx, [award.id], month, 0))
            .filter(({ part }) => part === 'BASE')
            .map(({ amount_fen, beneficiaries, parts_fen }) => [amount_fen, beneficiaries, parts_fen]);
        // the month of the death is paid in full, and so is January with it
        const full = ['60001', [alive, dead, other], ['20001', '20000', '20000']];
        expect(await bases('2025-02')).toEqual([full, full]);
        expect(await bases('2025-03')).toEqual([['40001', [alive, other], ['20001', '20000']]]);
        // it was not so: what is missing is that person's, and nobody else's
        await tx.execute('update status_copy set retracted = true where person_key = $1', [award.persons[1]]);
        await tx.execute(`update award set settle_from = '2025-03' where id = $1`, [award.id]);
        expect((await bases('2025-04')).toSorted()).toEqual([
          ['20000', [alive, dead, other], ['0', '20000', '0']],
          full,
        ]);
        await tx.execute(
          `update award_segment set base_fen = 63000, base_shares_fen = '{23001,20001,19998}' where award_id = $1`,
          [award.id],
        );
        await tx.execute(`update award set settle_from = '2025-04' where id = $1`, [award.id]);
        // others had more than is due to them: split among all
        expect((await bases('2025-05')).toSorted()[0]).toEqual([
          ...['2999', [alive, dead, other]],
          ['1000', '1000', '999'],
        ]);
        throw new RolledBack();
      })
      .catch(unlessRolledBack);
  });

  async function raised(tx: Tx, award: Award, raise: number): Promise<Award> {
    const by = (fen: bigint, fraction: number): bigint => {
      const next = fen + BigInt(Math.trunc(raise / fraction));
      return next > 0n ? next : 0n;
    };
    const changed = award.segments.map((segment) => ({
      ...segment,
      baseFen: by(segment.baseFen, 1),
      extras: segment.extras.map(({ personKey: key, fen }) => ({ personKey: key, fen: by(fen, 4) })),
    }));
    for (const { segmentId, baseFen, extras } of changed) {
      const count = BigInt(extras.length);
      const shares = extras.map((_, place) => baseFen / count + (BigInt(place) < baseFen % count ? 1n : 0n));
      await tx.execute(
        `update award_segment set base_fen = $2, base_shares_fen = $3, extra_fen = $4, extras_fen = $5 where id = $1`,
        [
          ...[segmentId, baseFen, shares, extras.reduce((sum, { fen }) => sum + fen, 0n)],
          extras.map(({ fen }) => fen),
        ],
      );
    }
    return { ...award, segments: changed };
  }

  async function store(tx: Tx, { state, segments: forms, isOpen }: AwardForm): Promise<Award> {
    const [id, householdId, caseId] = [randomUUID(), randomUUID(), randomUUID()];
    const persons = Array.from({ length: 4 }, () => personKey()).sort();
    await tx.execute(
      `insert into person (person_key, id_number_enc, name_enc) select key, '', '' from unnest($1::uuid[]) key`,
      [persons],
    );
    await tx.execute(
      `insert into household (id, region, version, created_by, household_no, hukou_type, address_enc, state)
       values ($1::uuid, '510802001001', 1, 'clerk', $1::uuid::text, 'URBAN', '', 'OPEN')`,
      [householdId],
    );
    await tx.execute(
      `insert into household_member (id, household_id, person_key, place, relation, birth_date, hukou_region, capacity, labour,
                                     study, fiscal_paid, counted, reason_code, open)
       select gen_random_uuid(), $1, key, 0, 'CHILD', '1990-01-01', '510802', 'FULL', 'FULL', 'NONE', false, true, '', true
         from unnest($2::uuid[]) key`,
      [householdId, persons],
    );
    await tx.execute(
      `insert into payee (id, subject_type, subject_id, household_id, holder_key, holder_kind, bank_code, account_enc,
                          account_hash, since, created_by)
       values (gen_random_uuid(), 'household', $1::uuid, $1::uuid, $2, 'MEMBER', '103', '', decode(md5($1::uuid::text), 'hex'), now(), 'clerk')`,
      [householdId, persons[0]],
    );
    await tx.execute(
      `insert into aid_case (id, region, version, created_by, case_no, household_id, programme, channel, state, declared_items)
       values ($1::uuid, '510802001001', 1, 'clerk', $1::uuid::text, $2, 'DIBAO', 'COUNTER', 'APPROVED', '[]')`,
      [caseId, householdId],
    );
    await tx.execute(
      `insert into award (id, region, version, created_by, case_id, household_id, programme, person_keys, effective_month,
                          base_fen, extras_fen, shares, state, settle_from)
       values ($1, '510802001001', 1, 'clerk', $2, $3, 'DIBAO', $4, $5::text, 0, 0, '[]', $6, $5::text)`,
      [id, caseId, householdId, persons, START, state],
    );
    let from = START;
    const segmentsOf: AwardSegment[] = [];
    for (const [index, form] of forms.entries()) {
      from = addMonths(from, form.gap);
      const before = addMonths(from, form.months);
      const isLast = index === forms.length - 1;
      const to = isLast && isOpen && state !== 'CEASED' ? undefined : before;
      const keys = persons.slice(0, form.extras.length);
      const segmentId = randomUUID();
      const shares = keys.map(
        (_, place) => Math.floor(form.baseFen / keys.length) + Number(place < form.baseFen % keys.length),
      );
      await tx.execute(
        `insert into award_segment (id, award_id, months, person_keys, base_shares_fen, extras_fen, extra_kinds, base_fen,
                                    extra_fen, standard_fen, cause, created_by)
         values ($1, $2, daterange($3::date, $4::date), $5, $6, $7, $8, $9, $10, 59000, 'DECISION', 'clerk')`,
        [
          ...[segmentId, id, `${from}-01`, to === undefined ? null : `${to}-01`, keys, shares, form.extras],
          ...[keys.map(() => ''), form.baseFen, form.extras.reduce((sum, fen) => sum + fen, 0)],
        ],
      );
      segmentsOf.push({
        ...{ segmentId, from, baseFen: BigInt(form.baseFen) },
        ...(to === undefined ? {} : { to: addMonths(to, -1) }),
        extras: keys.map((personKeyOf, place) => ({
          personKey: personKeyOf,
          fen: BigInt(form.extras[place] ?? 0),
        })),
      });
      from = before;
    }
    if (state === 'CEASED') {
      await tx.execute('update award set end_month = $2 where id = $1', [id, addMonths(from, -1)]);
    }
    return { id, persons, state, segments: segmentsOf };
  }
});

class RolledBack extends Error {}

function unlessRolledBack(error: unknown): void {
  if (!(error instanceof RolledBack)) throw error;
}

function personKey(): string {
  const id = randomUUID();
  return `${id.slice(0, 14)}8${id.slice(15)}`;
}

const partOf = ({ part, person_key }: Pick<StoredLine, 'part' | 'person_key'>): LinePart =>
  part === 'BASE' ? { kind: 'BASE' } : { kind: 'EXTRA', personKey: person_key };

const shown = (line: StoredLine): string =>
  [
    ...[line.month, line.component, line.part, line.part === 'BASE' ? '' : line.person_key],
    ...[line.source_ref, line.amount_fen],
  ].join(' ');

const asShown = ({ month, component, part, segmentId, amountFen }: DueLine): string =>
  [
    ...[month, component, part.kind, part.kind === 'BASE' ? '' : part.personKey],
    ...[segmentId, amountFen.toString()],
  ].join(' ');
