import { isRegionCode } from '@minzheng/kernel/region';
import { addDays, type CivilDate } from '@minzheng/kernel/months';
import { OfficialRelatives } from '@minzheng/casework/relatives';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { invalidField, Problem } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { subjectOf } from '../consents/consent-subject.js';
import { kindOf, readStoredFacts, typeOf, type StoredFact } from '../facts/stored-fact.js';
import { VerificationRequest } from '../requests/verification-request.entity.js';
import { VerificationReport } from '../reports/verification-report.entity.js';
import { Appeal, PLACES, type Appellant } from './appeal.entity.js';
import { APPEAL_LIFECYCLE } from './appeal.lifecycle.js';
import { appealPolicy } from './appeal.policy.js';
import { APPEAL_PROBLEMS } from './appeal.problems.js';
import { isInTime } from './appeal.rules.js';

/** What is said to be wrong. */
export interface Claim {
  /** In words; stored encrypted. */
  readonly claim: string;
  /** SHA-256 of what is handed in, hex. */
  readonly evidence: readonly string[];
  readonly learnedOn: CivilDate;
}

/** A department has answered a clue with DATA_WRONG. */
export interface ClueInDoubt {
  readonly clueId: string;
  readonly region: string;
  /** What its hits rest on, of whomever. */
  readonly facts: readonly StoredFact[];
}

/** Takes in appeals (受理前登记异议): from the person, the guardian, an officer, or after a visit that found data wrong. */
@Injectable()
export class AppealSubmission {
  constructor(
    private readonly policies: PolicyStore,
    private readonly relatives: OfficialRelatives,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Against one fact. Whose it is the citizen's token says, unless it is about a ward; an officer names the person.
   *
   * @throws NotFound, Problem `appeal-open`, `too-late`, `fact-superseded`, `conflict-of-interest`
   */
  async againstFact(
    tx: Tx,
    factId: string,
    { personKey = '', ...claim }: Claim & { readonly personKey?: string | undefined },
    caller: AuthenticatedCaller,
  ): Promise<Appeal> {
    const person = personKey === '' ? caller.person : personKey;
    if (person === undefined) throw invalidField('personKey', 'missing');
    const facts = await readStoredFacts(tx, [person], [factId]);
    return this.#submit(tx, facts, claim, caller, {});
  }

  /**
   * Against facts that a report was made of; all of one person, who may be a child's guardian elsewhere (抚养权).
   *
   * @throws NotFound, Problem as {@link againstFact}, `facts-of-several-persons`
   */
  async againstReport(
    tx: Tx,
    reportId: string,
    { factIds, ...claim }: Claim & { readonly factIds: readonly string[] },
    caller: AuthenticatedCaller,
  ): Promise<Appeal> {
    const report = await tx.manager.findOneBy(VerificationReport, { id: reportId });
    const request = report && (await tx.manager.findOneBy(VerificationRequest, { id: report.requestId }));
    if (!report || !request) throw new NotFound(VerificationReport.name);
    const { question, usedFactIds } = report.frozenInput;
    const persons = [...request.personKeys, ...(question.custodians ?? [])];
    const facts = (await readStoredFacts(tx, persons, factIds)).filter(
      ({ personKey, factId }) => request.personKeys.includes(personKey) || usedFactIds.includes(factId),
    );
    if (facts.length < new Set(factIds).size) throw new NotFound('Fact');
    return this.#submit(tx, facts, claim, caller, { reportId, region: report.region });
  }

  /**
   * One for each person, of the facts that stand and are under no appeal yet.
   *
   * @returns how many
   */
  async afterClue(tx: Tx, { clueId, region, facts }: ClueInDoubt, said: Claim): Promise<number> {
    const open = await openFacts(tx, [...new Set(facts.map(({ personKey }) => personKey))]);
    const inDoubt = facts.filter(({ isVisible, factId }) => isVisible && !open.has(factId));
    const persons = [...Map.groupBy(inDoubt, ({ personKey }) => personKey)];
    for (const [personKey, ofPerson] of persons.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      await this.#begin(tx, ofPerson, said, {
        ...{ clueId, region, personKey, reportId: null },
        ...{ appellant: 'DEPARTMENT', appellantKey: null },
      });
    }
    return persons.length;
  }

  async #submit(
    tx: Tx,
    facts: readonly StoredFact[],
    claim: Claim,
    caller: AuthenticatedCaller,
    { reportId = null, region }: { readonly reportId?: string | null; readonly region?: string },
  ): Promise<Appeal> {
    const [first] = facts;
    if (!first) throw new NotFound('Fact');
    const { personKey } = first;
    if (facts.some((fact) => fact.personKey !== personKey)) {
      throw new Problem(APPEAL_PROBLEMS.factsOfSeveralPersons);
    }
    const today = this.clock.today();
    const subject = await subjectOf(tx, personKey, caller.person ?? personKey, today);
    const appellant = appellantOf(caller, personKey, subject.guardianKeys);
    const responsible = region ?? subject.region ?? first.region ?? caller.region;
    if (appellant === undefined || responsible === undefined || !isRegionCode(responsible))
      throw new NotFound('Fact');
    if (appellant === 'OFFICER') {
      if (!caller.covers(responsible)) throw new NotFound('Fact');
      await this.relatives.requireUnrelated(tx, caller.subject, [personKey]);
    }
    if (claim.learnedOn > today) throw invalidField('learnedOn', 'not-future');
    await this.#requireInTime(tx, responsible, claim.learnedOn, today);
    if (facts.some(({ isVisible }) => !isVisible)) throw new Problem(APPEAL_PROBLEMS.factSuperseded);
    return this.#begin(tx, facts, claim, {
      ...{ personKey, reportId, appellant, region: responsible, clueId: null },
      appellantKey: caller.person ?? null,
    });
  }

  async #requireInTime(tx: Tx, region: string, learnedOn: CivilDate, today: CivilDate): Promise<void> {
    const book = await this.policies.book(tx);
    const days = appealPolicy(book, region, today).windowDays();
    if (!isInTime(learnedOn, today, days)) {
      const latest = addDays(learnedOn, days);
      throw new Problem(APPEAL_PROBLEMS.tooLate, { extensions: { latest } });
    }
  }

  async #begin(
    tx: Tx,
    facts: readonly StoredFact[],
    { claim, evidence, learnedOn }: Claim,
    place: Pick<Appeal, 'personKey' | 'region' | 'reportId' | 'clueId' | 'appellant' | 'appellantKey'>,
  ): Promise<Appeal> {
    const id = uuidv7();
    const book = await this.policies.book(tx);
    const policy = appealPolicy(book, place.region, this.clock.today());
    const appeal = Object.assign(new Appeal(), {
      ...{ id, ...place, learnedOn, evidenceSha256: [...new Set(evidence)] },
      claimEnc: this.cipher.encrypt(claim, PLACES.claim(id)),
      ...{ acceptDueOn: policy.acceptDueOn(), dueOn: policy.dueOn() },
      ...{ acceptedBy: null, acceptedOn: null, sourceDueOn: null },
      ...{ outcome: null, reasonsEnc: null, decidedBy: null, decidedOn: null },
    });
    await tx.begin(appeal, APPEAL_LIFECYCLE, 'submit', this.clock.now());
    await holdFacts(tx, id, facts);
    return appeal;
  }
}

