import type {
  AssetFact,
  AssetKind,
  EconomicFact,
  ExpenditureFact,
  ExpenditureKind,
  HouseholdMember,
  HukouType,
  IncomeFact,
  IncomeKind,
  Obligor,
  PersonKey,
  Relation,
  StatusFact,
  StatusKind,
} from '@minzheng/kernel/means-test';
import { addDays, monthsBetween, type CivilDate, type Month } from '@minzheng/kernel/months';
import { PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import type { ConsentForm } from '../../consents/consent.rules.js';
import { isRaisedAgain } from '../../clues/episode.rules.js';
import { isWithdrawn } from '../../clues/evidence.rules.js';
import { policyRows } from '../../requests/test/households.js';
import { consentGround, groundsOf } from '../grounds.rules.js';
import type { Hit, Indicator } from '../indicator.js';
import { buildWatch, NO_KNOWLEDGE, type Watch, type WatchKnowledge, type WatchSource } from '../watch.js';
import type { WrittenBack } from '../watched-person.js';

const key = (digit: number): PersonKey => `${String(digit).repeat(8)}-0000-8000-8000-000000000000`;
export const [HEAD, SPOUSE, CHILD, PARENT, OUTSIDER] = [key(1), key(2), key(3), key(4), key(5)] as const;

export const member = (
  personKey: PersonKey,
  relation: Relation,
  birthDate: CivilDate,
  rest: Partial<HouseholdMember> = {},
): HouseholdMember => ({ personKey, relation, birthDate, study: 'NONE', ...rest });

/** A couple and a child of ten. */
export const FAMILY: readonly HouseholdMember[] = [
  member(HEAD, 'APPLICANT', '1985-03-01'),
  member(SPOUSE, 'SPOUSE', '1986-04-01'),
  member(CHILD, 'CHILD', '2015-05-01'),
];

/** What is watched: the family of the county 510802 in July 2025, unless something else is said. */
export interface Scene {
  readonly today?: CivilDate;
  readonly region?: string;
  readonly hukouType?: HukouType;
  readonly members?: readonly HouseholdMember[];
  readonly obligors?: readonly Obligor[];
  /** A person of whom no household is on record. */
  readonly alone?: PersonKey;
  readonly facts?: readonly EconomicFact[];
  /** Who was told to be guardian of one of them, and is none of them. */
  readonly guardians?: readonly PersonKey[];
  readonly obligorHouseholds?: WatchSource['obligorHouseholds'];
  readonly knowledge?: Partial<WatchKnowledge>;
  /** TAX has told everything up to the month before; by default it has. */
  readonly isIncomeKnown?: boolean;
  readonly writtenBack?: ReadonlyMap<PersonKey, WrittenBack>;
  /** Policy rows that go before the shipped ones, by key. */
  readonly rows?: Readonly<Record<string, unknown>>;
}

export const TODAY = '2025-07-15';

/** The shipped policies, and what is watched under them. */
export class WatchKit {
  readonly #books = new Map<string, PolicyBook>();

  constructor(private readonly book: PolicyBook) {}

  watch(scene: Scene = {}): Watch {
    const { today = TODAY, region = '510802001', hukouType = 'URBAN', members = FAMILY, alone } = scene;
    const { facts = [], obligors = [], isIncomeKnown = true, rows = {} } = scene;
    const book = this.#bookWith(rows);
    return buildWatch({
      today,
      region,
      book,
      ...(alone === undefined
        ? { household: { id: 'household', service: 'assistance', region, hukouType, members, obligors } }
        : { personKey: alone }),
      facts: Map.groupBy(facts, ({ personKey }) => personKey),
      ...(scene.guardians && { guardians: scene.guardians }),
      ...(scene.obligorHouseholds && { obligorHouseholds: scene.obligorHouseholds }),
      writtenBack: scene.writtenBack ?? new Map(),
      knowledge: {
        ...NO_KNOWLEDGE,
        watermarks: isIncomeKnown ? [{ agency: 'TAX', dataset: 'TAX', upTo: `${today}T00:00:00+08:00` }] : [],
        ...scene.knowledge,
      },
    });
  }

  /** The same book for the same rows: what was read of it need not be read again. */
  #bookWith(rows: Readonly<Record<string, unknown>>): PolicyBook {
    const name = JSON.stringify(rows);
    const book =
      this.#books.get(name) ??
      Object.entries(rows).reduce(
        (all, [policyKey, value]) => all.supposing(row(policyKey, value)),
        this.book.renewed(),
      );
    this.#books.set(name, book);
    return book;
  }

  /** What an indicator finds under the rows of its region. */
  find(indicator: Indicator, scene: Scene): Hit[] {
    const watch = this.watch(scene);
    return indicator.find(watch, watch.rules.policyOf(indicator.code));
  }

  nextDueOn(indicator: Indicator, scene: Scene): CivilDate | undefined {
    const watch = this.watch(scene);
    return indicator.nextDueOn?.(watch, watch.rules.policyOf(indicator.code));
  }

  /**
   * What becomes of a hit that was closed as settled, muted through the scene's day: whether it is found under the same
   * episode on that day and the day after, and raised again.
   */
  afterMute(
    indicator: Indicator,
    scene: Scene,
  ): { readonly thatDay: boolean[]; readonly dayAfter: boolean[] } {
    const { today = TODAY } = scene;
    const before = this.find(indicator, scene);
    const raised = (day: CivilDate): boolean[] =>
      this.find(indicator, { ...scene, today: day }).map((hit) => {
        const known = before.find(({ episodeKey }) => episodeKey === hit.episodeKey);
        if (known === undefined) throw new Error(`another episode on ${day}: ${hit.episodeKey}`);
        return isRaisedAgain(
          { severity: known.severity, amountFen: known.amountFen ?? null, mutedUntilOn: today },
          hit,
          day,
        );
      });
    return { thatDay: raised(today), dayAfter: raised(addDays(today, 1)) };
  }

  /**
   * Whether each hit of the scene is withdrawn when a source takes some of its facts back, and says something else instead;
   * or when what is known beside facts is told otherwise.
   */
  areWithdrawn(
    indicator: Indicator,
    scene: Scene,
    takenBack: readonly EconomicFact[],
    instead: readonly EconomicFact[] = [],
    told: Partial<Scene> = {},
  ): boolean[] {
    const facts = [...(scene.facts ?? []).filter((fact) => !takenBack.includes(fact)), ...instead];
    const later = { ...scene, facts, ...told };
    const now = this.find(indicator, later);
    const { household, knowledge } = this.watch(later);
    const consents = knowledge.consents.filter(({ withdrawnAt }) => withdrawnAt === undefined);
    return this.find(indicator, scene).map((hit) =>
      isWithdrawn(
        { factIds: hit.factIds, grounds: hit.grounds ?? [] },
        {
          isFound: now.some(({ episodeKey }) => episodeKey === hit.episodeKey),
          takenBack: takenBack.map((fact) => ({
            factId: fact.factId,
            personKey: fact.personKey,
            ...(fact.type === 'STATUS' && { status: fact }),
          })),
          standing: facts,
          standingGrounds: new Set([
            ...(household === undefined ? [] : groundsOf(household)),
            ...consents.map(({ consentId }) => consentGround(consentId)),
          ]),
        },
      ),
    );
  }
}

