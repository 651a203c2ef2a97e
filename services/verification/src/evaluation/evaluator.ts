import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { selectFacts, type SelectedFacts } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { PolicyBook } from '@minzheng/kernel/policy';
import { AuditLog } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { PollingLoop } from '@minzheng/platform/jobs';
import { classify } from '@minzheng/platform/messaging';
import { PolicyStore } from '@minzheng/platform/policies';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { ClueService, episodesOf, type FoundHits } from '../clues/clue.service.js';
import { EvidenceWithdrawal } from '../clues/evidence-withdrawal.js';
import { writeFactSummaries, type SummarizedFacts } from '../facts/fact-summary.store.js';
import { householdsOf, type HouseholdOnRecord } from '../households/household.store.js';
import { INDICATORS } from '../indicators/registry.js';
import type { Watch } from '../indicators/watch.js';
import { keepMonitored } from '../monitoring/monitored-subjects.js';
import { lookAtReportsOf } from '../requests/reports-in-force.js';
import { Breather } from '../runs/breather.js';
import { readEvaluatedFacts } from './evaluated-facts.js';
import { EVALUATION_LOCK_CLASS } from './evaluation-locks.js';
import { evaluatorMetrics } from './evaluator.metrics.js';
import { EVERY_TIMING, foundIn, indicate, lookedAt, WITH_FACTS } from './indication.js';
import type { Mark } from './marked-facts.rules.js';
import { profileOfSelected } from './profile.rules.js';
import { writeWatchDue, type WatchDue } from './watch-due.js';
import { keepWatchedAlone } from './watched-alone.js';
import { personsOf, readWatches } from './watch.reader.js';