/** Undefined for a citizen to whom the facts are nobody's. */
function appellantOf(
  { person }: AuthenticatedCaller,
  personKey: string,
  guardianKeys: readonly string[],
): Appellant | undefined {
  if (person === undefined) return 'OFFICER';
  if (person === personKey) return 'SELF';
  return guardianKeys.includes(person) ? 'GUARDIAN' : undefined;
}

async function openFacts(tx: Tx, persons: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ factId: string }>(
    'select fact_id as "factId" from appealed_fact where person_key = any($1::uuid[]) and is_open',
    [persons],
  );
  return new Set(rows.map(({ factId }) => factId));
}

/** @throws Problem `appeal-open` when another open appeal is about one of them */
async function holdFacts(tx: Tx, appealId: string, facts: readonly StoredFact[]): Promise<void> {
  const held = await tx.execute(
    `insert into appealed_fact (id, appeal_id, person_key, fact_id, record_key, agency, dataset, type, kind)
     select id, $1, person_key, fact_id, record_key, agency, dataset, type, kind
       from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[])
            as f(id, person_key, fact_id, record_key, agency, dataset, type, kind)
      order by fact_id
     on conflict (person_key, fact_id) where is_open do nothing`,
    [
      appealId,
      facts.map(() => uuidv7()),
      facts.map(({ personKey }) => personKey),
      facts.map(({ factId }) => factId),
      facts.map(({ recordKey }) => recordKey),
      facts.map(({ agency }) => agency),
      facts.map(({ dataset }) => dataset),
      facts.map(typeOf),
      facts.map(kindOf),
    ],
  );
  if (held < facts.length) throw new Problem(APPEAL_PROBLEMS.appealOpen);
}
