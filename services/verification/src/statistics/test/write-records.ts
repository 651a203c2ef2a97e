import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { SimulatedRecords, SimulatedRequest } from './simulated-records.js';

type Row = Record<string, unknown>;

const AGGREGATE = { version: 1, created_by: 'test', created_at: '2025-01-01T00:00:00Z' };
const MOVED = { actor: 'test', recorded_at: '2025-08-01T00:00:00Z' };
const toParts = (persons: readonly string[]): object[] => persons.map((personKey) => ({ personKey }));
/** The key of the service, by which a report is its own. */
const KEY = 'province';

/** Writes everything that was simulated into the tables of the service. */
export async function writeRecords(dataSource: DataSource, records: SimulatedRecords): Promise<void> {
  const insert = async (table: string, rows: readonly Row[]): Promise<void> => {
    const columns = Object.keys(rows[0] ?? {}).join(', ');
    await dataSource.query(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows)],
    );
  };
  const { households, subjects, clues, facts, requests } = records;
  await insert(
    'household',
    households.map(({ persons, obligors, ...household }) => ({
      ...household,
      ...{ service: 'assistance', as_of: '2025-01-01T00:00:00Z', sequence: 1, closed: false },
      ...{ members: toParts(persons), obligors: toParts(obligors) },
    })),
  );
  await insert(
    'household_person',
    households.flatMap(({ id, persons, obligors }) =>
      [...persons, ...obligors].map((person_key) => ({ household_id: id, person_key })),
    ),
  );
  await insert(
    'monitored_subject',
    subjects.map(({ person_key, household, periods }) => ({
      ...{ ...AGGREGATE, id: randomUUID(), region: household.region, state: 'MONITORED', person_key },
      ...{ household_id: household.id, periods, categories: [], entered_on: '2025-03-01' },
    })),
  );
  await insert(
    'clue',
    clues.map(({ id, household, department, attempts, closing_outcome, closed_at, raisedAt }) => ({
      ...{ ...AGGREGATE, id, region: household.region, state: closed_at === null ? 'DISPATCHED' : 'CLOSED' },
      ...{ subject: randomUUID(), household_id: household.id, household_service: 'assistance', department },
      ...{ direction: 'UNDER', severity: 'RED', due_on: attempts.at(-1)?.due_on, attempt: attempts.length },
      ...{ revision: 1, dispatched_at: raisedAt, closing_outcome, closed_at },
    })),
  );
  await insert(
    'clue_due',
    clues.flatMap(({ id, department, attempts }) =>
      attempts.map(({ due_on }, index) => ({ clue_id: id, attempt: index + 1, department, due_on })),
    ),
  );
  await insert(
    'clue_outcome',
    clues.flatMap(({ id, department, attempts }) =>
      attempts.flatMap(({ answers }, index) =>
        answers.map(({ at, verdict }) => ({
          ...{ id: randomUUID(), clue_id: id, attempt: index + 1, department, outcome: 'NO_CHANGE' },
          ...{ task_id: randomUUID(), visits: [], decided_by_other: true, recorded_at: at, verdict },
          shortcomings: [],
        })),
      ),
    ),
  );
  await insert(
    'indicator_hit',
    clues.flatMap(({ id, hits }) =>
      hits.map((hit) => ({
        ...{ id: randomUUID(), clue_id: id, ...hit, episode_key: randomUUID(), severity: 'RED' },
        ...{ months: [], fact_ids: [], explanation: {} },
      })),
    ),
  );
  await insert(
    'fact',
    facts.map((fact, index) => ({
      ...{ ...fact, record_key: index, fact_id: randomUUID(), source_id: 1, quality: 1 },
      ...{ recorded_at: '2025-07-01T00:00:00Z', observed_at: '2025-07-01T00:00:00Z' },
    })),
  );
  await insert('registered_poor_person', records.poor);
  await insert('verification_request', requests.map(requestRow));
  await insert('verification_report', requests.flatMap(reportRows));
  await insert(
    'report_finding',
    requests.flatMap(({ household, reports }) =>
      reports.map(({ id, exceeds, material, kinds, gaps, signed }) => ({
        ...{ report_id: id, hukou_type: household.hukou_type, exceeds, material, kinds, gaps },
        signed_with: signed ? KEY : 'another',
      })),
    ),
  );
  const cases = records.decisions.map((decision) => ({ ...decision, case_id: randomUUID() }));
  await insert(
    'case_decision',
    cases.map(({ case_id, household, programme, outcome, decided_at }) => ({
      ...{ case_id, sequence: 1, outcome, programme, household_id: household.id, region: household.region },
      decided_at,
    })),
  );
  await insert(
    'case_decision_person',
    cases.flatMap(({ case_id, persons }) => persons.map((person_key) => ({ case_id, person_key }))),
  );
  await insert(
    'overpayment',
    records.overpayments.map(({ at, ...row }) => ({
      ...{
        ...row,
        id: randomUUID(),
        department: 'assistance',
        months: ['2025-05'],
        cause: 'DEATH',
        detected_at: at,
      },
    })),
  );
  await insert(
    'overpayment_recovery',
    records.recoveries.map(({ at, ...row }) => ({
      ...{ ...row, id: randomUUID(), overpayment_id: randomUUID(), department: 'assistance', balance_fen: 0 },
      recovered_at: at,
    })),
  );
  await insert(
    'source_query',
    records.queries.map((query) => ({
      ...{ ...AGGREGATE, ...query, id: randomUUID(), request_id: randomUUID(), dataset: query.agency },
      ...{ person_keys: [], holder: 'assistance', case_ref: 'case', purposes: [] },
    })),
  );
  const appeals = records.appeals.map((appeal) => ({ ...appeal, id: randomUUID() }));
  await insert(
    'appeal',
    appeals.map(({ id, region, decided_on, outcome }) => ({
      ...{
        ...AGGREGATE,
        id,
        region,
        state: outcome === null ? 'SUBMITTED' : 'DECIDED',
        person_key: randomUUID(),
      },
      ...{ appellant: 'SELF', learned_on: '2025-05-01', claim_enc: 'x', evidence_sha256: [] },
      ...{ accept_due_on: '2025-05-01', due_on: '2025-05-01', outcome, decided_on },
    })),
  );
  await insert(
    'appealed_fact',
    appeals.flatMap(({ id, facts: appealed }) =>
      appealed.map(([agency, dataset]) => ({
        ...{
          id: randomUUID(),
          appeal_id: id,
          person_key: randomUUID(),
          fact_id: randomUUID(),
          record_key: 1,
        },
        ...{ agency, dataset, type: 'INCOME', kind: 'wage', is_open: false },
      })),
    ),
  );
  await insert(
    'lifecycle_log',
    [
      ...clues.map(({ id, raisedAt }) => ['clue', id, raisedAt]),
      ...appeals.map(({ id, submitted_at }) => ['appeal', id, submitted_at]),
    ].map(([aggregate, aggregate_id, business_at]) => ({
      ...{ aggregate, aggregate_id, business_at, ...MOVED },
      ...{ command: 'begin', to_state: 'BEGUN', version: 1 },
    })),
  );
  await insert(
    'lifecycle_log',
    requests.flatMap(({ reports }) =>
      reports.flatMap(({ id, revoked_at }) =>
        revoked_at === null
          ? []
          : {
              ...{ aggregate: 'verificationReport', aggregate_id: id, business_at: revoked_at, ...MOVED },
              ...{ command: 'revoke', from_state: 'ISSUED', to_state: 'REVOKED', version: 2 },
            },
      ),
    ),
  );
  await insert('access_tally', records.accesses);
  await insert(
    'fact_source',
    records.sources.map(([agency, dataset]) => ({ agency, dataset })),
  );
  await insert('fact_tally', records.tallies);
  await insert(
    'rejected_fact',
    records.rejected.map((row) => ({
      ...{
        ...row,
        id: randomUUID(),
        fact_id: randomUUID(),
        message_type: 'IncomeFact',
        reason: 'test',
        sealed: '\\x00',
      },
    })),
  );
  await insert(
    'agency_file',
    records.files.map((row, sequence) => ({
      ...{ ...row, file_id: randomUUID(), sequence, outcome: 'LOADED', rows: 100, version: 1 },
    })),
  );
}

const requestRow = ({
  id,
  state,
  household,
  concerned,
  purposes,
  accepted_at,
  reports,
}: SimulatedRequest): Row => ({
  ...{ ...AGGREGATE, id, region: household.region, state, requester: 'assistance', case_ref: id },
  ...{
    occasion: 'APPLICATION',
    priority: 'NORMAL',
    purposes,
    declared_items: [],
    person_keys: concerned,
  },
  household: { members: toParts(household.persons), obligors: toParts(household.obligors) },
  ...{ as_of: accepted_at, accepted_at, sequence: reports.length },
});

const reportRows = ({ id: request_id, household, reports }: SimulatedRequest): Row[] =>
  reports.map(({ id, sequence, issued_at, valid_to, partial }) => ({
    ...{
      ...AGGREGATE,
      id,
      region: household.region,
      number: id,
      request_id,
      sequence,
      requester: 'assistance',
    },
    ...{
      case_ref: request_id,
      result: partial ? 'PARTIAL' : 'COMPLETE',
      valid_at: issued_at,
      known_at_micros: 1,
    },
    ...{
      issued_at,
      valid_to,
      body: '{}',
      body_sha256: 'x',
      signature: 'x',
      public_key: { x: KEY },
      frozen_input: {},
    },
  }));
