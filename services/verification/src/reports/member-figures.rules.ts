import {
  assetKind,
  holdsOn,
  type AssetFact,
  type EconomicFact,
  type ExpenditureFact,
  type IncomeFact,
  type MeansResult,
  type MemberMeans,
  type StatusFact,
} from '@minzheng/kernel/means-test';
import type { Fen } from '@minzheng/kernel/money';
import type { CivilDate } from '@minzheng/kernel/months';
import { roundHalfUp, type Rational } from '@minzheng/kernel/rational';
import type { CheckResult, ObligorMeans } from '../requests/check.js';
import { isFinancialKind } from './financial-kinds.rules.js';

const DEPOSITS_FROM = 'BANK';

/** Where an item comes from, and whether that source was fresh. */
export interface ItemSource {
  readonly agency: string;
  readonly dataset: string;
  /** Hash of the record at the source. */
  readonly recordKey: string;
  readonly observedAt: string;
  readonly quality: EconomicFact['quality'];
  readonly freshness: string;
  readonly factId: string;
}

export interface IncomeItem extends ItemSource {
  readonly kind: string;
  readonly programme?: string;
  readonly payerKey: string;
  readonly basis: 'NET' | 'GROSS';
  readonly month: string;
  readonly amountFen: Fen;
  /** Carried from the month before, which the source has not passed yet. */
  readonly stale: boolean;
}

export interface ExpenditureItem extends ItemSource {
  readonly kind: string;
  readonly month: string;
  readonly amountFen: Fen;
  readonly stale: boolean;
}

export interface AssetItem extends ItemSource {
  readonly kind: string;
  readonly valueFen?: Fen;
  readonly count?: number;
  readonly shareBp?: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly itemKey: string;
  readonly asOf: CivilDate;
  readonly ignoredReason?: string;
}

export interface StatusItem extends ItemSource {
  readonly kind: string;
  readonly from: CivilDate;
  readonly to?: CivilDate;
}

/**
 * What was found for one person (个人核对结果); an obligor is not counted, whether named outside the household or a member who
 * lives apart.
 */
export interface PersonFigures {
  readonly personKey: string;
  readonly counted: boolean;
  readonly reasonCode: string;
  readonly ownMonthly: Rational;
  /** Absent while the banks have not answered. */
  readonly financialAssetsFen?: Fen;
  readonly incomes: readonly IncomeItem[];
  readonly expenditures: readonly ExpenditureItem[];
  readonly assets: readonly AssetItem[];
  readonly statuses: readonly StatusItem[];
}

const NOT_AUTHORISED = 'OBLIGOR_NOT_AUTHORISED';

/** The figures of all members in the order of the snapshot, then of the other obligors in the order of their keys. */
export function personFigures(result: CheckResult, asOf: CivilDate): PersonFigures[] {
  const { means, obligors } = result;
  const members = new Set(means.members.map(({ personKey }) => personKey));
  const closed = new Set(obligors.filter(({ authorised }) => !authorised).map(({ personKey }) => personKey));
  return [
    ...means.members.map((member) => {
      const { counted, reason } = member.membership;
      const reasonCode = closed.has(member.personKey) ? NOT_AUTHORISED : reason.code;
      return figuresOf(member, means, result, asOf, counted, reasonCode);
    }),
    ...obligors
      .filter(({ personKey }) => !members.has(personKey))
      .flatMap((obligor) => obligorFigures(obligor, result, asOf)),
  ];
}

function obligorFigures(
  { means, authorised }: ObligorMeans,
  result: CheckResult,
  asOf: CivilDate,
): PersonFigures[] {
  const reasonCode = authorised ? 'OBLIGOR' : NOT_AUTHORISED;
  return means.members.map((member) => figuresOf(member, means, result, asOf, false, reasonCode));
}

