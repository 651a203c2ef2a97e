import type { EconomicFact, PersonKey } from '@minzheng/kernel/means-test';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { AuditLog } from '@minzheng/platform/audit';
import type { Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { Injectable } from '@nestjs/common';
import { ClueService, episodesOf, type FoundHits } from '../clues/clue.service.js';
import { EvidenceWithdrawal } from '../clues/evidence-withdrawal.js';
import { lockSubjects } from '../evaluation/evaluation-locks.js';
import { foundIn, indicate, lookedAt, WITH_FACTS } from '../evaluation/indication.js';
import {
  personsOf,
  readKnownOfPersons,
  readWatches,
  type KnownOfPersons,
} from '../evaluation/watch.reader.js';
import { householdsById, type HouseholdOnRecord } from '../households/household.store.js';
import type { Timing } from '../indicators/indicator.js';
import { INDICATORS } from '../indicators/registry.js';
import { isValidOn, type Watch } from '../indicators/watch.js';
import { Breather } from './breather.js';
import { TIMINGS_OF } from './bulk-run-calendar.rules.js';
import type { BulkRunMode } from './bulk-run.entity.js';
import { readPackedFacts, unpackFacts, type PackedFacts } from './slice-facts.js';
import { readFingerprints, writeFingerprints, type Fingerprint } from './subject-fingerprints.js';

/** So many subjects are read with one round of statements while those before are computed. */
const READ_TOGETHER = 125;

/** Later than anything that is recorded. */
const BEYOND = new Date('9999-12-31T00:00:00Z');

/** Indicators that no evaluator asks when a fact comes. */
const OF_RUNS_ALONE: ReadonlySet<string> = new Set(
  INDICATORS.filter(({ timing }) => !WITH_FACTS.has(timing)).map(({ code }) => code),
);

/** What a slice of a run is evaluated for and as of. */
export interface RunMoment {
  readonly id: string;
  readonly mode: BulkRunMode;
  readonly region: string;
  readonly validAt: string;
  readonly knownAt: Date;
  readonly book: PolicyBook;
}

/** Households, or persons of whom none is on record. */
export interface Slice {
  readonly alone: boolean;
  readonly subjects: readonly string[];
}

/** Who has to be evaluated once more, when a policy row has come that one of the indicators lacks. */
export interface Waiting {
  readonly subject: string;
  readonly region: string;
}

/** What came of a slice. */
export interface SliceResult {
  readonly persons: number;
  /** Households of a member whose consent holds no longer: only kinds that the law opens were used of them. */
  readonly consentLapsed: number;
  readonly hits: number;
  readonly raised: number;
  readonly withdrawn: number;
  readonly waiting: readonly Waiting[];
}

/** Evaluates a slice of a run: what was known at its instant, as of its day; clues are raised and closed in the transaction. */
@Injectable()
export class BulkRunEvaluation {
  constructor(
    private readonly clues: ClueService,
    private readonly withdrawal: EvidenceWithdrawal,
    private readonly audit: AuditLog,
    private readonly regions: Regions,
    private readonly logger: JsonLogger,
  ) {}

  async evaluate(tx: Tx, run: RunMoment, slice: Slice): Promise<SliceResult> {
    const { subjects, alone } = slice;
    const fingerprints =
      run.mode === 'MONTHLY' ? [] : await readFingerprints(tx, subjects, alone, run.validAt, run.knownAt);
    const seen = new Seen(run, await openClueSubjects(tx, subjects), this.logger);
    await this.#look(tx, slice, seen);
    const { raised, hits, withdrawn } = await this.#follow(tx, seen, alone);
    const waits = new Set(seen.waiting.map(({ subject }) => subject));
    await writeFingerprints(
      tx,
      fingerprints.filter(({ subject }: Fingerprint) => !waits.has(subject)),
    );
    await this.audit.writeJointly(tx, {
      actor: tx.actor,
      region: run.region,
      action: 'bulk-run evaluate',
      purpose: 'MONITORING',
      caseRef: run.id,
      target: `bulk-runs/${run.id}`,
      reason: `${subjects.length} from ${subjects[0] ?? ''}`,
      subjects: [...new Set([...seen.sequences.keys(), ...seen.others])],
      fields: ['facts'],
    });
    return {
      persons: seen.looked.size,
      consentLapsed: seen.consentLapsed,
      ...{ hits, raised, withdrawn, waiting: seen.waiting },
    };
  }

  /** Evaluates the slice, changing nothing. */
  async #look(tx: Tx, slice: Slice, seen: Seen): Promise<void> {
    const { run } = seen;
    const { subjects } = slice;
    const breather = new Breather();
    let coming = readPart(tx, run, slice, 0);
    for (let begin = 0; begin < subjects.length; begin += READ_TOGETHER) {
      const part = await coming;
      const next = begin + READ_TOGETHER;
      const facts = await unpackFacts(tx, part.packed, run.knownAt, breather);
      const { households, alone: singles, known } = part;
      const watches = await readWatches(tx, {
        ...{ households, alone: singles, facts, known },
        ...{ book: run.book, today: run.validAt, province: this.regions.province },
        readFacts: async (others) => {
          seen.onRead(others);
          const read = await readPackedFacts(tx, others, run.validAt, run.knownAt);
          return unpackFacts(tx, read, run.knownAt, breather);
        },
      });
      // the database reads the next ones meanwhile
      if (next < subjects.length) {
        coming = readPart(tx, run, slice, next);
        coming.catch(() => undefined);
      }
      seen.add(part.packed);
      for (const watch of watches) {
        seen.look(watch, facts);
        await breather.breathe();
      }
    }
  }

  /**
   * What held at the run's instant need not hold any longer for whom something came since: what facts bring is left to the
   * evaluator, which asks for it now, and what runs alone ask is asked of them anew.
   */
  async #follow(
    tx: Tx,
    seen: Seen,
    alone: boolean,
  ): Promise<{ raised: number; hits: number; withdrawn: number }> {
    const concerned = [...new Set([...seen.found.keys(), ...seen.openClues])];
    if (concerned.length === 0) return { raised: 0, hits: 0, withdrawn: 0 };
    await lockSubjects(tx, concerned);
    const changed = await markChanged(tx, seen, concerned);
    const anew = await this.#lookAnew(tx, seen, alone, changed);
    const found = [...seen.found].flatMap(([subject, each]) => (changed.has(subject) ? [] : [each]));
    found.push(...anew.found.values());
    const asked = new Map([...seen.askedBut(changed), ...anew.askedBut(NOBODY)]);
    const withdrawn =
      asked.size === 0
        ? 0
        : await this.withdrawal.withdraw(tx, {
            ...{ asked, onRead: seen.onRead },
            facts: new Map([...seen.facts, ...anew.facts]),
            episodes: episodesOf(found),
          });
    const { raised, hits } = await this.clues.raise(tx, found);
    return { raised, hits, withdrawn };
  }

  /**
   * What is known by now of those of these subjects of whom an indicator of runs alone hit, or who have an open clue that such
   * an indicator may have raised: no evaluator asks them.
   */
  async #lookAnew(tx: Tx, seen: Seen, alone: boolean, changed: ReadonlySet<string>): Promise<Seen> {
    const anew = new Seen({ ...seen.run, mode: 'MONTHLY', knownAt: BEYOND }, seen.openClues, this.logger);
    const subjects = [...changed].filter(
      (subject) =>
        seen.found.get(subject)?.hits.some(({ indicator }) => OF_RUNS_ALONE.has(indicator)) ||
        (seen.openClues.has(subject) && TIMINGS_OF[seen.run.mode].has('MONTHLY')),
    );
    if (subjects.length === 0) return anew;
    await this.#look(tx, { alone, subjects }, anew);
    seen.onRead([...anew.others]);
    return anew;
  }
}