const ACTOR = 'evaluator';
/** So many marks are taken at once: a clue waits for those who are taken with its person, and for nobody else. */
const BATCH = 256;
const POLL_MS = 50;
/** How long a person waits whose evaluation failed, and a household for whose region a policy row is missing. */
const PAUSE_SECONDS = 30;
/** How long what was read of policies is used, as long as no row changes. */
const BOOK_MS = 60_000;
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
  #book: { readonly since: number; readonly book: PolicyBook } | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly policies: PolicyStore,
    private readonly clues: ClueService,
    private readonly withdrawal: EvidenceWithdrawal,
    private readonly audit: AuditLog,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
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
    const taken = await tx.query<{ person_key: string }>(
      `select person_key from dirty where not_before is null or not_before <= clock_timestamp()
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
    const beside = (await othersOf(tx, persons, free)).filter((person) => !busy.has(person));
    const marks = await this.#settle(tx, [...persons, ...beside]);
    const marked = [...new Set(marks.map(({ person_key }) => person_key))].sort();
    await this.#evaluate(tx, marked, free, marks);
    const oldest = marks.reduce((time, { marked_at }) => Math.min(time, marked_at.getTime()), Date.now());
    tx.afterCommit(() => {
      evaluatorMetrics.evaluated.inc(marked.length);
      evaluatorMetrics.delay.observe((Date.now() - oldest) / 1_000);
    });
    return marks.length;
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
  #settle(tx: Tx, persons: readonly string[]): Promise<SettledMark[]> {
    return tx.query<SettledMark>(
      `delete from dirty where id in (
         select d.id from unnest($1::uuid[]) as k(person_key)
          cross join lateral (
            select id from dirty where dirty.person_key = k.person_key for update skip locked
          ) d)
       returning person_key, fact_seq, record_keys, marked_at, asks_monthly`,
      [persons],
    );
  }

  /** Tries the locks of all these households, and of persons who are member of none, in the order of their ids. */
  async #lock(
    tx: Tx,
    dirty: readonly string[],
    households: readonly HouseholdOnRecord[],
  ): Promise<Set<string>> {
    const housed = new Set(membersOf(households));
    const alone = [...new Set([...dirty, ...households.flatMap(personsOf)])].filter(
      (key) => !housed.has(key),
    );
    const ids = [...households.map(({ id }) => id), ...alone].sort();
    const rows = await tx.query<{ id: string; locked: boolean }>(
      `select id, pg_try_advisory_xact_lock($1, hashtext(id)) as locked
         from unnest($2::text[]) with ordinality as h(id, place) order by place`,
      [EVALUATION_LOCK_CLASS, ids],
    );
    return new Set(rows.filter(({ locked }) => !locked).map(({ id }) => id));
  }

  async #evaluate(
    tx: Tx,
    dirty: readonly string[],
    households: readonly HouseholdOnRecord[],
    marks: readonly SettledMark[],
  ): Promise<void> {
    const today = this.clock.today();
    const breather = new Breather();
    const everybody = [...new Set([...dirty, ...households.flatMap(personsOf)])].sort();
    const read = await readEvaluatedFacts(tx, everybody, marks, breather);
    const facts = read.of;
    const looked = new Set(everybody);
    const isDirty = new Set(dirty);
    const ofDirty = (states: readonly SummarizedFacts[]): SummarizedFacts[] =>
      states.filter(({ personKey }) => isDirty.has(personKey));
    const selected = await this.#writeProfiles(tx, ofDirty(read.unprofiled), today, breather);
    await writeFactSummaries(tx, ofDirty(read.unsummarized), breather);
    const housed = new Set(membersOf(households));
    const alone = dirty.filter((person) => !housed.has(person));
    const book = await this.#bookNow(tx);
    const watches = await readWatches(tx, {
      ...{ households, alone, facts, selected, book, today, province: this.regions.province },
      readFacts: async (others) => {
        for (const person of others) looked.add(person);
        return (await readEvaluatedFacts(tx, others, [], breather)).of;
      },
    });
    const { found, asked } = await this.#indicate(tx, dirty, watches, monthlyOf(marks), breather);
    await keepMonitored(tx, watches, isDirty, this.clock.now());
    await keepWatchedAlone(tx, alone, watches);
    // of whom nobody tells where he or she lives or is paid, no indicator finds anything
    const watched = new Set(watches.flatMap(({ persons }) => persons.map(({ personKey }) => personKey)));
    for (const person of alone) if (!watched.has(person)) asked.set(person, EVERY_FACT_INDICATOR);
    await this.withdrawal.withdraw(tx, {
      ...{ asked, episodes: episodesOf(found), facts },
      onRead: (others) => {
        for (const person of others) looked.add(person);
      },
    });
    await this.clues.raise(tx, found);
    await lookAtReportsOf(tx, dirty, today);
    await this.audit.writeJointly(tx, {
      ...{ actor: ACTOR, action: 'evaluate', purpose: 'MONITORING' },
      ...{ subjects: [...looked], fields: ['facts'] },
    });
  }

  /** What the indicators find, and which were asked of what; who waits for a policy row is looked at again. */
  async #indicate(
    tx: Tx,
    dirty: readonly string[],
    watches: readonly Watch[],
    monthly: ReadonlySet<string>,
    breather: Breather,
  ): Promise<{ found: FoundHits[]; asked: Map<string, ReadonlySet<string>> }> {
    const found: FoundHits[] = [];
    const asked = new Map<string, ReadonlySet<string>>();
    const waiting = new Set<string>();
    const due: WatchDue[] = [];
    for (const watch of watches) {
      const persons = [...watch.persons, ...watch.obligors].map(({ personKey }) => personKey);
      const asksMonthly = watch.persons.some(({ personKey }) => monthly.has(personKey));
      const {
        hits,
        nextDueOn,
        asked: codes,
        missing,
      } = indicate(watch, asksMonthly ? EVERY_TIMING : WITH_FACTS);
      await breather.breathe();
      if (hits.length > 0) found.push(foundIn(watch, hits));
      due.push({ watch, dueOn: nextDueOn });
      for (const id of lookedAt(watch)) asked.set(id, codes);
      if (missing === undefined) continue;
      for (const person of persons) waiting.add(person);
      const about = { householdId: watch.household?.id, personKey: persons[0] };
      this.logger.pino.warn({ err: missing, ...about }, 'some indicators wait for a policy row');
    }
    await markForLater(
      tx,
      dirty.filter((person) => waiting.has(person)),
      monthly,
    );
    await writeWatchDue(tx, due);
    return { found, asked };
  }

  /** What one batch has read of policies holds for the next, as long as no row changes. */
  async #bookNow(tx: Tx): Promise<PolicyBook> {
    const book = await this.policies.book(tx);
    const now = performance.now();
    const known = this.#book;
    if (known && now - known.since < BOOK_MS && PolicyBook.answerAlike(known.book, book)) return known.book;
    this.#book = { since: now, book };
    return book;
  }

  /** In the order of keys, and only over an older state. @returns what counts of their facts */
  async #writeProfiles(
    tx: Tx,
    persons: readonly SummarizedFacts[],
    today: CivilDate,
    breather: Breather,
  ): Promise<Map<string, SelectedFacts>> {
    const selected = new Map<string, SelectedFacts>();
    if (persons.length === 0) return selected;
    const open: string[] = [];
    const gated: string[] = [];
    for (const { personKey, facts } of persons) {
      const counting = selectFacts(facts, { validAt: today });
      selected.set(personKey, counting);
      const profile = profileOfSelected(counting, today);
      open.push(JSON.stringify(profile.open));
      gated.push(JSON.stringify(profile.gated));
      await breather.breathe();
    }
    await tx.execute(
      `insert into profile as p (person_key, fact_seq, summary, gated_summary)
       select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[]) as n(key, seq, open, gated) order by key
       on conflict (person_key) do update
         set fact_seq = excluded.fact_seq, summary = excluded.summary, gated_summary = excluded.gated_summary,
             evaluated_at = clock_timestamp()
       where p.fact_seq < excluded.fact_seq`,
      [persons.map(({ personKey }) => personKey), persons.map(({ factSeq }) => factSeq), open, gated],
    );
    return selected;
  }
}

interface SettledMark extends Mark {
  readonly marked_at: Date;
  /** Of the monthly indicators too: what they found in their run was held back. */
  readonly asks_monthly: boolean;
}

/** Of whom the monthly indicators are asked too. */
const monthlyOf = (marks: readonly Pick<SettledMark, 'person_key' | 'asks_monthly'>[]): Set<string> =>
  new Set(marks.flatMap(({ person_key, asks_monthly }) => (asks_monthly ? [person_key] : [])));

const membersOf = (households: readonly HouseholdOnRecord[]): string[] =>
  households.flatMap(({ members }) => members.map(({ personKey }) => personKey));

/** Others of these households, of whom no further household is on record: they are looked at with them. */
async function othersOf(
  tx: Tx,
  persons: readonly string[],
  households: readonly HouseholdOnRecord[],
): Promise<string[]> {
  const known = new Set(persons);
  const others = [...new Set(households.flatMap(personsOf))].filter((person) => !known.has(person));
  if (others.length === 0) return [];
  const elsewhere = await tx.query<{ person_key: string }>(
    `select distinct hp.person_key from household_person hp join household h on h.id = hp.household_id
      where hp.person_key = any($1::uuid[]) and hp.household_id <> all($2::uuid[]) and not h.closed`,
    [others, households.map(({ id }) => id)],
  );
  const theirs = new Set(elsewhere.map(({ person_key }) => person_key));
  return others.filter((person) => !theirs.has(person));
}

/** One mark instead of all that these persons have, for later; a new fact has them looked at sooner. */
async function putOff(tx: Tx, persons: readonly string[]): Promise<void> {
  const marks = await tx.query<Pick<SettledMark, 'person_key' | 'asks_monthly'>>(
    'delete from dirty where person_key = any($1::uuid[]) returning person_key, asks_monthly',
    [persons],
  );
  await markForLater(tx, persons, monthlyOf(marks));
}

/** What was marked before is settled; what somebody marks meanwhile is looked at as soon as ever. */
async function markForLater(tx: Tx, persons: readonly string[], monthly: ReadonlySet<string>): Promise<void> {
  if (persons.length === 0) return;
  await tx.execute(
    `insert into dirty (person_key, not_before, asks_monthly)
     select key, clock_timestamp() + $2 * interval '1 second', asks_monthly
       from unnest($1::uuid[], $3::boolean[]) as p(key, asks_monthly)`,
    [persons, PAUSE_SECONDS, persons.map((person) => monthly.has(person))],
  );
}
