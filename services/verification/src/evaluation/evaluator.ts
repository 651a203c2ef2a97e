import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { gateOf, type EconomicFact } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import { PollingLoop } from '@minzheng/platform/jobs';
import { PolicyStore } from '@minzheng/platform/policies';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { ClueService } from '../clues/clue.service.js';
import { readVisibleFacts } from '../facts/fact.reader.js';
import { householdsOf, type HouseholdOnRecord } from '../households/household.store.js';
import { c3FirstWage } from '../indicators/c.rules.js';
import { readC3Policy } from '../indicators/indicator-policy.js';
import { evaluatorMetrics } from './evaluator.metrics.js';
import { profileOf } from './profile.rules.js';

const BATCH = 1_000;
const POLL_MS = 50;
const LOCK_CLASS = 0x6576_616c;

interface Taken {
  readonly id: string;
  readonly person_key: string;
  readonly marked_at: Date;
}

/**
 * The second stage: takes persons about whom something new was stored, and brings their profiles, indicators and
 * clues up to date. Storing never waits for it. Several evaluators share the work by trying the locks of the
 * households; what is busy stays dirty.
 */
@Injectable()
export class Evaluator implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly policies: PolicyStore,
    private readonly clues: ClueService,
    private readonly clock: BusinessClock,
    logger: JsonLogger,
  ) {
    this.#loop = new PollingLoop(
      'evaluator',
      logger.pino,
      POLL_MS,
      async () => (await this.evaluateBatch()) > 0,
    );
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /** @returns the number of dirty rows that were settled */
  async evaluateBatch(): Promise<number> {
    return this.unitOfWork.run('evaluator', async (tx) => {
      const taken = await tx.query<Taken>(
        'select id, person_key, marked_at from dirty order by id limit $1 for update skip locked',
        [BATCH],
      );
      if (taken.length === 0) return 0;
      const dirty = [...new Set(taken.map(({ person_key }) => person_key))].sort();
      const households = await householdsOf(tx, dirty);
      const busy = await this.#lock(tx, dirty, households);
      const free = households.filter(({ id }) => !busy.has(id));
      const persons = dirty.filter((person) => !isBusy(person, busy, households));
      if (persons.length === 0) return 0;
      await this.#evaluate(tx, persons, free);
      const settled = taken.filter(({ person_key }) => persons.includes(person_key));
      await tx.execute('delete from dirty where id = any($1::bigint[])', [settled.map(({ id }) => id)]);
      const [oldest] = settled;
      tx.afterCommit(() => {
        evaluatorMetrics.evaluated.inc(persons.length);
        if (oldest) evaluatorMetrics.delay.observe((Date.now() - oldest.marked_at.getTime()) / 1_000);
      });
      return settled.length;
    });
  }

  /** Tries the locks of all these households, and of persons without one, in the order of their ids. */
  async #lock(
    tx: Tx,
    dirty: readonly string[],
    households: readonly HouseholdOnRecord[],
  ): Promise<Set<string>> {
    const housed = new Set(households.flatMap(personsOf));
    const ids = [...households.map(({ id }) => id), ...dirty.filter((person) => !housed.has(person))].sort();
    const rows = await tx.query<{ id: string; locked: boolean }>(
      `select id, pg_try_advisory_xact_lock($1, hashtext(id)) as locked
         from unnest($2::text[]) with ordinality as h(id, place) order by place`,
      [LOCK_CLASS, ids],
    );
    return new Set(rows.filter(({ locked }) => !locked).map(({ id }) => id));
  }

  async #evaluate(tx: Tx, dirty: readonly string[], households: readonly HouseholdOnRecord[]): Promise<void> {
    const today = this.clock.today();
    const everybody = [...new Set([...dirty, ...households.flatMap(personsOf)])].sort();
    const sequences = await tx.query<{ person_key: string; fact_seq: string }>(
      'select person_key, fact_seq from person where person_key = any($1::uuid[])',
      [dirty],
    );
    const facts = Map.groupBy(await readVisibleFacts(tx, everybody), ({ personKey }) => personKey);
    await this.#writeProfiles(tx, sequences, facts, today);
    const book = await this.policies.book(tx);
    for (const household of households) await this.#indicate(tx, household, facts, book, today);
  }

  /** In the order of keys, and only over an older state. */
  async #writeProfiles(
    tx: Tx,
    sequences: readonly { person_key: string; fact_seq: string }[],
    facts: ReadonlyMap<string, EconomicFact[]>,
    today: CivilDate,
  ): Promise<void> {
    const profiles = sequences.map(({ person_key }) => profileOf(facts.get(person_key) ?? [], today));
    await tx.execute(
      `insert into profile as p (person_key, fact_seq, summary, gated_summary)
       select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[]) as n(key, seq, open, gated) order by key
       on conflict (person_key) do update
         set fact_seq = excluded.fact_seq, summary = excluded.summary, gated_summary = excluded.gated_summary,
             evaluated_at = clock_timestamp()
       where p.fact_seq < excluded.fact_seq`,
      [
        sequences.map(({ person_key }) => person_key),
        sequences.map(({ fact_seq }) => fact_seq),
        profiles.map(({ open }) => JSON.stringify(open)),
        profiles.map(({ gated }) => JSON.stringify(gated)),
      ],
    );
  }

  async #indicate(
    tx: Tx,
    household: HouseholdOnRecord,
    facts: ReadonlyMap<string, EconomicFact[]>,
    book: PolicyBook,
    today: CivilDate,
  ): Promise<void> {
    const monitored = personsOf(household)
      .flatMap((person) => facts.get(person) ?? [])
      .filter(({ type, kind, source }) => gateOf(type, kind, source.agency) === 'L');
    const policy = readC3Policy(book, household.region, today);
    await this.clues.raise(tx, household, c3FirstWage({ household, facts: monitored, today }, policy));
  }
}

const personsOf = ({ members, obligors }: HouseholdOnRecord): string[] =>
  [...members, ...obligors].map(({ personKey }) => personKey);

function isBusy(
  person: string,
  busy: ReadonlySet<string>,
  households: readonly HouseholdOnRecord[],
): boolean {
  if (busy.has(person)) return true;
  return households.some((household) => busy.has(household.id) && personsOf(household).includes(person));
}
