import { readdirSync, readFileSync } from 'node:fs';
import type {
  EconomicFact,
  ExpenditureFact,
  ExpenditureKind,
  HouseholdMember,
  IncomeFact,
  IncomeKind,
  PersonKey,
  Relation,
  StatusFact,
  StatusKind,
} from '@minzheng/kernel/means-test';
import { monthsBetween, type CivilDate, type Month } from '@minzheng/kernel/months';
import { PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import { parse } from 'yaml';
import type { ConsentForm } from '../../consents/consent.rules.js';
import { ASSISTANCE_ROWS } from '../../requests/test/households.js';
import type { Hit, Indicator, IndicatorCode } from '../indicator.js';
import { INDICATORS } from '../registry.js';
import type { Watch, WatchKnowledge } from '../watch.js';
import type { WrittenBack } from '../watched-person.js';
import * as kit from './scene-kit.js';

export { again } from './scene-kit.js';

export const COUNTY = '510802';
export const OTHER_COUNTY = '510811';
/** The day of the monthly run; the income window is 2024-07 to 2025-06. */
export const TODAY = '2025-07-21';

const POLICIES = new URL('../../../policies/', import.meta.url);
const SHIPPED = new kit.WatchKit(
  new PolicyBook([
    ...readdirSync(POLICIES).flatMap(
      (file) => parse(readFileSync(new URL(file, POLICIES), 'utf8')) as PolicyRow[],
    ),
    ...ASSISTANCE_ROWS,
  ]),
);

/** Persons by a letter: `key('a')`. */
export const key = (letter: string): PersonKey => `${letter.repeat(8)}-0000-8000-8000-000000000000`;

/** `status('a', 'imprisoned', '2025-02-20', { to: '2025-05-10' })` */
export const status = (
  letter: string,
  kind: StatusKind,
  from: CivilDate,
  more: Parameters<typeof kit.status>[3] = {},
): StatusFact => kit.status(key(letter), kind, from, { agency: 'PSB', ...more });

/** 450 yuan of a benefit for each month, a fact a month: `paid('a', 'DIBAO', '2025-04', '2025-06')`. */
export const paid = (
  letter: string,
  programme: string,
  from: Month,
  to: Month = from,
  more: Parameters<typeof kit.paid>[3] = {},
): IncomeFact[] =>
  monthsBetween(from, to).map((month) =>
    kit.paid(key(letter), programme, month, { region: COUNTY, ...more }),
  );

/** So much for each of the months, of TAX: `earned('a', 'wage', 100_000n, '2024-07', '2025-06')`. */
export const earned = (
  letter: string,
  kind: IncomeKind,
  monthlyFen: bigint,
  from: Month,
  to: Month = from,
  more: Parameters<typeof kit.income>[4] = {},
): IncomeFact => kit.income(key(letter), kind, from, monthlyFen, { to, ...more });

export const spent = (
  letter: string,
  kind: ExpenditureKind,
  month: Month,
  fen: bigint,
  more: Parameters<typeof kit.spent>[4] = {},
): ExpenditureFact => kit.spent(key(letter), kind, month, fen, more);

export const member = (
  letter: string,
  relation: Relation,
  more: Partial<HouseholdMember> = {},
): HouseholdMember => kit.member(key(letter), relation, '1980-01-01', more);

/** Applicant a, spouse b, and children c, d … of ten years: all count. */
export const family = (n: number): HouseholdMember[] =>
  ['a', 'b', 'c', 'd', 'e']
    .slice(0, n)
    .map((letter, index) =>
      index === 0
        ? member(letter, 'APPLICANT')
        : index === 1
          ? member(letter, 'SPOUSE')
          : member(letter, 'CHILD', { birthDate: '2015-01-01' }),
    );

export const consent = (letter: string, more: Partial<ConsentForm> = {}): ConsentForm =>
  kit.consent(key(letter), more);

/** Whom the facts are about, and when; the couple a, b on {@link TODAY} unless it says otherwise. */
export interface Scene {
  readonly today?: CivilDate;
  /** Null: person a, of whom no household is on record. */
  readonly members?: readonly HouseholdMember[] | null;
  readonly isIncomeKnown?: boolean;
  readonly knowledge?: Partial<WatchKnowledge>;
  readonly writtenBack?: ReadonlyMap<PersonKey, WrittenBack>;
  /** `{ 'verification.ind.A1.n': 6 }` */
  readonly rows?: Readonly<Record<string, unknown>>;
}

function sceneOf(facts: readonly EconomicFact[], { members = family(2), ...scene }: Scene): kit.Scene {
  return { today: TODAY, facts, ...scene, ...(members === null ? { alone: key('a') } : { members }) };
}

export const watchOf = (facts: readonly EconomicFact[], scene: Scene = {}): Watch =>
  SHIPPED.watch(sceneOf(facts, scene));

/** What one indicator finds. */
export const found = (code: IndicatorCode, facts: readonly EconomicFact[], scene: Scene = {}): Hit[] =>
  SHIPPED.find(indicator(code), sceneOf(facts, scene));

/** Hits in a few words: letter, payer, episode, and the sum where there is an estimate. */
export const briefly = (code: IndicatorCode, facts: readonly EconomicFact[], scene: Scene = {}): string[] =>
  found(code, facts, scene).map(({ personKey, payer, episodeKey, amountFen }) =>
    [personKey.charAt(0), payer, episodeKey, ...(amountFen === undefined ? [] : [amountFen])].join(' '),
  );

/** The day on which one indicator wants to be asked again. */
export const dueOn = (
  code: IndicatorCode,
  facts: readonly EconomicFact[],
  scene: Scene = {},
): CivilDate | undefined => SHIPPED.nextDueOn(indicator(code), sceneOf(facts, scene));

/** What becomes of the one episode that an indicator finds: raised again on the last day of its mute, and on the day after. */
export function muteOf(
  code: IndicatorCode,
  facts: readonly EconomicFact[],
  scene: Scene = {},
): { readonly thatDay: boolean[]; readonly dayAfter: boolean[] } {
  return SHIPPED.afterMute(indicator(code), sceneOf(facts, scene));
}

/** What {@link muteOf} says of one episode that still holds. */
export const MUTED_ONCE = { thatDay: [false], dayAfter: [true] };

/** Whether the hits are withdrawn when a source takes these facts back, and says something else instead. */
export const withdrawn = (
  code: IndicatorCode,
  facts: readonly EconomicFact[],
  takenBack: readonly EconomicFact[],
  scene: Scene = {},
  instead: readonly EconomicFact[] = [],
): boolean[] => SHIPPED.areWithdrawn(indicator(code), sceneOf(facts, scene), takenBack, instead);

/** Whether the hits are withdrawn when a household on record, or what else is known beside facts, is told otherwise. */
export const withdrawnBy = (
  code: IndicatorCode,
  facts: readonly EconomicFact[],
  scene: Scene,
  later: Partial<Scene>,
): boolean[] => withdrawnWith(code, facts, [], scene, later);

/** The same when facts are taken back too. */
export function withdrawnWith(
  code: IndicatorCode,
  facts: readonly EconomicFact[],
  takenBack: readonly EconomicFact[],
  scene: Scene,
  later: Partial<Scene>,
): boolean[] {
  const { facts: _told, ...told } = sceneOf(facts, { ...scene, ...later });
  return SHIPPED.areWithdrawn(indicator(code), sceneOf(facts, scene), takenBack, [], told);
}

function indicator(code: IndicatorCode): Indicator {
  const known = INDICATORS.find((each) => each.code === code);
  if (known === undefined) throw new RangeError(`no indicator ${code}`);
  return known;
}
