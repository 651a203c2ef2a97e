import { randomUUID } from 'node:crypto';
import type { EconomicFact, IncomeFact } from '@minzheng/kernel/means-test';
import { addMonths, firstDay, type Month } from '@minzheng/kernel/months';
import type { DataSource } from 'typeorm';
import { FACT_SUMMARY_FORMAT, summaryOf } from '../../facts/fact-summary.js';
import { ASSISTANCE_ROWS } from '../../requests/test/households.js';

const RECORDED_AT_MICROS = 1_751_328_000_000_000n;
const PAYER = '91510800MA6253U27D';
const BATCH = 500;

/** How a population is made. */
export interface Population {
  readonly households: number;
  /** Region of a household by its number. */
  readonly region?: (index: number) => string;
  /** True for a household whose husband died in January and was paid dibao for May: one hit (A1). */
  readonly isPlanted?: (index: number) => boolean;
  /** Months of wage and of contributions before July 2025, of each of two adults. */
  readonly months?: number;
  /** Wage of each of them a month, by the number of the household. */
  readonly wageFen?: (index: number) => bigint;
}

/** Whom a population consists of. */
export interface WrittenHousehold {
  readonly id: string;
  readonly persons: readonly [string, string];
  readonly isPlanted: boolean;
}

/** Couples who earn well, written directly as the evaluator leaves them: their facts lie in summaries only. */
export async function writePopulation(
  dataSource: DataSource,
  {
    households,
    region = () => '510802001001',
    isPlanted = () => false,
    months = 12,
    wageFen = () => 450_000n,
  }: Population,
): Promise<WrittenHousehold[]> {
  const written: WrittenHousehold[] = [];
  for (let begin = 0; begin < households; begin += BATCH) {
    const some = Array.from({ length: Math.min(BATCH, households - begin) }, (_, offset) => {
      const index = begin + offset;
      return {
        id: randomUUID(),
        persons: [personKey(), personKey()] as const,
        isPlanted: isPlanted(index),
        region: region(index),
        wage: wageFen(index),
      };
    });
    await writeHouseholds(dataSource, some);
    await writeFacts(
      dataSource,
      some.flatMap(({ persons, isPlanted: dead, wage }) =>
        persons.map((person, index) => ({
          person,
          facts: [
            ...worked(person, months, wage),
            // who is left lives alone from then on, and was seen
            ...(dead ? (index === 0 ? paidAfterDeath(person) : visited(person)) : []),
          ],
        })),
      ),
    );
    written.push(...some);
  }
  return written;
}

/** The rows that assistance publishes, for Guangyuan. */
export async function publishAssistanceRows(dataSource: DataSource, regionPrefix = '5108'): Promise<void> {
  const rows = [
    ...ASSISTANCE_ROWS,
    { key: 'assistance.review.months', value: { A: 12, B: 6, EDGE: 12 }, effectiveFrom: '2018-01-01' },
  ];
  await dataSource.query(
    `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
     select gen_random_uuid(), 'assistance', key, $1, '2018-01-01', value, 'test', 1
       from unnest($2::text[], $3::jsonb[]) as r(key, value)`,
    [regionPrefix, rows.map(({ key }) => key), rows.map(({ value }) => JSON.stringify(value))],
  );
  await dataSource.query(
    `insert into feed_watermark (agency, dataset, up_to) values ('TAX', 'TAX', '2025-07-21T00:00:00Z')
     on conflict do nothing`,
  );
}

export const personKey = (): string => randomUUID().replace(/^(.{14})4/, '$18');

async function writeHouseholds(
  dataSource: DataSource,
  households: readonly (WrittenHousehold & { readonly region: string })[],
): Promise<void> {
  await dataSource.query(
    `insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
     select id, 'assistance', region, 'URBAN', '2025-01-01T00:00:00Z', 1, members, '[]'
       from unnest($1::uuid[], $2::text[], $3::jsonb[]) as h(id, region, members)`,
    [
      households.map(({ id }) => id),
      households.map(({ region }) => region),
      households.map(({ persons: [husband, wife] }) =>
        JSON.stringify([
          { personKey: husband, relation: 'APPLICANT', birthDate: '1985-03-01', study: 'NONE' },
          { personKey: wife, relation: 'SPOUSE', birthDate: '1986-04-01', study: 'NONE' },
        ]),
      ),
    ],
  );
  await dataSource.query('insert into household_person select * from unnest($1::uuid[], $2::uuid[])', [
    households.flatMap(({ id }) => [id, id]),
    households.flatMap(({ persons }) => [...persons]),
  ]);
}

async function writeFacts(
  dataSource: DataSource,
  persons: readonly { readonly person: string; readonly facts: readonly EconomicFact[] }[],
): Promise<void> {
  await dataSource.query(
    `insert into person (person_key, last_recorded_at, fact_seq)
     select key, '2025-07-01T00:00:00Z', seq from unnest($1::uuid[], $2::bigint[]) as p(key, seq)`,
    [persons.map(({ person }) => person), persons.map(({ facts }) => facts.length)],
  );
  const summaries = persons.map(({ facts }) => summaryOf(facts));
  await dataSource.query(
    `insert into fact_summary (person_key, fact_seq, format, facts, gated_facts, pack, gated_pack)
     select key, seq, $5, '', '', open, gated from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::bytea[]) as s(key, seq, open, gated)`,
    [
      persons.map(({ person }) => person),
      persons.map(({ facts }) => facts.length),
      summaries.map(({ open }) => open),
      summaries.map(({ gated }) => gated),
      FACT_SUMMARY_FORMAT,
    ],
  );
}

let recorded = RECORDED_AT_MICROS;
const common = (personKey: string, agency: string) => {
  recorded += 1n;
  const factId = randomUUID();
  return {
    factId,
    personKey,
    source: { agency, dataset: agency, recordKey: recorded.toString() },
    quality: 'REGISTERED' as const,
    observedAt: '2025-06-20T00:00:00.000000Z',
    recordedAtMicros: recorded,
    retracted: false,
  };
};

function worked(person: string, months: number, wageFen: bigint): EconomicFact[] {
  return Array.from({ length: months }, (_, index) => addMonths('2025-07', -1 - index)).flatMap(
    (month: Month) => [
      {
        ...common(person, 'TAX'),
        type: 'INCOME' as const,
        kind: 'wage' as const,
        amountFen: wageFen,
        period: { from: month, to: month },
        basis: 'NET' as const,
        payerKey: PAYER,
        itemKey: 'job',
        householdShare: false,
      },
      {
        ...common(person, 'HRSS'),
        type: 'EXPENDITURE' as const,
        kind: 'socialInsurancePaid' as const,
        amountFen: 40_000n,
        period: { from: month, to: month },
        itemKey: 'insurance',
      },
    ],
  );
}

const visited = (person: string): EconomicFact[] => [
  {
    ...common(person, 'HRSS'),
    type: 'STATUS',
    kind: 'visited',
    days: { from: '2025-06-20' },
    attributes: {},
  },
];

function paidAfterDeath(person: string): EconomicFact[] {
  const benefit: IncomeFact = {
    ...common(person, 'assistance'),
    type: 'INCOME',
    kind: 'dibaoBenefit',
    amountFen: 45_000n,
    period: { from: '2025-05', to: '2025-05' },
    basis: 'NET',
    payerKey: '*',
    itemKey: `award ${person}`,
    householdShare: false,
    programme: 'DIBAO',
  };
  return [
    benefit,
    {
      ...common(person, 'PSB'),
      type: 'STATUS',
      kind: 'deceased',
      days: { from: firstDay('2025-01') },
      attributes: {},
    },
  ];
}
