import { Injectable } from '@nestjs/common';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { enumName } from '@minzheng/contracts/catalogue';
import {
  FactQualitySchema,
  StatusKindSchema,
  type StatusFact as StatusFactMessage,
} from '@minzheng/contracts/facts';
import { visibleFacts, type StatusFact } from '@minzheng/kernel/means-test';
import type { Tx } from '@minzheng/platform/persistence';
import type { StatusChange, StatusCopy } from './status-copy.js';

interface Row {
  readonly fact_id: string;
  readonly person_key: string;
  readonly kind: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly quality: string;
  readonly agency: string;
  readonly dataset: string;
  readonly record_id: string;
  readonly observed_at: string;
  readonly supersedes_fact_id: string | null;
  readonly retracted: boolean;
  readonly received_order: string;
}

type Queries = Pick<Tx, 'query'>;

/** The department's copies of statuses: what stands is told by one rule, the means test's own. */
@Injectable()
export class StatusCopies {
  /**
   * Keeps what concerns persons whom the department knows, and drops the rest. What came before is no news.
   *
   * @returns what stands now and did not, and the other way round
   */
  async keep(tx: Tx, told: readonly StatusFactMessage[]): Promise<StatusChange[]> {
    const known = await this.#lockKnown(tx, [...new Set(told.map(({ personKey }) => personKey))]);
    const facts = told.filter(({ personKey }) => known.has(personKey)).map(toRow);
    if (facts.length === 0) return [];
    const pairs = [...new Map(facts.map((fact) => [`${fact.person_key} ${fact.kind}`, fact])).values()];
    const before = await this.#standing(tx, pairs);
    await this.#insert(tx, facts);
    const after = await this.#standing(tx, pairs);
    return pairs
      .map(({ person_key: personKey, kind }) => {
        const [was, is] = [before, after].map((copies) =>
          copies.filter((copy) => copy.personKey === personKey && copy.kind === kind),
        ) as [StatusCopy[], StatusCopy[]];
        return { personKey, kind: kind as StatusCopy['kind'], began: minus(is, was), ended: minus(was, is) };
      })
      .filter(({ began, ended }) => began.length + ended.length > 0)
      .sort((a, b) => compare(`${a.personKey} ${a.kind}`, `${b.personKey} ${b.kind}`));
  }

  /** What stands of these persons, of these kinds. */
  async standing(
    queries: Queries,
    personKeys: readonly string[],
    kinds: readonly StatusCopy['kind'][],
  ): Promise<StatusCopy[]> {
    const pairs = personKeys.flatMap((person_key) => kinds.map((kind) => ({ person_key, kind })));
    return this.#standing(queries, pairs);
  }

  /** Facts about one person come by several topics: one after the other. */
  async #lockKnown(tx: Tx, personKeys: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ person_key: string }>(
      'select person_key from person where person_key = any($1::uuid[]) order by person_key for no key update',
      [personKeys],
    );
    return new Set(rows.map(({ person_key }) => person_key));
  }

  async #standing(
    queries: Queries,
    pairs: readonly { readonly person_key: string; readonly kind: string }[],
  ): Promise<StatusCopy[]> {
    if (pairs.length === 0) return [];
    const rows = await queries.query<Row>(
      `select c.fact_id, c.person_key, c.kind, c.valid_from::text, c.valid_to::text, c.attributes, c.quality, c.agency,
              c.dataset, c.record_id, to_json(c.observed_at at time zone 'UTC') #>> '{}' as observed_at,
              c.supersedes_fact_id, c.retracted, c.received_order
         from status_copy c
         join unnest($1::uuid[], $2::text[]) as pair(person_key, kind) using (person_key, kind)`,
      [pairs.map(({ person_key }) => person_key), pairs.map(({ kind }) => kind)],
    );
    return visibleFacts(rows.map(toFact)).map((fact) => fact as StatusFact);
  }

  async #insert(tx: Tx, facts: readonly ReturnType<typeof toRow>[]): Promise<void> {
    await tx.execute(
      `insert into status_copy (fact_id, person_key, kind, valid_from, valid_to, attributes, quality, agency, dataset,
                                record_id, observed_at, supersedes_fact_id, retracted)
       select f.fact_id, f.person_key, f.kind, f.valid_from, f.valid_to, f.attributes, f.quality, f.agency, f.dataset,
              f.record_id, f.observed_at, f.supersedes_fact_id, f.retracted
         from jsonb_to_recordset($1::jsonb) as f(
           place int, fact_id uuid, person_key uuid, kind text, valid_from date, valid_to date, attributes jsonb,
           quality text, agency text, dataset text, record_id text, observed_at timestamptz, supersedes_fact_id uuid,
           retracted boolean)
        order by f.place
       on conflict do nothing`,
      [JSON.stringify(facts.map((fact, place) => ({ ...fact, place })))],
    );
  }
}

function toRow(message: StatusFactMessage) {
  const { factId, personKey, kind, quality, source, days, attributes, supersedesFactId, retracted } = message;
  return {
    fact_id: factId,
    person_key: personKey,
    kind: enumName(StatusKindSchema, kind),
    valid_from: days?.from ?? '',
    valid_to: days?.to ?? null,
    attributes,
    quality: enumName(FactQualitySchema, quality),
    agency: source?.agency ?? '',
    dataset: source?.dataset ?? '',
    record_id: source?.recordId ?? '',
    observed_at: source?.observedAt ? timestampDate(source.observedAt).toISOString() : null,
    supersedes_fact_id: supersedesFactId ?? null,
    retracted,
  };
}

const toFact = (row: Row): StatusFact => ({
  type: 'STATUS',
  factId: row.fact_id,
  personKey: row.person_key,
  kind: row.kind as StatusFact['kind'],
  days: { from: row.valid_from, ...(row.valid_to === null ? {} : { to: row.valid_to }) },
  attributes: row.attributes,
  quality: row.quality as StatusFact['quality'],
  source: { agency: row.agency, dataset: row.dataset, recordKey: row.record_id },
  observedAt: row.observed_at,
  recordedAtMicros: BigInt(row.received_order),
  retracted: row.retracted,
  ...(row.supersedes_fact_id === null ? {} : { supersedesFactId: row.supersedes_fact_id }),
});

const minus = (all: readonly StatusCopy[], others: readonly StatusCopy[]): StatusCopy[] =>
  all.filter(({ factId }) => !others.some((other) => other.factId === factId));

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