function figuresOf(
  { personKey, ownMonthly, property }: MemberMeans,
  { selected, window }: MeansResult,
  result: CheckResult,
  asOf: CivilDate,
  counted: boolean,
  reasonCode: string,
): PersonFigures {
  const standingOf = (agency: string) =>
    result.standings.find((standing) => standing.personKey === personKey && standing.agency === agency);
  const sourceOf = (fact: EconomicFact): ItemSource => ({
    ...fact.source,
    observedAt: fact.observedAt,
    quality: fact.quality,
    freshness:
      standingOf(fact.source.agency)?.state ?? (fact.quality === 'DECLARED' ? 'DECLARED' : 'NOT_ASKED'),
    factId: fact.factId,
  });
  const isOwn = ({ fact }: { readonly fact: EconomicFact }) => fact.personKey === personKey;
  const isInWindow = ({ month }: { readonly month: string }) => window.from <= month && month <= window.to;
  const banks = standingOf(DEPOSITS_FROM);
  const isKnown = banks?.state === 'FRESH' || banks?.state === 'NO_RECORD';
  const unsafe = uninhabitable(selected.statuses, asOf);
  return {
    personKey,
    counted,
    reasonCode,
    ownMonthly,
    ...(isKnown && { financialAssetsFen: roundHalfUp(property.financialAssetsPerHead) }),
    incomes: selected.income
      .filter((line) => isOwn(line) && isInWindow(line))
      .map(({ fact, ...line }) => ({ ...sourceOf(fact), ...incomeOf(fact), ...line }))
      .toSorted(byMonthAndFact),
    expenditures: selected.expenditure
      .filter((line) => isOwn(line) && isInWindow(line))
      .map(({ fact, ...line }) => ({ ...sourceOf(fact), ...expenditureOf(fact), ...line }))
      .toSorted(byMonthAndFact),
    assets: selected.assets
      // what banks, securities firms and insurers hold travels only as sums, also where it is declared
      .filter((fact) => isOwn({ fact }) && !isFinancialKind('ASSET', fact.kind))
      .map((fact) => ({
        ...sourceOf(fact),
        ...assetOf(fact),
        ...ignored(fact, selected.assets, result, unsafe),
      }))
      .toSorted(byFact),
    statuses: selected.statuses
      .filter((fact) => isOwn({ fact }) && fact.days.from <= asOf)
      .map((fact) => ({ ...sourceOf(fact), kind: fact.kind, ...fact.days }))
      .toSorted(byFact),
  };
}

function incomeOf({ kind, programme, payerKey, basis }: IncomeFact) {
  return { kind, payerKey, basis, ...(programme !== undefined && { programme }) };
}

function expenditureOf({ kind }: ExpenditureFact) {
  return { kind };
}

function assetOf({ kind, valueFen, count, shareBp, attributes, itemKey, asOf }: AssetFact) {
  return {
    kind,
    attributes,
    itemKey,
    asOf,
    ...(valueFen !== undefined && { valueFen }),
    ...(count !== undefined && { count }),
    ...(shareBp !== undefined && { shareBp }),
  };
}

/** Why a thing does not enter the property test, if so. */
function ignored(
  fact: AssetFact,
  assets: readonly AssetFact[],
  { policy }: CheckResult,
  unsafe: ReadonlySet<string>,
): { ignoredReason?: string } {
  const { group } = assetKind(fact.kind);
  if (fact.count === 0 || (fact.count === undefined && fact.valueFen === 0n))
    return { ignoredReason: 'GONE' };
  if (group === 'EXEMPT') return { ignoredReason: 'NECESSITY' };
  if (group === 'SHOWN') return { ignoredReason: 'SHOWN_ONLY' };
  if (group === 'HOME' && unsafe.has(fact.itemKey)) return { ignoredReason: 'UNINHABITABLE' };
  const shares = assets.filter(({ kind, itemKey }) => kind === fact.kind && itemKey === fact.itemKey);
  const isKnown = shares.every(({ shareBp }) => shareBp !== undefined);
  const share = shares.reduce((sum, { shareBp = 0 }) => sum + shareBp, 0);
  const isSummed = group === 'FINANCIAL' || group === 'EARMARKED';
  return isKnown && !isSummed && share < policy.means.asset.minShareBp
    ? { ignoredReason: 'SMALL_SHARE' }
    : {};
}

function uninhabitable(statuses: readonly StatusFact[], asOf: CivilDate): ReadonlySet<string> {
  const open = statuses.filter(
    (status) =>
      (status.kind === 'dwellingLost' ||
        (status.kind === 'houseUnsafe' && ['C', 'D'].includes(status.attributes['grade'] ?? ''))) &&
      holdsOn(status, asOf),
  );
  return new Set(open.flatMap(({ attributes }) => attributes['itemKey'] ?? []));
}

function byMonthAndFact(
  a: { readonly month: string; readonly factId: string },
  b: { readonly month: string; readonly factId: string },
): number {
  return a.month === b.month ? byFact(a, b) : a.month < b.month ? -1 : 1;
}

function byFact(a: { readonly factId: string }, b: { readonly factId: string }): number {
  return a.factId < b.factId ? -1 : Number(a.factId > b.factId);
}
