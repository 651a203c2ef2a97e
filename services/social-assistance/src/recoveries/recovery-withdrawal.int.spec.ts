import { randomUUID } from 'node:crypto';
import { OffsetReleases, PaymentSources } from '@minzheng/casework/payments';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { eventually } from '@minzheng/testing/servers';
import { v7 as uuidv7 } from 'uuid';
import { buildDatabase } from '../test/kit/database.js';
import { Overpayment } from './overpayment.entity.js';
import { OverpaymentService } from './overpayment.service.js';
import { owedByAwards } from './recovery-offsets.js';
import { RecoveryOrder } from './recovery-order.entity.js';
import { withdraw } from './recovery-withdrawal.js';

const REGION = '510802001001';

/** R22: an order of which a part turns out not to be owed, and what is locked while something is kept back. */
describe('an order to pay back', () => {
  let database: Awaited<ReturnType<typeof buildDatabase>>;
  const clock = new BusinessClock();
  const unused = undefined as never;
  const releases = new OffsetReleases(new PaymentSources(), unused, clock);
  const overpayments = new OverpaymentService(unused, releases, unused, clock);

  beforeAll(async () => {
    database = await buildDatabase();
  });
  afterAll(() => database.drop());

  /** 200.00 each of two persons for January, of which 150.00 are in: all of the first, 50.00 kept back a month. */
  const store = async (tx: Tx, withLines: boolean) => {
    const [awardId, householdId, caseId] = [randomUUID(), randomUUID(), randomUUID()];
    const persons = [randomUUID(), randomUUID()].map((id) => `${id.slice(0, 14)}8${id.slice(15)}`).sort();
    await tx.execute(
      `insert into person (person_key, id_number_enc, name_enc) select key, '', '' from unnest($1::uuid[]) key`,
      [persons],
    );
    await tx.execute(
      `insert into household (id, region, version, created_by, household_no, hukou_type, address_enc, state)
       values ($1::uuid, $2, 1, 'clerk', $1::uuid::text, 'URBAN', '', 'OPEN')`,
      [householdId, REGION],
    );
    await tx.execute(
      `insert into aid_case (id, region, version, created_by, case_no, household_id, programme, channel, state, declared_items)
       values ($1::uuid, $3, 1, 'clerk', $1::uuid::text, $2, 'DIBAO', 'COUNTER', 'APPROVED', '[]')`,
      [caseId, householdId, REGION],
    );
    await tx.execute(
      `insert into award (id, region, version, created_by, case_id, household_id, programme, person_keys, effective_month,
                          base_fen, extras_fen, shares, state)
       values ($1, $5, 1, 'clerk', $2, $3, 'DIBAO', $4, '2025-01', 0, 0, '[]', 'ACTIVE')`,
      [awardId, caseId, householdId, persons, REGION],
    );
    const ids = [uuidv7(), uuidv7()];
    await tx.execute(
      `insert into overpayment (id, region, version, created_by, award_id, person_key, programme, cause, parts, amount_fen,
                                recovered_fen, told_fen, detected_on, state)
       select id, $4, 1, 'clerk', $1, person, 'DIBAO', 'DEATH', '[{"month":"2025-01","fen":"20000"}]', 20000, fen, fen,
              '2025-02-01', 'OPEN'
         from unnest($2::uuid[], $3::uuid[], array[15000, 0]) as each(id, person, fen)`,
      [awardId, ids, persons, REGION],
    );
    const orderId = uuidv7();
    await tx.execute(
      `insert into recovery_order (id, region, version, created_by, award_id, months, basis, refund_fen, fine_fen, paid_fen,
                                   route, consent_sha256, plan, overpayment_ids, ordered_on, reason, policy_version_ids, state)
       values ($1, $4, 1, 'clerk', $2, '{2025-01}', 'ERROR', 40000, 0, 15000, 'OFFSET', 'c',
               '[{"month":"2025-02","amountFen":"5000"}]', $3, '2025-02-01', '', '{}', 'PAYING')`,
      [orderId, awardId, ids, REGION],
    );
    const lines = withLines ? ['PAID', 'PAID', 'PAID', 'SENT', 'SENT'].map(() => uuidv7()) : [];
    await tx.execute(
      `insert into payment_line (id, region, version, created_by, run_id, subject_type, subject_id, month, component, part,
                                 person_key, source_ref, amount_fen, offset_fen, beneficiaries, parts_fen, household_share,
                                 payee_id, state)
       select id, $4, 1, 'clerk', gen_random_uuid(), 'award', $1, '2025-0' || place + 1, 'BASE', 'BASE', $3, $1, 15000, 5000,
              array[$3::uuid], '{20000}', false, $1, case when place <= 3 then 'PAID' else 'SENT' end
         from unnest($2::uuid[]) with ordinality as line(id, place)`,
      [awardId, lines, persons[0], REGION],
    );
    await tx.execute(
      'insert into payment_offset (line_id, claim_id, fen) select id, $2, 5000 from unnest($1::uuid[]) id',
      [lines, orderId],
    );
    return { awardId, orderId, ids, lines };
  };

  it('asks for the rest when one of two is void: what is in counts for the other, and what is too much goes back', async () => {
    await database.work.run('system', async (tx) => {
      const { orderId, ids, lines } = await store(tx, true);
      const order = await tx.loadForUpdate(RecoveryOrder, orderId);
      const voided = await tx.manager.findOneByOrFail(Overpayment, { id: ids[0]! });
      await tx.execute(`update overpayment set state = 'VOID' where id = $1`, [voided.id]);
      const held = lines.map((lineId, place) => ({
        ...{ lineId, claimId: orderId, month: `2025-0${place + 2}`, fen: 5_000n, isPaid: place < 3 },
      }));
      const today = clock.today();
      await withdraw(tx, order, [voided], held, { overpayments, releases, at: clock.now(), today });
      // 200.00 are owed: 150.00 are in and 100.00 on their way, of which the last 50.00 are too much
      const now = await tx.manager.findOneByOrFail(RecoveryOrder, { id: orderId });
      expect(now).toMatchObject({ state: 'PAYING', refundFen: 20_000n, paidFen: 15_000n });
      const other = await tx.manager.findOneByOrFail(Overpayment, { id: ids[1]! });
      expect(other).toMatchObject({ state: 'OPEN', recoveredFen: 15_000n });
      const kept = await tx.query<{ offset_fen: string; parts_fen: string[] }>(
        'select offset_fen, parts_fen from payment_line where id = any($1::uuid[]) order by id',
        [lines],
      );
      const full = { offset_fen: '5000', parts_fen: ['20000'] };
      expect(kept).toEqual([full, full, full, full, { offset_fen: '0', parts_fen: ['15000'] }]);
    });
  });

  it('waits for who holds its award before it is locked', async () => {
    const { awardId, orderId } = await database.work.run('clerk', (tx) => store(tx, false));
    let asked: Promise<unknown> = Promise.resolve();
    await database.work.run('system', async (tx) => {
      await tx.query('select from award where id = $1 for update', [awardId]);
      asked = database.work.run('builder', (other) =>
        owedByAwards(other, { ids: [awardId], month: '2025-03' }),
      );
      await eventually(
        'it waits',
        async () =>
          (
            await database.dataSource.query<unknown[]>(
              `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
            )
          ).length > 0,
      );
      await tx.query('select from recovery_order where id = $1 for update nowait', [orderId]);
    });
    expect(await asked).toMatchObject([{ claimId: orderId, balanceFen: 25_000n }]);
  });
});
