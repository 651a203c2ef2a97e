import { enumName } from '@minzheng/contracts/catalogue';
import { SourceAnswerStateSchema, type SourceAnswered } from '@minzheng/contracts/facts';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { Tx } from '@minzheng/platform/persistence';
import { lockPersons } from './fact.reader.js';

/** An answer as it is kept. */
interface StoredAnswer {
  readonly answer_id: string;
  readonly person_key: string;
  readonly agency: string;
  readonly dataset: string;
  readonly state: string;
  readonly observed_at: Date;
  readonly awaited_fact_ids: string[];
}

/**
 * Keeps what sources have answered. An answer counts when its facts are here: those of its own topic came before it
 * on the same key, StatusFacts go by another topic, so it names those that it waits for.
 */
export async function storeAnswers(tx: Tx, answers: readonly SourceAnswered[]): Promise<void> {
  const rows = answers.map(toStored);
  const persons = [...new Set(rows.map(({ person_key }) => person_key))].sort();
  // persons first, as everywhere; whoever stores a fact of theirs holds their rows, so one of the two sees the other's
  await lockPersons(tx, persons);
  const waiting = rows.filter(({ awaited_fact_ids }) => awaited_fact_ids.length > 0);
  await keepLatest(
    tx,
    rows.filter(({ awaited_fact_ids }) => awaited_fact_ids.length === 0),
  );
  if (waiting.length === 0) return;
  await tx.execute(
    `insert into waiting_answer select * from jsonb_populate_recordset(null::waiting_answer, $1)
     on conflict do nothing`,
    [
      JSON.stringify(
        waiting.map((row) => ({ ...row, awaited_fact_ids: `{${row.awaited_fact_ids.join()}}` })),
      ),
    ],
  );
  await releaseAnswers(tx, persons);
}

/**
 * Answers of these persons that have all they waited for count from now on; a refused fact is waited for no longer, and
 * one that only told again what was known has come.
 *
 * @returns whether there were any
 */
export async function releaseAnswers(tx: Tx, personKeys: readonly string[]): Promise<boolean> {
  const released = await tx.query<StoredAnswer>(
    `delete from waiting_answer w
      where person_key = any($1::uuid[])
        and not exists (
          select from unnest(w.awaited_fact_ids) as a(fact_id)
           where not exists (select from fact f where f.person_key = w.person_key and f.fact_id = a.fact_id)
             and not exists (
               select from fact_confirmation c where c.person_key = w.person_key and a.fact_id = any(c.told_by))
             and not exists (select from rejected_fact r where r.fact_id = a.fact_id::text))
      returning *`,
    [personKeys],
  );
  await keepLatest(tx, released);
  return released.length > 0;
}

/** For each person and data set the latest answer stands. */
async function keepLatest(tx: Tx, answers: readonly StoredAnswer[]): Promise<void> {
  if (answers.length === 0) return;
  const latest = new Map<string, StoredAnswer>();
  for (const answer of answers) {
    const place = `${answer.person_key}\0${answer.agency}\0${answer.dataset}`;
    const before = latest.get(place);
    if (!before || answer.observed_at >= before.observed_at) latest.set(place, answer);
  }
  const rows = [...latest.values()];
  await tx.execute(
    `insert into source_answer as a (person_key, agency, dataset, answer_id, state, observed_at)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::timestamptz[])
              as n(person_key, agency, dataset, answer_id, state, observed_at)
      order by 1, 2, 3
     on conflict (person_key, agency, dataset) do update
       set answer_id = excluded.answer_id, state = excluded.state, observed_at = excluded.observed_at,
           recorded_at = clock_timestamp()
     where excluded.observed_at >= a.observed_at`,
    [
      rows.map(({ person_key }) => person_key),
      rows.map(({ agency }) => agency),
      rows.map(({ dataset }) => dataset),
      rows.map(({ answer_id }) => answer_id),
      rows.map(({ state }) => state),
      rows.map(({ observed_at }) => observed_at),
    ],
  );
  await tx.execute('insert into request_check (person_key) select distinct unnest($1::uuid[])', [
    rows.map(({ person_key }) => person_key),
  ]);
}

const toStored = (answer: SourceAnswered): StoredAnswer => ({
  answer_id: answer.answerId,
  person_key: answer.personKey,
  agency: answer.agency,
  dataset: answer.dataset,
  state: enumName(SourceAnswerStateSchema, answer.state),
  observed_at: answer.observedAt ? timestampDate(answer.observedAt) : new Date(0),
  awaited_fact_ids: [...answer.awaitedFactIds],
});
