import { timestampDate } from '@bufbuild/protobuf/wkt';
import { CaseOutcomeSchema, type CaseDecidedSchema } from '@minzheng/contracts/assistance';
import { enumName } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import type { PersonKey } from '@minzheng/kernel/means-test';
import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { Received } from '@minzheng/platform/messaging';
import type { Tx } from '@minzheng/platform/persistence';
import type { Queries } from '../facts/fact.reader.js';

/**
 * Keeps how each case ended (办理结果): the newest decision of a case, for an objection may change it. Its persons are
 * evaluated again, for a refusal opens a way to a clue (E5).
 *
 * @throws RangeError when something that must be set is not
 */
export async function storeCaseDecisions(
  tx: Tx,
  events: readonly Received<typeof CaseDecidedSchema>[],
): Promise<void> {
  const newest = new Map<string, ReturnType<typeof rowOf>>();
  for (const row of events.map(rowOf)) {
    const known = newest.get(row.case_id);
    if (known === undefined || BigInt(known.sequence) < BigInt(row.sequence)) newest.set(row.case_id, row);
  }
  const rows = [...newest.values()].toSorted((a, b) => (a.case_id < b.case_id ? -1 : 1));
  const stored = await tx.query<{ case_id: string }>(
    `insert into case_decision as d (case_id, sequence, outcome, programme, household_id, region, decided_at)
     select case_id, sequence, outcome, programme, household_id, region, decided_at
       from jsonb_to_recordset($1) as t(
         case_id uuid, sequence bigint, outcome text, programme text, household_id uuid, region text,
         decided_at timestamptz)
     on conflict (case_id) do update
       set sequence = excluded.sequence, outcome = excluded.outcome, programme = excluded.programme,
           household_id = excluded.household_id, region = excluded.region, decided_at = excluded.decided_at
     where d.sequence < excluded.sequence
     returning case_id`,
    [JSON.stringify(rows)],
  );
  const changed = new Set(stored.map(({ case_id }) => case_id));
  const concerned = rows
    .filter(({ case_id }) => changed.has(case_id))
    .flatMap(({ case_id, persons }) => persons.map((person_key) => ({ case_id, person_key })));
  await tx.execute('delete from case_decision_person where case_id = any($1::uuid[])', [[...changed]]);
  await tx.execute(
    `with concerned as (
       insert into case_decision_person (person_key, case_id)
       select person_key, case_id from jsonb_to_recordset($1) as t(person_key uuid, case_id uuid)
       returning person_key)
     insert into dirty (person_key) select distinct person_key from concerned`,
    [JSON.stringify(concerned)],
  );
}

/** The day on which an application of each of these persons was last refused; without those of whom none was. */
export async function readRefusals(
  queries: Queries,
  personKeys: readonly PersonKey[],
): Promise<ReadonlyMap<PersonKey, CivilDate>> {
  const rows = await queries.query<{ person_key: string; decided_at: Date }>(
    `select p.person_key, max(d.decided_at) as decided_at
       from case_decision_person p join case_decision d using (case_id)
      where p.person_key = any($1::uuid[]) and d.outcome = 'REJECTED'
      group by p.person_key`,
    [personKeys],
  );
  return new Map(rows.map(({ person_key, decided_at }) => [person_key, civilDateOf(decided_at)]));
}

function rowOf({ message, envelope }: Received<typeof CaseDecidedSchema>) {
  const { occurredAt, household } = message;
  if (occurredAt === undefined) throw new RangeError('an event without its instant');
  return {
    case_id: message.caseId,
    sequence: envelope.sequence.toString(),
    outcome: enumName(CaseOutcomeSchema, message.outcome),
    programme: enumName(ProgrammeSchema, message.programme),
    household_id: household?.householdId ?? null,
    region: message.region?.code ?? '',
    decided_at: timestampDate(occurredAt).toISOString(),
    persons: [...new Set(message.personKeys)].toSorted(),
  };
}
