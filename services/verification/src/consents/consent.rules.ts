import { addMonthsToDate, ageOn, civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { PersonKey } from '@minzheng/kernel/means-test';

/** Legal capacity (民事行为能力). Civil Code arts. 18–22. */
export type Capacity = 'FULL' | 'LIMITED' | 'NONE';
export type SignerRole = 'SELF' | 'GUARDIAN' | 'AGENT' | 'HEIR';

/** In a consent: the core set of each of its purposes. */
export const CORE_DATASETS = 'CORE';
export const ADULT_AGE = 18;

/** One person's signed authorisation (授权) to be checked. */
export interface ConsentForm {
  readonly consentId: string;
  readonly personKey: PersonKey;
  readonly signerKey: PersonKey;
  readonly signerRole: SignerRole;
  readonly purposes: readonly string[];
  /** Dataset codes, or `CORE`. */
  readonly datasets: readonly string[];
  readonly powerSha256?: string | undefined;
  /** RFC 3339 */
  readonly signedAt: string;
  /** The last day on which it holds. */
  readonly validTo: CivilDate;
  /** RFC 3339 */
  readonly withdrawnAt?: string | undefined;
}

/** Of whom data are asked. */
export interface ConsentSubject {
  readonly personKey: PersonKey;
  readonly birthDate: CivilDate;
  readonly capacity: Capacity;
  /** Who acts for the person by law or court: the snapshot's guardian, of a minor else the parents in it. */
  readonly guardianKeys: readonly PersonKey[];
  /** A member who does not count (dead, imprisoned …) needs no consent. */
  readonly counted: boolean;
}

/** Of a subject what tells who may sign for him or her. */
export type SignedFor = Pick<ConsentSubject, 'personKey' | 'capacity' | 'guardianKeys' | 'birthDate'> & {
  /** Only an heir may open the record of who has died. */
  readonly isDead?: boolean | undefined;
};

export interface ConsentQuestion {
  readonly subjects: readonly ConsentSubject[];
  readonly consents: readonly ConsentForm[];
  readonly purposes: readonly string[];
  /** The core set of each purpose for a person: dataset codes. */
  readonly coreSetOf: (purpose: string, personKey: PersonKey) => readonly string[];
  readonly asOf: CivilDate;
  readonly today: CivilDate;
}

export type ConsentProblem =
  | 'consent-missing'
  | 'signer-lacks-capacity'
  | 'power-missing'
  | 'consent-expired'
  | 'purpose-mismatch'
  | 'consent-scope';

export interface ConsentRefusal {
  readonly personKey: PersonKey;
  readonly problem: ConsentProblem;
}

/** What the check rests on: the forms that hold, by the person whose data they open. */
export interface ConsentVerdict {
  readonly refusals: readonly ConsentRefusal[];
  readonly formsOf: ReadonlyMap<PersonKey, readonly ConsentForm[]>;
}

/**
 * Whether a household may be checked (授权核验): every counted adult has agreed, each for himself, and a guardian for
 * whoever can't. 社会救助暂行办法 (Decree 649) art. 58; 民发〔2015〕61号; PIPL arts. 14, 29, 31; Civil Code arts. 18–27.
 */
export function checkConsents(question: ConsentQuestion): ConsentVerdict {
  const { subjects, consents } = question;
  const formsByPerson = Map.groupBy(consents, ({ personKey }) => personKey);
  const counted = subjects.filter((subject) => subject.counted);
  const formsOf = new Map<PersonKey, readonly ConsentForm[]>();
  const refusals: ConsentRefusal[] = [];
  for (const subject of counted.filter((each) => !isCoveredByGuardian(each, counted, question.asOf))) {
    const outcome = holdingForms(subject, formsByPerson.get(subject.personKey) ?? [], question);
    if ('problem' in outcome) refusals.push({ personKey: subject.personKey, problem: outcome.problem });
    else formsOf.set(subject.personKey, outcome.forms);
  }
  for (const minor of counted.filter((each) => isCoveredByGuardian(each, counted, question.asOf))) {
    const guardian = minor.guardianKeys.find((key) => formsOf.has(key));
    if (guardian !== undefined) formsOf.set(minor.personKey, formsOf.get(guardian) ?? []);
  }
  return { refusals, formsOf };
}

/**
 * The forms of one person that hold, or the problem: the forms are filtered in the order of the specification, and the
 * step that leaves too little names the problem.
 */
export function holdingForms(
  subject: Pick<ConsentSubject, 'personKey' | 'capacity' | 'guardianKeys' | 'birthDate'>,
  forms: readonly ConsentForm[],
  question: Omit<ConsentQuestion, 'subjects' | 'consents'>,
): { readonly forms: readonly ConsentForm[] } | { readonly problem: ConsentProblem } {
  const { purposes, coreSetOf, asOf, today } = question;
  const standing = forms.filter(({ withdrawnAt }) => withdrawnAt === undefined);
  if (standing.length === 0) return { problem: 'consent-missing' };
  const signed = standing.filter((form) => maySign(form, subject));
  if (signed.length === 0) return { problem: 'signer-lacks-capacity' };
  const empowered = signed.filter(
    ({ powerSha256, ...form }) => powerSha256 || !needsPower(form, subject, asOf),
  );
  if (empowered.length === 0) return { problem: 'power-missing' };
  const valid = empowered.filter((form) => holdsUntil(form, asOf, today));
  if (valid.length === 0) return { problem: 'consent-expired' };
  if (!purposes.every((purpose) => valid.some((form) => form.purposes.includes(purpose)))) {
    return { problem: 'purpose-mismatch' };
  }
  const isInScope = purposes.every((purpose) =>
    coreSetOf(purpose, subject.personKey).every((dataset) => opens(valid, purpose, dataset)),
  );
  return isInScope ? { forms: valid } : { problem: 'consent-scope' };
}

/**
 * Whether forms that hold open a dataset for a purpose. `CORE` opens the core set of its purposes alone, so pass
 * `isCore` for a dataset in it; an agency's code opens all its datasets.
 */
export function opens(
  forms: readonly ConsentForm[],
  purpose: string,
  dataset: string,
  isCore = true,
): boolean {
  const agency = agencyOf(dataset);
  return forms.some(
    ({ purposes, datasets }) =>
      purposes.includes(purpose) &&
      datasets.some((given) => given === dataset || given === agency || (isCore && given === CORE_DATASETS)),
  );
}

const agencyOf = (dataset: string): string => dataset.split('.')[0] ?? dataset;

/**
 * The last day up to which forms that hold together open for these purposes what they open today: of each dataset the longest
 * of them counts, and a form for another purpose, or that a longer one replaces, ends nothing. Verification 5.9, Validity.
 */
export function openUntil(
  forms: readonly ConsentForm[],
  purposes: readonly string[],
  coreSetOf: (purpose: string) => readonly string[],
): CivilDate | undefined {
  const ends = purposes.flatMap((purpose) => {
    const agreed = forms.filter((form) => form.purposes.includes(purpose));
    const core = coreSetOf(purpose);
    const named = agreed.flatMap(({ datasets }) => datasets.filter((given) => given !== CORE_DATASETS));
    const opening = [...core, ...named].map((dataset) =>
      agreed.filter((form) => opens([form], purpose, dataset, core.includes(agencyOf(dataset)))),
    );
    return [agreed, ...opening].flatMap((each) => lastDayOf(each) ?? []);
  });
  return ends.toSorted()[0];
}

const lastDayOf = (forms: readonly ConsentForm[]): CivilDate | undefined =>
  forms
    .map(({ validTo }) => validTo)
    .toSorted()
    .at(-1);

/**
 * Whether a form may be registered: signed by who may sign for the person, with the power where one is needed.
 * Civil Code arts. 18–23.
 */
export function isProperlySigned(form: ConsentForm, subject: SignedFor, asOf: CivilDate): boolean {
  return maySign(form, subject) && (form.powerSha256 !== undefined || !needsPower(form, subject, asOf));
}

/** The last day that a consent may name: `consent.maxMonths` after the day of signing. */
export function latestValidTo(signedAt: string, maxMonths: number): CivilDate {
  return addMonthsToDate(civilDateOf(signedAt), maxMonths);
}

/** A minor without full capacity is covered by the form of a guardian who is a counted member. */
function isCoveredByGuardian(
  subject: ConsentSubject,
  counted: readonly ConsentSubject[],
  asOf: CivilDate,
): boolean {
  return coveringGuardians(subject, counted, asOf).length > 0;
}

/**
 * Whose forms cover a person beside the own: of a minor without full capacity the guardians among these members of the
 * household. Civil Code arts. 19, 20, 27.
 */
export function coveringGuardians(
  { personKey, birthDate, capacity, guardianKeys }: SignedFor,
  members: readonly { readonly personKey: PersonKey }[],
  on: CivilDate,
): PersonKey[] {
  if (capacity === 'FULL' || ageOn(birthDate, on) >= ADULT_AGE) return [];
  const isMember = (key: PersonKey) => members.some((member) => member.personKey === key);
  return guardianKeys.filter((key) => key !== personKey && isMember(key));
}

/** @internal Whether the role and the signer fit the person, the paper that proves a power aside. */
export function maySign(
  { signerKey, signerRole }: Pick<ConsentForm, 'signerKey' | 'signerRole'>,
  { personKey, capacity, guardianKeys, isDead = false }: Omit<SignedFor, 'birthDate'>,
): boolean {
  if (isDead) return signerRole === 'HEIR' && signerKey !== personKey;
  switch (signerRole) {
    case 'SELF':
      return signerKey === personKey && capacity === 'FULL';
    case 'GUARDIAN':
      return capacity !== 'FULL' && guardianKeys.includes(signerKey);
    case 'AGENT':
      return signerKey !== personKey;
    case 'HEIR':
      return false;
  }
}

function needsPower(
  { signerRole }: Pick<ConsentForm, 'signerRole'>,
  { birthDate }: Pick<ConsentSubject, 'birthDate'>,
  asOf: CivilDate,
): boolean {
  const isOfAdult = ageOn(birthDate, asOf) >= ADULT_AGE;
  return signerRole === 'AGENT' || signerRole === 'HEIR' || (signerRole === 'GUARDIAN' && isOfAdult);
}

function holdsUntil({ signedAt, validTo }: ConsentForm, asOf: CivilDate, today: CivilDate): boolean {
  return civilDateOf(signedAt) <= today && asOf <= validTo && today <= validTo;
}
