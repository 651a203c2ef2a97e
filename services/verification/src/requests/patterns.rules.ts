import {
  assetKind,
  selectFacts,
  type AssetFact,
  type EconomicFact,
  type MonthLine,
  type PropertyGroup,
  type SelectedFacts,
} from '@minzheng/kernel/means-test';
import type { Fen } from '@minzheng/kernel/money';
import {
  addMonths,
  addMonthsToDate,
  monthOf,
  type CivilDate,
  type IncomeWindow,
} from '@minzheng/kernel/months';
import { declaredInWindow } from './declaration-comparison.rules.js';
import type { DeclaredItem } from './household-under-check.js';

export const PATTERN_CODES = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8'] as const;
export type PatternCode = (typeof PATTERN_CODES)[number];

/** Rows `verification.pattern.<code>.*`, each read when it is asked for. @throws PolicyMissing, PolicyMalformed */
export interface PatternPolicies {
  isEnabled(code: PatternCode): boolean;
  figure(code: PatternCode, name: 'n' | 'amountFen' | 'ratioBp'): bigint;
  /** The township's usual bill of a month; undefined where nobody has entered one. */
  electricityMedianFen(): Fen | undefined;
}

/** A deposit that several households hold (同一账户): how many, this one among them. */
export interface SharedDeposit {
  readonly itemKey: string;
  readonly households: number;
}

/** What sends a check to a person (需人工复核的情形); it refuses nothing by itself. */
export interface Pattern {
  readonly code: PatternCode;
  readonly personKey?: string;
  readonly figures: Readonly<Record<string, bigint | string>>;
  readonly factIds: readonly string[];
}

export interface PatternQuestion {
  /** What may be read of the household and stands; nothing that was declared. */
  readonly facts: readonly EconomicFact[];
  readonly selected: SelectedFacts;
  /** Members who count. */
  readonly countedKeys: ReadonlySet<string>;
  /** Everybody whom the snapshot names. */
  readonly namedKeys: ReadonlySet<string>;
  readonly declaredItems: readonly DeclaredItem[];
  readonly asOf: CivilDate;
  readonly window: IncomeWindow;
  readonly sharedDeposits: readonly SharedDeposit[];
  readonly policies: PatternPolicies;
}

type Look = (question: PatternQuestion) => Pattern[];

const BASIS_POINTS = 10_000n;
const CLOSE_GROUPS: readonly PropertyGroup[] = ['HOME', 'VEHICLE'];

/**
 * Patterns that a person has to look at before anybody decides (核对疑点), by code. 民发〔2021〕57号 arts. 17, 18.
 *
 * @throws PolicyMissing, PolicyMalformed
 */
export function findPatterns(question: PatternQuestion): Pattern[] {
  return PATTERN_CODES.flatMap((code) => LOOKS[code](question));
}

/** Financial assets fell by more than a part and at least a sum in the months before applying. */
function p1(question: PatternQuestion): Pattern[] {
  const { facts, countedKeys, asOf, policies } = question;
  const financial = facts.filter(
    (fact): fact is AssetFact =>
      fact.type === 'ASSET' && countedKeys.has(fact.personKey) && assetKind(fact.kind).group === 'FINANCIAL',
  );
  // what was stated once has not fallen
  const items = new Set(financial.map(({ personKey, kind, itemKey }) => `${personKey} ${kind} ${itemKey}`));
  if (items.size === financial.length || !policies.isEnabled('P1')) return [];
  const from = addMonthsToDate(asOf, -Number(policies.figure('P1', 'n')));
  const days = new Set([
    from,
    ...financial.map((fact) => fact.asOf).filter((day) => from < day && day < asOf),
  ]);
  const now = holdingsOn(financial, asOf);
  const [highest] = [...days]
    .map((day) => holdingsOn(financial, day))
    .toSorted((a, b) => (a.sumFen > b.sumFen ? -1 : Number(a.sumFen < b.sumFen)));
  if (highest === undefined) return [];
  const fellFen = highest.sumFen - now.sumFen;
  const isMuch =
    fellFen >= policies.figure('P1', 'amountFen') &&
    fellFen * BASIS_POINTS > policies.figure('P1', 'ratioBp') * highest.sumFen;
  if (!isMuch) return [];
  const figures = { highestFen: highest.sumFen, nowFen: now.sumFen };
  return [{ code: 'P1', figures, factIds: idsOf([...highest.facts, ...now.facts]) }];
}

