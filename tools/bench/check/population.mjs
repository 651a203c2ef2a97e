/**
 * Households on record at verification: facts, answers of the sources and consents, written by COPY and by statements over
 * whole tables. What is stored is what the service's own consumers store for the same events, without their order.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AssetKind, ExpenditureKind, FactQuality, IncomeKind, StatusKind } from '@minzheng/contracts/facts';
import { BinaryCopy } from '@minzheng/platform/persistence';
import pg from 'pg';
import { monthNumber, personKey } from '../facts.mjs';
import { builtModule } from '../ways/way.mjs';

/** The business day of the checks. */
export const TODAY = '2025-07-15';
const REGION = '510802001';
/** June 2025, counted as `monthNumber` counts. */
const LAST_MONTH = 65;
const OBSERVED_AT = '2025-07-14T02:00:00Z';
const MOST_MEMBERS = 6;
const ROWS_A_COPY = 50_000;
/** All that the core sets and the auxiliary sources of the shipped policies name. */
const AGENCIES = 'PSB MCA HRSS TAX NR AMR BANK DPF NHSA AGR INS HOU MCN veterans'.split(' ');
const DATASETS = 'CORE NHSA INS AGR'.split(' ');

/**
 * @typedef {object} Member
 * @property {string} personKey
 * @property {'APPLICANT' | 'SPOUSE' | 'CHILD' | 'PARENT'} relation
 * @property {string} birthDate
 * @property {string} hukouRegion
 * @property {'FULL' | 'NONE'} capacity
 * @property {'NONE' | 'SCHOOL'} study
 */

/** Members in the order in which households grow. @type {readonly Omit<Member, 'personKey' | 'hukouRegion'>[]} */
const FAMILY = [
  { relation: 'APPLICANT', birthDate: '1980-03-02', capacity: 'FULL', study: 'NONE' },
  { relation: 'SPOUSE', birthDate: '1982-08-21', capacity: 'FULL', study: 'NONE' },
  { relation: 'CHILD', birthDate: '2012-05-11', capacity: 'NONE', study: 'SCHOOL' },
  { relation: 'PARENT', birthDate: '1952-01-30', capacity: 'FULL', study: 'NONE' },
  { relation: 'CHILD', birthDate: '2015-11-04', capacity: 'NONE', study: 'SCHOOL' },
  { relation: 'PARENT', birthDate: '1954-09-17', capacity: 'FULL', study: 'NONE' },
];

/**
 * The members of a household: one to six, as many households of each size.
 * @param {number} number
 * @returns {Member[]}
 */
export function membersOf(number) {
  return FAMILY.slice(0, (number % MOST_MEMBERS) + 1).map((member, place) => ({
    ...member,
    personKey: personKey('check', number * MOST_MEMBERS + place),
    hukouRegion: REGION,
  }));
}

/** The body of a check: every second household is rural; what the applicant declared agrees with the facts. @param {number} number */
export function questionOf(number) {
  const members = membersOf(number);
  const declared = { personKey: members[0]?.personKey, noneDeclared: false };
  return {
    household: {
      region: REGION,
      hukouType: number % 2 === 0 ? 'URBAN' : 'RURAL',
      members,
      obligors: [],
    },
    purposes: ['DIBAO'],
    declaredItems: [
      { ...declared, side: 'INCOME', kind: 'wage', amountFen: '960000' },
      { ...declared, side: 'ASSET', kind: 'deposit', valueFen: '800000' },
      { ...declared, side: 'ASSET', kind: 'residence', count: 1 },
    ],
  };
}

/**
 * @param {string} databaseUrl
 * @param {{ households: number, factsAPerson: number }} size
 * @returns {Promise<{ persons: number, facts: number }>}
 */
export async function fill(databaseUrl, { households, factsAPerson }) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const facts = await copyFacts(client, households, factsAPerson);
    const everyone = Array.from({ length: households }, (_, number) => membersOf(number)).flat();
    const adults = everyone.filter(({ capacity }) => capacity === 'FULL').map((member) => member.personKey);
    await client.query(
      `insert into person (person_key, last_recorded_at, fact_seq)
       select person_key, max(recorded_at), count(*) from fact group by person_key`,
    );
    await client.query(
      `insert into source_answer (person_key, agency, dataset, answer_id, state, observed_at)
       select person_key, agency, agency, gen_random_uuid(), 'ANSWERED', $2
         from person cross join unnest($1::text[]) as a(agency)`,
      [AGENCIES, OBSERVED_AT],
    );
    await client.query(
      `insert into consent (id, region, version, created_by, state, person_key, signer_key, signer_role, purposes,
                            datasets, method, document_sha256, taken_by, signed_at, valid_to)
       select gen_random_uuid(), $2, 1, 'bench', 'ACTIVE', key, key, 'SELF', '{DIBAO,EDGE,RIGID}', $3, 'PAPER_SCAN',
              repeat('ab', 32), 'assistance', $4, '2026-07-13'
         from unnest($1::uuid[]) as p(key)`,
      [adults, REGION, DATASETS, OBSERVED_AT],
    );
    await summarized(client);
    await client.query('vacuum analyze');
    await client.query('checkpoint');
    return { persons: everyone.length, facts };
  } finally {
    await client.end();
  }
}

