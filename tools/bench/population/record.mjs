/**
 * What is on record and comes by no fact: consents, and the reports that were issued. And, for populations that are only to
 * be evaluated, all that the service's consumers and its evaluator would have stored, written by COPY.
 */
import { BinaryCopy } from '@minzheng/platform/persistence';
import { economicFacts } from '../../simulate/economic.mjs';
import { factContent } from '../../simulate/messages.mjs';
import { province } from '../../simulate/province.mjs';
import { FEEDS, onRecord } from '../../simulate/watches.mjs';
import { builtModule } from '../ways/way.mjs';

/** @typedef {import('../../simulate/province.mjs').SimulatedHousehold} Household */

const ROWS_A_COPY = 20_000;
const RECORDED_AT = 1_753_000_000_000_000n;
const FALSE = Uint8Array.of(0);

/** @param {import('pg').ClientBase} database @param {readonly Household[]} households with consents */
export async function putConsents(database, households) {
  const consents = households.flatMap(({ township, consents: signed }) =>
    signed.map((consent) => ({ ...consent, region: township })),
  );
  await database.query(
    `insert into consent (id, region, version, created_by, state, person_key, signer_key, signer_role, purposes,
                          datasets, method, document_sha256, taken_by, signed_at, valid_to)
     select id, region, 1, 'bench', 'ACTIVE', key, key, 'SELF', '{DIBAO}', '{CORE}', 'PAPER_SCAN', repeat('ab', 32),
            'assistance', signed, valid_to
       from unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[], $5::date[]) as c(id, region, key, signed, valid_to)`,
    [
      consents.map(({ consentId }) => consentId),
      consents.map(({ region }) => region),
      consents.map(({ personKey }) => personKey),
      consents.map(({ signedOn }) => `${signedOn}T02:00:00Z`),
      consents.map(({ validTo }) => validTo),
    ],
  );
  await putReports(
    database,
    households.filter(({ reportedOn }) => reportedOn !== undefined),
  );
}

/** A report that was issued and is over: who was checked is read of it, not what it says. @param {import('pg').ClientBase} database @param {readonly Household[]} households */
async function putReports(database, households) {
  await database.query(
    `with asked as (
       select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::jsonb[]) as q(id, region, as_of, members)
     ), requested as (
       insert into verification_request (id, region, version, created_by, state, requester, case_ref, occasion, priority,
                                         purposes, household, declared_items, person_keys, as_of, accepted_at, sequence)
       select id, region, 1, 'bench', 'ISSUED', 'assistance', 'bench-' || id, 'REVIEW', 'NORMAL', '{DIBAO}',
              jsonb_build_object('members', members, 'obligors', '[]'::jsonb), '[]',
              array(select (member ->> 'personKey')::uuid from jsonb_array_elements(members) member), as_of, as_of, 1
         from asked
       returning id, region, as_of
     ), issued as (
       insert into verification_report (id, region, version, created_by, number, request_id, sequence, requester, case_ref,
                                        result, valid_at, known_at_micros, issued_at, valid_to, body, body_sha256, signature,
                                        public_key, frozen_input)
       select gen_random_uuid(), region, 1, 'bench', 'bench-' || id, id, 1, 'assistance', 'bench-' || id, 'COMPLETE', as_of,
              extract(epoch from as_of)::bigint * 1000000, as_of, as_of::date + 29, '', '', '', '{}', '{}'
         from requested
       returning id, region, request_id, valid_to
     )
     insert into report_standing (id, region, version, created_by, state, request_id, valid_to)
     select id, region, 2, 'bench', 'EXPIRED', request_id, valid_to from issued`,
    [
      households.map(({ id }) => id),
      households.map(({ township }) => township),
      households.map(({ reportedOn }) => `${reportedOn}T02:00:00Z`),
      households.map(({ members }) => JSON.stringify(members.map(({ personKey }) => ({ personKey })))),
    ],
  );
}

/**
 * A whole province as it stands when everybody has been evaluated: persons, households, packed facts. No clue is there yet.
 * @param {import('pg').ClientBase} database
 * @param {Parameters<typeof province>[0]} options
 * @returns {Promise<{ persons: number, households: number, copySeconds: number }>}
 */