export async function watchKit(): Promise<WatchKit> {
  return new WatchKit(new PolicyBook(await policyRows()));
}

const row = (name: string, value: unknown): PolicyRow => ({
  id: `row of ${name}`,
  key: name,
  regionPrefix: '5108',
  effectiveFrom: '2018-01-01',
  value,
  legalBasis: 'test',
});

let serial = 0;

const stored = (personKey: PersonKey, agency: string) => {
  serial += 1;
  return {
    factId: `fact-${String(serial).padStart(6, '0')}`,
    personKey,
    source: { agency, dataset: agency, recordKey: `record-${serial}` },
    quality: 'REGISTERED' as const,
    observedAt: `2025-07-01T00:00:00.${String(serial).padStart(6, '0')}Z`,
    recordedAtMicros: BigInt(serial),
    retracted: false,
  };
};

/** The same record, told once more. */
export const again = <Fact extends EconomicFact>(fact: Fact, change: Partial<Fact>): Fact => {
  const { factId, observedAt, recordedAtMicros } = stored(fact.personKey, fact.source.agency);
  return { ...fact, factId, observedAt, recordedAtMicros, supersedesFactId: fact.factId, ...change };
};

interface IncomeOptions extends Partial<IncomeFact> {
  readonly agency?: string;
  readonly to?: Month;
}