const NOBODY: ReadonlySet<string> = new Set();

/** What was seen of a slice so far. */
class Seen {
  readonly found = new Map<string, FoundHits>();
  readonly looked = new Set<PersonKey>();
  /** Of subjects with hits or open clues. */
  readonly personsOf = new Map<string, readonly PersonKey[]>();
  /** Of subjects with open clues: which indicators were asked of whom; and what stands of their persons. */
  readonly #asked = new Map<string, readonly (readonly [string, ReadonlySet<string>])[]>();
  readonly facts = new Map<PersonKey, readonly EconomicFact[]>();
  readonly waiting: Waiting[] = [];
  readonly sequences = new Map<PersonKey, string>();
  /** Whose facts were read for those of the slice: nobody of them is evaluated. */
  readonly others = new Set<PersonKey>();
  consentLapsed = 0;
  readonly #timings: ReadonlySet<Timing>;

  constructor(
    readonly run: RunMoment,
    readonly openClues: ReadonlySet<string>,
    private readonly logger: JsonLogger,
  ) {
    this.#timings = TIMINGS_OF[run.mode];
  }

  add(packed: readonly PackedFacts[]): void {
    for (const { person_key, fact_seq } of packed) this.sequences.set(person_key, fact_seq);
  }

  /** Which indicators were asked of subjects with open clues and their members, but for these subjects. */
  askedBut(subjects: ReadonlySet<string>): (readonly [string, ReadonlySet<string>])[] {
    return [...this.#asked].flatMap(([subject, asked]) => (subjects.has(subject) ? [] : asked));
  }

  readonly onRead = (others: readonly PersonKey[]): void => {
    for (const person of others) this.others.add(person);
  };

  look(watch: Watch, facts: ReadonlyMap<PersonKey, readonly EconomicFact[]>): void {
    const subject = watch.household?.id ?? watch.persons[0]?.personKey ?? '';
    for (const { personKey } of watch.persons) this.looked.add(personKey);
    const isOpen = this.openClues.has(subject);
    // a clue ends once all of its hits have: in the run of the month what comes with facts is asked of it as well
    const timings = isOpen && this.run.mode === 'MONTHLY' ? TIMINGS_OF.FULL : this.#timings;
    const { hits, asked, missing } = indicate(watch, timings);
    if (hits.length > 0) this.found.set(subject, foundIn(watch, hits));
    if (hits.length > 0 || isOpen) {
      const persons = [...watch.persons, ...watch.obligors].map(({ personKey }) => personKey);
      this.personsOf.set(subject, persons);
      if (isOpen)
        this.#asked.set(
          subject,
          lookedAt(watch).map((id) => [id, asked] as const),
        );
      for (const person of isOpen ? persons : []) this.facts.set(person, facts.get(person) ?? []);
    }
    if (missing !== undefined) {
      if (this.waiting.length === 0) {
        this.logger.pino.warn({ err: missing, subject, runId: this.run.id }, 'a run waits for a policy row');
      }
      this.waiting.push({ subject, region: watch.region });
      return;
    }
    if (hasLapsedConsent(watch)) this.consentLapsed += 1;
  }
}