/** As after an ingest: the service's evaluator has looked at everybody. @param {pg.Client} client */
async function summarized(client) {
  await client.query('insert into dirty (person_key) select person_key from person order by person_key');
  for (;;) {
    const { rows } = await client.query('select exists (select from dirty) as waiting');
    if (!rows[0].waiting) return;
    await sleep(200);
  }
}

/** @param {pg.Client} client @param {number} households @param {number} factsAPerson */
async function copyFacts(client, households, factsAPerson) {
  const { writeFact } = await builtModule('verification/dist/facts/fact.store.js');
  const { rows: attributes } = await client.query(
    `select attname from pg_attribute where attrelid = 'fact'::regclass and attnum > 0 order by attnum`,
  );
  const columns = attributes.map(({ attname }) => attname);
  const { rows } = await client.query(
    `insert into fact_source (agency, dataset) select a, a from unnest($1::text[]) as s(a) returning id, agency`,
    [AGENCIES],
  );
  const sourceIds = new Map(rows.map(({ id, agency }) => [agency, id]));
  const recordedAt = BigInt(Date.parse(OBSERVED_AT)) * 1_000n;
  let copy = new BinaryCopy('fact', columns);
  let written = 0;
  const flush = async () => {
    await copy.send(/** @type {pg.PoolClient} */ (client));
    copy = new BinaryCopy('fact', columns);
  };
  for (let number = 0; number < households; number++) {
    for (const member of membersOf(number)) {
      let ofPerson = 0n;
      for (const { agency, ...own } of factsOf(member, factsAPerson)) {
        writeFact(
          copy,
          { ...NOTHING, ...own, ...identity(member.personKey, written) },
          recordedAt + ofPerson,
          sourceIds.get(agency) ?? null,
        );
        ofPerson += 1n;
        written += 1;
        if (written % ROWS_A_COPY === 0) await flush();
      }
    }
  }
  await flush();
  return written;
}

/** What most facts have not. */
const NOTHING = {
  observedAtMicros: BigInt(Date.parse(OBSERVED_AT)) * 1_000n,
  quality: FactQuality.REGISTERED,
  region: REGION,
  amountFen: null,
  supersedesFactId: null,
  validTo: null,
  count: null,
  flags: 0,
  shareBp: null,
  programme: null,
  purpose: null,
  payerKey: null,
  itemKey: null,
  caseRef: null,
  attributes: null,
};

/** @param {string} person @param {number} number */
function identity(person, number) {
  return { personKey: person, recordKey: BigInt(number), factId: randomUUID() };
}

/** As the thousands of `kind` tell messages apart (fact-row.ts). */
const INCOME = 1_000;
const ASSET = 2_000;
const EXPENDITURE = 3_000;
const STATUS = 4_000;

/**
 * Two years of a monthly income, accounts, a home, a status, and medical costs for the rest.
 * @param {Member} member
 * @param {number} count
 */
function* factsOf({ relation, capacity, personKey: person }, count) {
  let left = count;
  const takes = () => left-- > 0;
  if (takes()) yield { agency: 'NHSA', kind: STATUS + StatusKind.INSURED_MEDICAL, validFrom: '2020-01-01' };
  for (let account = 0; account < 3 && takes(); account++) yield deposit(relation, account, person);
  if (relation === 'APPLICANT' && takes()) yield home(person);
  if (capacity === 'FULL' && relation !== 'SPOUSE') {
    for (let back = 0; back < 24 && takes(); back++) yield monthlyIncome(relation, LAST_MONTH - back);
  }
  for (let back = 0; takes(); back++) {
    const month = LAST_MONTH - (back % LAST_MONTH);
    yield {
      ...monthly(month),
      agency: 'NHSA',
      kind: EXPENDITURE + ExpenditureKind.MEDICAL_CHRONIC_OOP,
      amountFen: 3_200n,
      itemKey: `visit ${back}`,
    };
  }
}

/** @param {number} month */
function monthly(month) {
  return { validFrom: `${monthNumber(month)}-01`, validTo: `${monthNumber(month + 1)}-01` };
}

/** @param {Member['relation']} relation @param {number} month */
function monthlyIncome(relation, month) {
  return relation === 'PARENT'
    ? {
        ...monthly(month),
        agency: 'HRSS',
        kind: INCOME + IncomeKind.EMPLOYEE_PENSION,
        amountFen: 12_000n,
        payerKey: '*',
        itemKey: 'pension',
      }
    : {
        ...monthly(month),
        agency: 'TAX',
        kind: INCOME + IncomeKind.WAGE,
        amountFen: 80_000n,
        payerKey: '91510800MA6253U27D',
        itemKey: 'job',
      };
}

/** @param {Member['relation']} relation @param {number} account @param {string} person */
function deposit(relation, account, person) {
  const amountFen = relation === 'APPLICANT' && account === 0 ? 800_000n : 0n;
  return {
    agency: 'BANK',
    kind: ASSET + AssetKind.DEPOSIT,
    amountFen,
    validFrom: '2025-07-10',
    itemKey: `account ${account} of ${person}`,
    shareBp: 10_000,
  };
}

/** @param {string} person */
function home(person) {
  return {
    agency: 'NR',
    kind: ASSET + AssetKind.RESIDENCE,
    count: 1,
    validFrom: '2025-07-10',
    itemKey: `home of ${person}`,
    shareBp: 10_000,
  };
}