/** Divorced a short while before, and since then a home or much money has gone to the former spouse. */
function p2({ facts, selected, countedKeys, asOf, policies }: PatternQuestion): Pattern[] {
  const divorces = selected.statuses.filter(
    ({ kind, personKey }) => kind === 'divorced' && countedKeys.has(personKey),
  );
  if (divorces.length === 0 || !policies.isEnabled('P2')) return [];
  const since = addMonthsToDate(asOf, -Number(policies.figure('P2', 'n')));
  return divorces
    .filter(({ days }) => since <= days.from && days.from <= asOf)
    .flatMap((divorce): Pattern[] => {
      const { spouseKey } = divorce.attributes;
      if (spouseKey === undefined) return [];
      const gone = goneThings(facts, divorce.days.from, asOf).filter(
        ({ fact }) => fact.personKey === divorce.personKey && fact.attributes['toKey'] === spouseKey,
      );
      const sumFen = gone.reduce((sum, { valueFen }) => sum + valueFen, 0n);
      const hasHome = gone.some(({ fact }) => assetKind(fact.kind).group === 'HOME');
      if (!hasHome && sumFen < policies.figure('P2', 'amountFen')) return [];
      return [
        {
          code: 'P2',
          personKey: divorce.personKey,
          figures: { divorcedOn: divorce.days.from, goneFen: sumFen },
          factIds: idsOf([divorce, ...gone.map(({ fact }) => fact)]),
        },
      ];
    });
}

/** A home or a vehicle has gone to somebody whom the snapshot names. */
function p3({ facts, countedKeys, namedKeys, asOf, policies }: PatternQuestion): Pattern[] {
  const close = facts.filter(
    (fact) =>
      fact.type === 'ASSET' &&
      countedKeys.has(fact.personKey) &&
      fact.attributes['toKey'] !== undefined &&
      fact.attributes['toKey'] !== fact.personKey &&
      namedKeys.has(fact.attributes['toKey']) &&
      CLOSE_GROUPS.includes(assetKind(fact.kind).group),
  );
  if (close.length === 0 || !policies.isEnabled('P3')) return [];
  const since = addMonthsToDate(asOf, -Number(policies.figure('P3', 'n')));
  return goneThings(close, since, asOf).map(({ fact }) => ({
    code: 'P3',
    personKey: fact.personKey,
    figures: { kind: fact.kind, goneOn: fact.asOf },
    factIds: [fact.factId],
  }));
}

/** Nobody reports a wage any more, while contributions to social insurance go on. */
function p4({ selected, countedKeys, asOf, policies }: PatternQuestion): Pattern[] {
  const paid = selected.expenditure.filter(
    ({ fact, amountFen }) =>
      fact.kind === 'socialInsurancePaid' && countedKeys.has(fact.personKey) && amountFen > 0n,
  );
  if (paid.length === 0 || !policies.isEnabled('P4')) return [];
  const last = addMonths(monthOf(asOf), -1);
  const first = addMonths(monthOf(asOf), -Number(policies.figure('P4', 'n')));
  const isRecent = ({ month }: { readonly month: string }) => first <= month && month <= last;
  return [...Map.groupBy(paid.filter(isRecent), ({ fact }) => fact.personKey)].flatMap(
    ([personKey, contributions]): Pattern[] => {
      const hasWage = selected.income.some(
        (line) =>
          line.fact.personKey === personKey &&
          line.fact.kind === 'wage' &&
          line.fact.quality !== 'DECLARED' &&
          line.amountFen > 0n &&
          isRecent(line),
      );
      if (hasWage) return [];
      const factIds = idsOf(contributions.map(({ fact }) => fact));
      return [{ code: 'P4', personKey, figures: { fromMonth: first, toMonth: last }, factIds }];
    },
  );
}

/** Far more electricity than a household of the township uses, several months in a row. */
function p5(question: PatternQuestion): Pattern[] {
  const { window, policies } = question;
  const bills = linesInWindow(question, 'electricity');
  if (bills.length === 0 || !policies.isEnabled('P5')) return [];
  const median = policies.electricityMedianFen();
  if (median === undefined) return [];
  const limit = policies.figure('P5', 'ratioBp') * median;
  const needed = Number(policies.figure('P5', 'n'));
  const byMonth = Map.groupBy(bills, ({ month }) => month);
  let row: string[] = [];
  for (const month of window.months) {
    const sum = (byMonth.get(month) ?? []).reduce((total, { amountFen }) => total + amountFen, 0n);
    row = sum * BASIS_POINTS > limit ? [...row, month] : [];
    if (row.length < needed) continue;
    const facts = row.flatMap((each) => (byMonth.get(each) ?? []).map(({ fact }) => fact));
    const figures = { medianFen: median, fromMonth: row[0] ?? month, toMonth: month };
    return [{ code: 'P5', figures, factIds: idsOf(facts) }];
  }
  return [];
}

