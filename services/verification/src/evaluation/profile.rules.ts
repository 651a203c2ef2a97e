import {
  gateOf,
  selectFacts,
  type AssetFact,
  type EconomicFact,
  type Gate,
  type MonthLine,
  type SelectedFacts,
  type StatusFact,
} from '@minzheng/kernel/means-test';
import { addMonths, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';

const INCOME_MONTHS = 36;
const EXPENDITURE_MONTHS = 24;

/** Sums in fen by kind and month: `{ wage: { '2025-06': '150000' } }`. */
type MonthlySums = Record<string, Record<Month, string>>;

/** Economic profile (经济档案) of a person: what counts of the facts about him or her, by gate. */
export interface Profile {
  readonly incomes: MonthlySums;
  readonly expenditures: MonthlySums;
  readonly assets: readonly {
    readonly kind: string;
    readonly itemKey: string;
    readonly valueFen?: string;
    readonly count?: number;
    readonly shareBp?: number;
    readonly asOf: CivilDate;
  }[];
  readonly statuses: readonly { readonly kind: string; readonly from: CivilDate; readonly to?: CivilDate }[];
}

export interface GatedProfiles {
  /** Kinds that may be kept and used in monitoring by law (gate L). */
  readonly open: Profile;
  /** Kinds that only a consent opens (gate C). */
  readonly gated: Profile;
}

/** The profile of one person's facts on a day. The same facts give the same profile, in whatever order they come. */
export function profileOf(facts: readonly EconomicFact[], today: CivilDate): GatedProfiles {
  return profileOfSelected(selectFacts(facts, { validAt: today }), today);
}

/** @param selected - what counts of one person's facts as of the day */
export function profileOfSelected(selected: SelectedFacts, today: CivilDate): GatedProfiles {
  const of = (gate: Gate): Profile => {
    const passes = (fact: EconomicFact): boolean => gateOf(fact.type, fact.kind, fact.source.agency) === gate;
    return {
      incomes: monthlySums(
        selected.income.filter(({ fact }) => passes(fact)),
        since(today, INCOME_MONTHS),
      ),
      expenditures: monthlySums(
        selected.expenditure.filter(({ fact }) => passes(fact)),
        since(today, EXPENDITURE_MONTHS),
      ),
      assets: selected.assets
        .filter((fact) => passes(fact) && !isGone(fact))
        .map(assetEntry)
        .sort(byJson),
      statuses: selected.statuses
        .filter((fact) => passes(fact) && isOpen(fact, today))
        .map(({ kind, days }) => ({ kind, ...days }))
        .sort(byJson),
    };
  };
  return { open: of('L'), gated: of('C') };
}

const since = (today: CivilDate, months: number): Month => addMonths(monthOf(today), -months);

function monthlySums(lines: readonly MonthLine[], first: Month): MonthlySums {
  const sums = new Map<string, Map<Month, bigint>>();
  for (const { fact, month, amountFen } of lines) {
    if (month < first) continue;
    const months = sums.get(fact.kind) ?? new Map<Month, bigint>();
    months.set(month, (months.get(month) ?? 0n) + amountFen);
    sums.set(fact.kind, months);
  }
  return sorted(sums, (months) => sorted(months, String));
}

function sorted<Value, Result>(
  map: ReadonlyMap<string, Value>,
  convert: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(
    [...map.keys()].sort().map((key) => [key, convert(map.get(key) as Value)] as const),
  );
}

const isGone = ({ valueFen, count }: AssetFact): boolean =>
  count === 0 || (count === undefined && valueFen === 0n);

const isOpen = ({ days }: StatusFact, today: CivilDate): boolean =>
  days.from <= today && (days.to === undefined || today < days.to);

const assetEntry = ({ kind, itemKey, valueFen, count, shareBp, asOf }: AssetFact) => ({
  kind,
  itemKey,
  asOf,
  ...(valueFen === undefined ? {} : { valueFen: valueFen.toString() }),
  ...(count === undefined ? {} : { count }),
  ...(shareBp === undefined ? {} : { shareBp }),
});

function byJson(a: object, b: object): number {
  const left = JSON.stringify(a);
  const right = JSON.stringify(b);
  return left < right ? -1 : left > right ? 1 : 0;
}
