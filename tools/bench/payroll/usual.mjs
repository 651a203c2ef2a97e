/** The usual way: line by line, each state and each event saved through TypeORM in a transaction of its own. */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { ROOT } from '../../setup/paths.mjs';

const PAYMENTS = pathToFileURL(join(ROOT, 'libs/casework/dist/payments/index.js')).href;

class SavedEvent {}
Entity('bench_event')(SavedEvent);
PrimaryColumn('uuid')(SavedEvent.prototype, 'id');
Column('text')(SavedEvent.prototype, 'topic');
Column('text')(SavedEvent.prototype, 'key');
Column('bytea')(SavedEvent.prototype, 'payload');

class SavedFact {}
Entity('bench_fact')(SavedFact);
PrimaryColumn('uuid', { name: 'subject_id' })(SavedFact.prototype, 'subjectId');
PrimaryColumn('uuid', { name: 'person_key' })(SavedFact.prototype, 'personKey');
PrimaryColumn('text')(SavedFact.prototype, 'month');
Column('bigint', { name: 'amount_fen' })(SavedFact.prototype, 'amountFen');

const PAYLOAD = Buffer.alloc(220, 7);

/**
 * Planned, sent, paid, and told: as many rows as the other way writes. The tables are of its own.
 * @param {string} url
 * @param {number} count
 * @returns {Promise<{ lines: number, seconds: number }>}
 */
export async function measureUsual(url, count) {
  const { PaymentLine } = await import(PAYMENTS);
  const dataSource = await new DataSource({
    type: 'postgres',
    url,
    entities: [PaymentLine, SavedEvent, SavedFact],
  }).initialize();
  await dataSource.query(`
    create table bench_event (id uuid primary key, topic text not null, key text not null, payload bytea not null);
    create table bench_fact (subject_id uuid, person_key uuid, month text, amount_fen bigint, primary key (subject_id, person_key, month));
    insert into payroll_run (id, region, version, created_by, programme, month, seq, state, pay_on, max_households, return_limit)
    values ('00000000-0000-7000-8000-000000000000', '510899', 1, 'bench', 'USUAL', '2025-06', 0, 'BUILT', '2025-06-10', 3, 3);
  `);
  const rows = await dataSource.query(
    `select e.*, p.id as payee_id from bench_expected e join award a on a.id = e.subject_id
       join payee p on p.subject_id = a.household_id limit $1`,
    [count],
  );
  const [lines, events, facts] = [PaymentLine, SavedEvent, SavedFact].map((type) =>
    dataSource.getRepository(type),
  );
  if (!lines || !events || !facts) throw new Error('no repository');
  const startedAt = performance.now();
  for (const row of rows) {
    const line = await lines.save(
      Object.assign(new PaymentLine(), {
        ...{
          id: randomUUID(),
          region: '510801001001',
          createdBy: 'bench',
          void: false,
          attempt: 1,
          resultCode: null,
        },
        ...{ runId: '00000000-0000-7000-8000-000000000000', subjectType: 'award', subjectId: row.subject_id },
        ...{ month: '2025-06', component: row.part, part: row.part, personKey: row.person_key },
        ...{ sourceRef: randomUUID(), amountFen: BigInt(row.amount_fen), beneficiaries: [row.person_key] },
        ...{ partsFen: [row.amount_fen], householdShare: true, payeeId: row.payee_id, state: 'PLANNED' },
      }),
    );
    await lines.save(Object.assign(line, { state: 'SENT' }));
    await lines.save(Object.assign(line, { state: 'PAID' }));
    await events.save({ id: randomUUID(), topic: 'own', key: line.id, payload: PAYLOAD });
    await facts.save({
      subjectId: row.subject_id,
      personKey: row.person_key,
      month: '2025-06',
      amountFen: row.amount_fen,
    });
    await events.save({ id: randomUUID(), topic: 'verification', key: row.person_key, payload: PAYLOAD });
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await dataSource.query(`
    delete from payment_line where run_id = '00000000-0000-7000-8000-000000000000';
    delete from payroll_run where id = '00000000-0000-7000-8000-000000000000';
    drop table bench_event, bench_fact;
  `);
  await dataSource.destroy();
  return { lines: rows.length, seconds };
}
