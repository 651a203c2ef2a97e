import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EconomicFact } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { PollingLoop } from '@minzheng/platform/jobs';
import { classify } from '@minzheng/platform/messaging';
import { PolicyStore } from '@minzheng/platform/policies';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { ClueService, episodesOf, type FoundHits } from '../clues/clue.service.js';
import { EvidenceWithdrawal } from '../clues/evidence-withdrawal.js';
import { writeFactSummaries } from '../facts/fact-summary.store.js';
import { readVisibleFacts } from '../facts/fact.reader.js';
import { householdsOf, type HouseholdOnRecord } from '../households/household.store.js';
import { INDICATORS } from '../indicators/registry.js';
import type { Watch } from '../indicators/watch.js';
import { keepMonitored } from '../monitoring/monitored-subjects.js';
import { lookAtReportsOf } from '../requests/reports-in-force.js';
import { evaluatorMetrics } from './evaluator.metrics.js';
import { foundIn, indicate, WITH_FACTS } from './indication.js';
import { profileOf } from './profile.rules.js';
import { writeWatchDue, type WatchDue } from './watch-due.js';
import { personsOf, readWatches } from './watch.reader.js';

const ACTOR = 'evaluator';
const BATCH = 1_000;
/** How many marks further on are looked through for more of the same persons. */
const AHEAD = 100_000;
const POLL_MS = 50;
/** How long a person waits whose evaluation failed, and a household for whose region a policy row is missing. */
const PAUSE_SECONDS = 30;
const LOCK_CLASS = 0x6576_616c;
const EVERY_FACT_INDICATOR: ReadonlySet<string> = new Set(
  INDICATORS.filter(({ timing }) => WITH_FACTS.has(timing)).map(({ code }) => code),
);

/**
 * The second stage: takes persons about whom something new was stored, and brings their profiles, indicators and
 * clues up to date. Storing never waits for it. Several evaluators share the work by trying the locks of the
 * households; what is busy stays dirty. Where a batch fails it is halved until the person is found who has to wait.
 */