/** Somebody who has consented once has no consent that holds. */
const hasLapsedConsent = ({ knowledge, today }: Watch): boolean =>
  knowledge.consents.length > 0 &&
  [...Map.groupBy(knowledge.consents, ({ personKey }) => personKey).values()].some(
    (forms) => !forms.some((form) => isValidOn(form, today)),
  );

interface Part {
  readonly households: readonly HouseholdOnRecord[];
  readonly alone: readonly PersonKey[];
  readonly packed: readonly PackedFacts[];
  readonly known: KnownOfPersons;
}

async function readPart(tx: Tx, run: RunMoment, { subjects, alone }: Slice, begin: number): Promise<Part> {
  const some = subjects.slice(begin, begin + READ_TOGETHER);
  const households = alone ? [] : await householdsById(tx, some);
  const persons = alone ? some : [...new Set(households.flatMap(personsOf))];
  const packed = await readPackedFacts(tx, persons, run.validAt, run.knownAt);
  const known = await readKnownOfPersons(tx, persons);
  return { households, alone: alone ? some : [], packed, known };
}

/** Of these, whose clues may have lost their evidence. */
async function openClueSubjects(tx: Tx, subjects: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ subject: string }>(
    `select distinct subject from clue where subject = any($1::uuid[]) and state = 'DISPATCHED'`,
    [subjects],
  );
  return new Set(rows.map(({ subject }) => subject));
}

/**
 * Marks the persons of these subjects about whom something came after the run's instant, or since they were read, for the
 * evaluator. The subjects have to be locked: what it has looked at by then is seen here, and all else it looks at afterwards.
 *
 * @returns the subjects of those persons
 */
async function markChanged(
  tx: Tx,
  { personsOf, sequences, run }: Seen,
  subjects: readonly string[],
): Promise<Set<string>> {
  const persons = [...new Set(subjects.flatMap((subject) => personsOf.get(subject) ?? []))];
  const rows = await tx.query<{ person_key: string }>(
    `insert into dirty (person_key)
     select p.person_key from unnest($1::uuid[], $2::bigint[]) as s(person_key, fact_seq) join person p using (person_key)
      where p.fact_seq <> s.fact_seq or p.last_recorded_at > $3
     returning person_key`,
    [persons, persons.map((person) => sequences.get(person) ?? '0'), run.knownAt],
  );
  const changed = new Set(rows.map(({ person_key }) => person_key));
  return new Set(subjects.filter((subject) => personsOf.get(subject)?.some((key) => changed.has(key))));
}