/** So much for each of the months. */
export function income(
  personKey: PersonKey,
  kind: IncomeKind,
  from: Month,
  monthlyFen: bigint,
  { agency = 'TAX', to = from, ...rest }: IncomeOptions = {},
): IncomeFact {
  return {
    ...stored(personKey, agency),
    type: 'INCOME',
    kind,
    amountFen: monthlyFen * BigInt(monthsBetween(from, to).length),
    period: { from, to },
    basis: 'NET',
    payerKey: '91510800MA6253U27D',
    itemKey: `${kind} of ${personKey}`,
    householdShare: false,
    ...rest,
  };
}

const BENEFITS: Readonly<Record<string, readonly [IncomeKind, string]>> = {
  DIBAO: ['dibaoBenefit', 'assistance'],
  TEKUN: ['tekunBenefit', 'assistance'],
  TEMP_AID: ['temporaryAid', 'assistance'],
  DISABILITY_LIVING: ['disabilityLivingSubsidy', 'assistance'],
  DISABILITY_CARE: ['disabilityCareSubsidy', 'assistance'],
  OLD_AGE_ALLOWANCE: ['oldAgeAllowance', 'eldercare'],
  ELDER_CARE_SUBSIDY: ['elderCareSubsidy', 'eldercare'],
  ORPHAN_ALLOWANCE: ['orphanAllowance', 'children'],
  DE_FACTO_ALLOWANCE: ['deFactoChildAllowance', 'children'],
  EDUCATION_AID: ['educationAid', 'EDU'],
};

/** A benefit as its payer tells it, for one month or several. */
export function paid(
  personKey: PersonKey,
  programme: string,
  from: Month,
  { to = from, amountFen = 45_000n, ...rest }: IncomeOptions = {},
): IncomeFact {
  const [kind, agency] = BENEFITS[programme] ?? (['dibaoBenefit', 'assistance'] as const);
  return income(personKey, kind, from, amountFen, {
    agency,
    to,
    payerKey: '*',
    itemKey: `${programme} of ${personKey}`,
    programme,
    region: '510802001',
    ...rest,
  });
}

export function spent(
  personKey: PersonKey,
  kind: ExpenditureKind,
  month: Month,
  amountFen: bigint,
  { agency = 'NHSA', ...rest }: Partial<ExpenditureFact> & { readonly agency?: string } = {},
): ExpenditureFact {
  const common = stored(personKey, agency);
  return {
    ...common,
    type: 'EXPENDITURE',
    kind,
    amountFen,
    period: { from: month, to: month },
    itemKey: common.factId,
    ...rest,
  };
}

export function owns(
  personKey: PersonKey,
  kind: AssetKind,
  { agency = 'NR', ...rest }: Partial<AssetFact> & { readonly agency?: string } = {},
): AssetFact {
  return {
    ...stored(personKey, agency),
    type: 'ASSET',
    kind,
    ...(rest.valueFen === undefined && { count: 1 }),
    asOf: '2025-07-01',
    itemKey: `${kind} of ${personKey}`,
    shareBp: 10_000,
    attributes: {},
    ...rest,
  };
}

export function status(
  personKey: PersonKey,
  kind: StatusKind,
  from: CivilDate,
  {
    to,
    agency = 'assistance',
    attributes = {},
    ...rest
  }: Partial<StatusFact> & { readonly agency?: string; readonly to?: CivilDate } = {},
): StatusFact {
  return {
    ...stored(personKey, agency),
    type: 'STATUS',
    kind,
    days: { from, ...(to !== undefined && { to }) },
    attributes,
    ...rest,
  };
}

export const consent = (personKey: PersonKey, rest: Partial<ConsentForm> = {}): ConsentForm => ({
  consentId: `consent of ${personKey}`,
  personKey,
  signerKey: personKey,
  signerRole: 'SELF',
  purposes: ['DIBAO'],
  datasets: ['CORE'],
  signedAt: '2025-01-14T02:00:00Z',
  validTo: '2026-01-13',
  ...rest,
});