@Injectable()
export class Evaluator implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;
  #batch = BATCH;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly policies: PolicyStore,
    private readonly clues: ClueService,
    private readonly withdrawal: EvidenceWithdrawal,
    private readonly clock: BusinessClock,
    private readonly logger: JsonLogger,
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

  /** @returns the number of dirty marks that were settled, or put off because their person can't be evaluated now */
  async evaluateBatch(): Promise<number> {
    for (;;) {
      let person: string | undefined;
      try {
        const settled = await this.unitOfWork.run(ACTOR, (tx) =>
          this.#evaluateSome(tx, (first) => {
            person = first;
          }),
        );
        this.#batch = Math.min(this.#batch * 2, BATCH);
        return settled;
      } catch (error) {
        if (person === undefined || classify(error).kind === 'infrastructure') throw error;
        if (this.#batch === 1) return this.#putOff(person, error);
        this.#batch = Math.ceil(this.#batch / 4);
      }
    }
  }

  async #evaluateSome(tx: Tx, beginsWith: (person: string) => void): Promise<number> {
    const taken = await tx.query<{ id: string; person_key: string }>(
      `select id, person_key from dirty where not_before is null or not_before <= clock_timestamp()
        order by id limit $1 for update skip locked`,
      [this.#batch],
    );
    const [first] = taken;
    if (!first) return 0;
    beginsWith(first.person_key);
    const dirty = [...new Set(taken.map(({ person_key }) => person_key))].sort();
    const households = await householdsOf(tx, dirty);
    const busy = await this.#lock(tx, dirty, households);
    const free = households.filter(({ id }) => !busy.has(id));
    const waiting = new Set(households.filter(({ id }) => busy.has(id)).flatMap(personsOf));
    const persons = dirty.filter((person) => !busy.has(person) && !waiting.has(person));
    if (persons.length === 0) return 0;
    const { marks, oldest } = await this.#settle(tx, persons, first.id);
    await this.#evaluate(tx, persons, free);
    tx.afterCommit(() => {
      evaluatorMetrics.evaluated.inc(persons.length);
      evaluatorMetrics.delay.observe((Date.now() - oldest.getTime()) / 1_000);
    });
    return marks;
  }

  async #putOff(person: string, error: unknown): Promise<number> {
    evaluatorMetrics.putOff.inc();
    this.logger.pino.warn({ err: error, personKey: person }, 'a person could not be evaluated and waits');
    await this.unitOfWork.run(ACTOR, (tx) => putOff(tx, [person]));
    return 1;
  }

  /**
   * Deletes the marks of these persons, those further behind too: what a visible mark stands for is visible to the
   * reading that follows, and one look answers for all of it.
   */
  async #settle(tx: Tx, persons: readonly string[], from: string): Promise<{ marks: number; oldest: Date }> {
    const [settled] = await tx.query<{ marks: number; oldest: Date | null }>(
      `with settled as (
         delete from dirty where id in (
           select id from dirty
            where person_key = any($1::uuid[])
              and (id >= $2::bigint and id < $2::bigint + $3 or not_before is not null)
              for update skip locked)
         returning marked_at)
       select count(*)::int as marks, min(marked_at) as oldest from settled`,
      [persons, from, AHEAD],
    );
    return { marks: settled?.marks ?? 0, oldest: settled?.oldest ?? new Date() };
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
    await writeFactSummaries(
      tx,
      sequences.map(({ person_key, fact_seq }) => ({
        personKey: person_key,
        factSeq: fact_seq,
        facts: facts.get(person_key) ?? [],
      })),
    );
    const housed = new Set(households.flatMap(({ members }) => members.map(({ personKey }) => personKey)));
    const alone = dirty.filter((person) => !housed.has(person));
    const book = await this.policies.book(tx);
    const watches = await readWatches(tx, { households, alone, facts, book, today });
    await keepMonitored(tx, watches, new Set(dirty), this.clock.now());
    const { found, asked } = await this.#indicate(tx, dirty, watches);
    // of whom nobody tells where he or she is paid, no indicator finds anything
    const watched = new Set(watches.flatMap(({ persons }) => persons.map(({ personKey }) => personKey)));
    for (const person of alone) if (!watched.has(person)) asked.set(person, EVERY_FACT_INDICATOR);
    await this.withdrawal.withdraw(tx, { asked, episodes: episodesOf(found), facts });
    await this.clues.raise(tx, found);
    await lookAtReportsOf(tx, dirty, today);
  }

  /** What the indicators find, and which were asked of whom; who waits for a policy row is looked at again. */
  async #indicate(
    tx: Tx,
    dirty: readonly string[],
    watches: readonly Watch[],
  ): Promise<{ found: FoundHits[]; asked: Map<string, ReadonlySet<string>> }> {
    const found: FoundHits[] = [];
    const asked = new Map<string, ReadonlySet<string>>();
    const waiting = new Set<string>();
    const due: WatchDue[] = [];
    for (const watch of watches) {
      const persons = [...watch.persons, ...watch.obligors].map(({ personKey }) => personKey);
      const { hits, nextDueOn, asked: codes, missing } = indicate(watch, WITH_FACTS);
      if (hits.length > 0) found.push(foundIn(watch, hits));
      due.push({ watch, dueOn: nextDueOn });
      for (const person of persons) asked.set(person, codes);
      if (missing === undefined) continue;
      for (const person of persons) waiting.add(person);
      const about = { householdId: watch.household?.id, personKey: persons[0] };
      this.logger.pino.warn({ err: missing, ...about }, 'some indicators wait for a policy row');
    }
    await markForLater(
      tx,
      dirty.filter((person) => waiting.has(person)),
    );
    await writeWatchDue(tx, due);
    return { found, asked };
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
}

/** One mark instead of all that these persons have, for later; a new fact has them looked at sooner. */
async function putOff(tx: Tx, persons: readonly string[]): Promise<void> {
  await tx.execute('delete from dirty where person_key = any($1::uuid[])', [persons]);
  await markForLater(tx, persons);
}

/** What was marked before is settled; what somebody marks meanwhile is looked at as soon as ever. */
async function markForLater(tx: Tx, persons: readonly string[]): Promise<void> {
  if (persons.length === 0) return;
  await tx.execute(
    `insert into dirty (person_key, not_before)
     select unnest($1::uuid[]), clock_timestamp() + $2 * interval '1 second'`,
    [persons, PAUSE_SECONDS],
  );
}
