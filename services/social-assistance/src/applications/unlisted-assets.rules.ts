import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { VerificationCompleted } from '@minzheng/contracts/verification';
import { assetKind, isAssetKind, type AssetFact, type EconomicFact } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import {
  add,
  compare,
  fromWire,
  multiply,
  rational,
  subtract,
  ZERO,
  type Rational,
} from '@minzheng/kernel/rational';
import { factsOf, type SuppliedItem } from './report-facts.rules.js';

const BANK = 'BANK';
/** As what the items are known from. */
const OF_PERSON = 'unlisted';
const OF_HOUSEHOLD = 'unlisted-of-household';
const WHOLE_BP = 10_000;

/** What a report tells the sum of only, as items (未列明的金融资产). */
export interface UnlistedAssets {
  /** One of each person whose sum is told. */
  readonly ofPersons: readonly AssetFact[];
  /** What the household's sum has beyond these, such as what was read of a bank long ago: it is nobody's in particular. */
  readonly ofHousehold: readonly AssetFact[];
}

/**
 * Of banks, securities and insurers a report tells sums only: what of them no listed item accounts for is one item. A
 * part of a fen counts as one, so that a sum is over a limit of whole fen exactly where the report found it so.
 *
 * @param day - for which the report was made
 */
export function unlistedAssets(report: VerificationCompleted, day: CivilDate): UnlistedAssets {
  const { members, householdFigures } = report;
  const listed = factsOf(report).filter((fact) => fact.type === 'ASSET');
  const observedAt = (report.issuedAt ? timestampDate(report.issuedAt) : new Date(0)).toISOString();
  const item = (personKey: string, sum: Rational, dataset: string): AssetFact[] =>
    compare(sum, ZERO) <= 0 ? [] : [itemOf({ personKey, day, observedAt, valueFen: roundUp(sum), dataset })];
  const ofPersons = members.flatMap(({ personKey, financialAssetsFen = 0n }) =>
    financialAssetsFen === 0n
      ? []
      : item(personKey, subtract(rational(financialAssetsFen), netOf(listed, [personKey])), OF_PERSON),
  );
  const counted = members.filter((member) => member.counted);
  const [owner] = [
    ...counted.filter(({ financialAssetsFen }) => financialAssetsFen === undefined),
    ...counted,
  ];
  const perHead = householdFigures?.financialAssetsPerHead;
  if (!owner || !perHead || fromWire(perHead).numerator === 0n) return { ofPersons, ofHousehold: [] };
  const all = multiply(fromWire(perHead), rational(BigInt(householdFigures.memberCount)));
  const told = netOf(
    [...listed, ...ofPersons],
    counted.map(({ personKey }) => personKey),
  );
  return { ofPersons, ofHousehold: item(owner.personKey, subtract(all, told), OF_HOUSEHOLD) };
}

export const isUnlisted = ({ source: { dataset } }: EconomicFact): boolean =>
  dataset === OF_PERSON || dataset === OF_HOUSEHOLD;

/** It does not count where somebody is looked at alone. */
export const isOfHousehold = ({ source }: EconomicFact): boolean => source.dataset === OF_HOUSEHOLD;

/**
 * What a bank has answered of somebody whose sum it had not told is part of the household's sum as far as that goes: it
 * counts once.
 */
export function lessAnswered(
  unlisted: readonly AssetFact[],
  { members }: VerificationCompleted,
  items: readonly SuppliedItem[],
): AssetFact[] {
  const untold = members
    .filter(({ counted, financialAssetsFen }) => counted && financialAssetsFen === undefined)
    .map(({ personKey }) => personKey);
  const answeredFen = items
    .filter(({ side, agency, kind, personKey }) => {
      const isDeposit = side === 'ASSET' && isAssetKind(kind) && assetKind(kind).group === 'FINANCIAL';
      return isDeposit && agency === BANK && untold.includes(personKey);
    })
    .reduce((sum, { valueFen = '0' }) => sum + BigInt(valueFen), 0n);
  return unlisted.flatMap((fact) => {
    const valueFen = (fact.valueFen ?? 0n) - answeredFen;
    return valueFen > 0n ? [{ ...fact, valueFen }] : [];
  });
}

/** Financial assets of these persons less earmarked relief: what the property test makes of it, before it is held to 0. */
function netOf(assets: readonly AssetFact[], personKeys: readonly string[]): Rational {
  return assets
    .filter(({ personKey }) => personKeys.includes(personKey))
    .reduce((sum, { kind, valueFen = 0n, shareBp }) => {
      const { group } = assetKind(kind);
      const part = (otherwiseBp: number) =>
        rational(valueFen * BigInt(shareBp ?? otherwiseBp), BigInt(WHOLE_BP));
      if (group === 'FINANCIAL') return add(sum, part(0));
      return group === 'EARMARKED' ? subtract(sum, part(WHOLE_BP)) : sum;
    }, ZERO);
}

const roundUp = ({ numerator, denominator }: Rational): bigint =>
  (numerator + denominator - 1n) / denominator;

function itemOf({
  personKey,
  day,
  observedAt,
  valueFen,
  dataset,
}: {
  readonly personKey: string;
  readonly day: CivilDate;
  readonly observedAt: string;
  readonly valueFen: bigint;
  readonly dataset: string;
}): AssetFact {
  const factId = `${dataset}/${personKey}`;
  return {
    ...{ factId, personKey, source: { agency: BANK, dataset, recordKey: factId } },
    ...{ type: 'ASSET', kind: 'deposit', valueFen, shareBp: WHOLE_BP, itemKey: factId, asOf: day },
    ...{ quality: 'VERIFIED', observedAt, recordedAtMicros: 0n, retracted: false, attributes: {} },
  };
}