export async function copyProvince(database, options) {
  const { FACT_SUMMARY_FORMAT, summaryOf } = await builtModule('verification/dist/facts/fact-summary.js');
  const today = province(options).today;
  await database.query(
    `insert into feed_watermark (agency, dataset, up_to) select a, a, $2 from unnest($1::text[]) as f(a) on conflict do nothing`,
    [FEEDS, `${today}T00:00:00+08:00`],
  );
  const tables = {
    person: ['person_key', 'last_recorded_at', 'fact_seq', 'has_naming'],
    fact_summary: ['person_key', 'fact_seq', 'format', 'facts', 'gated_facts', 'pack', 'gated_pack'],
    household: [
      'id',
      'service',
      'region',
      'hukou_type',
      'as_of',
      'sequence',
      'closed',
      'members',
      'obligors',
    ],
    household_person: ['household_id', 'person_key'],
  };
  let persons = 0;
  let households = 0;
  let copySeconds = 0;
  /** @type {Household[]} */
  let signed = [];
  /** @type {Household[]} */
  let shared = [];
  let isShared = false;
  let copies = begin();
  let rows = 0;
  /** One batch is written while the next is packed. */
  let writing = Promise.resolve();
  const write = async (
    /** @type {typeof copies} */ batch,
    /** @type {Household[]} */ withConsents,
    /** @type {Household[]} */ withFacts,
  ) => {
    const startedAt = performance.now();
    for (const copy of Object.values(batch))
      await copy.send(/** @type {import('pg').PoolClient} */ (database));
    if (withConsents.length > 0) await putConsents(database, withConsents);
    if (withFacts.length > 0) await putFacts(database, withFacts);
    copySeconds += (performance.now() - startedAt) / 1_000;
  };
  const flush = async () => {
    await writing;
    writing = write(copies, signed, shared);
    copies = begin();
    signed = [];
    shared = [];
    rows = 0;
  };
  for (const household of province(options).households()) {
    const facts = economicFacts(household);
    for (const { personKey } of household.members) {
      const ofPerson = facts.get(personKey) ?? [];
      copies.household_person.startRow().uuid(household.id).uuid(personKey);
      if (ofPerson.length === 0) continue;
      const { open, gated } = summaryOf(ofPerson);
      const seq = BigInt(ofPerson.length);
      copies.person.startRow().uuid(personKey).instant(RECORDED_AT).bigint(seq).bytes(FALSE);
      copies.fact_summary
        .startRow()
        .uuid(personKey)
        .bigint(seq)
        .smallint(FACT_SUMMARY_FORMAT)
        .text('')
        .text('')
        .bytes(open)
        .bytes(gated);
      persons += 1;
    }
    const { id, service, region, hukouType, members, obligors } = onRecord(household);
    copies.household.startRow().uuid(id).text(service).text(region).text(hukouType);
    copies.household
      .instant(BigInt(Date.parse(`${household.asOf}T02:00:00Z`)) * 1_000n)
      .bigint(1n)
      .bytes(FALSE);
    copies.household.jsonb(members).jsonb(obligors);
    for (const { personKey } of household.obligors)
      copies.household_person.startRow().uuid(id).uuid(personKey);
    if (household.consents.length > 0) signed.push(household);
    // of who belongs to two households the facts themselves are read (B6)
    if (isShared || household.plant?.indicator === 'B6') shared.push(household);
    isShared = household.plant?.indicator === 'B6';
    households += 1;
    rows += members.length;
    if (rows >= ROWS_A_COPY) await flush();
  }
  await flush();
  await writing;
  await database.query('vacuum analyze');
  await database.query('checkpoint');
  return { persons, households, copySeconds };

  function begin() {
    return {
      person: new BinaryCopy('person', tables.person),
      fact_summary: new BinaryCopy('fact_summary', tables.fact_summary),
      household: new BinaryCopy('household', tables.household),
      household_person: new BinaryCopy('household_person', tables.household_person),
    };
  }
}

/** The facts themselves, as the fact store writes them. @param {import('pg').ClientBase} database @param {readonly Household[]} households */
async function putFacts(database, households) {
  const { toFactRow } = await builtModule('verification/dist/facts/fact-row.js');
  const { writeFact } = await builtModule('verification/dist/facts/fact.store.js');
  const facts = households.flatMap(({ members }) => members.flatMap(({ facts: told }) => told));
  const sources = [...new Map(facts.map(({ agency, dataset }) => [dataset, agency]))];
  await database.query(
    `insert into fact_source (agency, dataset) select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
    [sources.map(([, agency]) => agency), sources.map(([dataset]) => dataset)],
  );
  const known = await database.query('select id, dataset from fact_source');
  const sourceIds = new Map(known.rows.map(({ id, dataset }) => [dataset, id]));
  const attributes = await database.query(
    `select attname from pg_attribute where attrelid = 'fact'::regclass and attnum > 0 and not attisdropped order by attnum`,
  );
  const copy = new BinaryCopy(
    'fact',
    attributes.rows.map(({ attname }) => attname),
  );
  const seen = new Set();
  for (const fact of facts) {
    if (seen.has(fact.factId)) continue;
    const recordedAt = RECORDED_AT - BigInt(seen.size + 1);
    seen.add(fact.factId);
    writeFact(copy, toFactRow(factContent(fact)), recordedAt, sourceIds.get(fact.dataset) ?? null);
  }
  await copy.send(/** @type {import('pg').PoolClient} */ (database));
}