/** Premiums take a large part of the income that was declared. */
function p6(question: PatternQuestion): Pattern[] {
  const { declaredItems, window, policies } = question;
  const premiums = linesInWindow(question, 'insurancePremium');
  if (premiums.length === 0 || declaredItems.length === 0 || !policies.isEnabled('P6')) return [];
  const paidFen = premiums.reduce((sum, { amountFen }) => sum + amountFen, 0n);
  const declaredFen = declaredItems
    .filter(({ side }) => side === 'INCOME')
    .reduce((sum, item) => sum + declaredInWindow(item, window), 0n);
  if (paidFen * BASIS_POINTS <= policies.figure('P6', 'ratioBp') * declaredFen) return [];
  return [
    { code: 'P6', figures: { paidFen, declaredFen }, factIds: idsOf(premiums.map(({ fact }) => fact)) },
  ];
}

/** One account in the name of several households. */
function p7({ facts, countedKeys, sharedDeposits, policies }: PatternQuestion): Pattern[] {
  if (sharedDeposits.length === 0 || !policies.isEnabled('P7')) return [];
  const needed = policies.figure('P7', 'n');
  return sharedDeposits
    .filter(({ households }) => BigInt(households) >= needed)
    .flatMap(({ itemKey, households }): Pattern[] => {
      const own = facts.filter(
        (fact) =>
          fact.type === 'ASSET' &&
          fact.kind === 'deposit' &&
          fact.itemKey === itemKey &&
          countedKeys.has(fact.personKey),
      );
      return own.length === 0
        ? []
        : [{ code: 'P7', figures: { households: BigInt(households) }, factIds: idsOf(own) }];
    });
}

/** A school of high fees, or several trips abroad. */
function p8(question: PatternQuestion): Pattern[] {
  const schools = linesInWindow(question, 'highFeeSchool');
  const trips = linesInWindow(question, 'overseasTravel');
  if (schools.length + trips.length === 0 || !question.policies.isEnabled('P8')) return [];
  const travels = new Set(trips.map(({ fact }) => fact.factId));
  if (schools.length === 0 && BigInt(travels.size) < question.policies.figure('P8', 'n')) return [];
  return [
    {
      code: 'P8',
      figures: {
        schools: BigInt(new Set(schools.map(({ fact }) => fact.factId)).size),
        trips: BigInt(travels.size),
      },
      factIds: idsOf([...schools, ...trips].map(({ fact }) => fact)),
    },
  ];
}

const LOOKS: Readonly<Record<PatternCode, Look>> = {
  P1: p1,
  P2: p2,
  P3: p3,
  P4: p4,
  P5: p5,
  P6: p6,
  P7: p7,
  P8: p8,
};

/** What the members held on a day, as far as it was stated by then: of each thing their part of its value. */
function holdingsOn(
  facts: readonly AssetFact[],
  day: CivilDate,
): { readonly sumFen: Fen; readonly facts: readonly AssetFact[] } {
  const { assets } = selectFacts(facts, { validAt: day });
  const parts = assets.map(({ valueFen = 0n, shareBp = 10_000 }) => valueFen * BigInt(shareBp));
  return { sumFen: parts.reduce((sum, part) => sum + part, 0n) / BASIS_POINTS, facts: assets };
}

interface GoneThing {
  readonly fact: AssetFact;
  /** What it was worth when it went, or when it was last stated; 0 where nobody knows. */
  readonly valueFen: Fen;
}

/** Things that went between two days, both included. */
function goneThings(facts: readonly EconomicFact[], from: CivilDate, to: CivilDate): GoneThing[] {
  const assets = facts.filter((fact) => fact.type === 'ASSET');
  return assets.filter(isGone).flatMap((fact): GoneThing[] => {
    if (fact.asOf < from || to < fact.asOf) return [];
    const before = assets
      .filter(
        (other) =>
          other.personKey === fact.personKey &&
          other.kind === fact.kind &&
          other.itemKey === fact.itemKey &&
          other.asOf < fact.asOf &&
          !isGone(other),
      )
      .toSorted((a, b) => (a.asOf < b.asOf ? 1 : -1))[0];
    const { valueFen: own = 0n } = fact;
    return [{ fact, valueFen: own > 0n ? own : (before?.valueFen ?? 0n) }];
  });
}

function isGone({ count, valueFen }: AssetFact): boolean {
  return count === 0 || (count === undefined && valueFen === 0n);
}

function linesInWindow(
  { selected, countedKeys, window }: PatternQuestion,
  kind: string,
): MonthLine<SelectedFacts['expenditure'][number]['fact']>[] {
  return selected.expenditure.filter(
    ({ fact, month, amountFen }) =>
      fact.kind === kind &&
      fact.quality !== 'DECLARED' &&
      countedKeys.has(fact.personKey) &&
      amountFen > 0n &&
      window.from <= month &&
      month <= window.to,
  );
}

const idsOf = (facts: readonly { readonly factId: string }[]): string[] =>
  [...new Set(facts.map(({ factId }) => factId))].toSorted();
