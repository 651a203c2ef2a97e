import {
  ASSET_KINDS,
  incomeKind,
  itemsOf,
  uninhabitableHomes,
  type AssetFact,
  type IncomeFact,
  type MonthLine,
  type PropertyGroup,
  type PropertyItem,
} from '@minzheng/kernel/means-test';
import { addMonthsToDate, type CivilDate } from '@minzheng/kernel/months';
import { isSupported, payerOfHousehold } from './benefits.rules.js';
import { byFactId, countedOn, householderOf } from './counted.rules.js';
import { D4, D6 } from './d-financial.rules.js';
import { hitOf } from './hit.js';
import type { Hit, Indicator, IndicatorCode, IndicatorPolicy } from './indicator.js';
import type { Watch } from './watch.js';
import type { WatchedPerson } from './watched-person.js';

/**
 * D1: a vehicle of the property test was registered after the day of the household's last report: it was not there when
 * somebody looked. Without a report nothing was looked at. Verification 5.10; 民发〔2021〕57号 art. 14.
 */
const D1: Indicator = {
  code: 'D1',
  timing: 'FACTS',
  find(watch, policy) {
    const reported = watch.knowledge.lastReportValidAt;
    if (reported === undefined) return [];
    const registeredOn = (item: PropertyItem): CivilDate => lastDayOf(item, 'registeredOn');
    const isNew = (item: PropertyItem): boolean => registeredOn(item) > reported;
    return itemsHeld(watch, 'VEHICLE', (all) => all.some(isNew)).flatMap((item) => {
      if (!isNew(item)) return [];
      return itemHit(watch, 'D1', policy, item, {
        zh: `上次核对（${reported}）之后新登记机动车辆，登记日期 ${registeredOn(item)}`,
        en: `a vehicle was registered on ${registeredOn(item)}, after the last report of ${reported}`,
      });
    });
  },
};

/**
 * D2: a home beyond the first, or one that was acquired within the last `n` months. Which of them is the first: the one
 * that was acquired first, an unknown day before any other. Verification 5.10; 民发〔2021〕57号 art. 14.
 */
const D2: Indicator = {
  code: 'D2',
  timing: 'FACTS',
  find(watch, policy) {
    const isNew = (home: PropertyItem): boolean => isRecent(acquiredOn(home), watch.today, policy.n);
    const all = itemsHeld(watch, 'HOME', (homes) => homesIn(homes) > 1 || homes.some(isNew));
    if (all.length === 0) return [];
    const uninhabitable = uninhabitableHomes(watch.statuses, watch.today);
    let homes = 0;
    return all
      .filter(({ itemKey }) => !uninhabitable.has(itemKey))
      .toSorted((a, b) => (acquiredOn(a) === acquiredOn(b) ? 0 : acquiredOn(a) < acquiredOn(b) ? -1 : 1))
      .flatMap((home) => {
        homes += home.count;
        if (isNew(home)) {
          return itemHit(watch, 'D2', policy, home, {
            zh: `最近 ${policy.n} 个月内取得住房，取得日期 ${acquiredOn(home)}`,
            en: `a home was acquired on ${acquiredOn(home)}, within the last ${policy.n} months`,
          });
        }
        if (homes < 2) return [];
        return itemHit(watch, 'D2', policy, home, {
          zh: '家庭有第二套住房',
          en: 'the household has a second home',
        });
      });
  },
};

/** D3: any property that is no home: a shop, office, factory or parking space. Verification 5.10; 民发〔2021〕57号 art. 14. */
const D3: Indicator = {
  code: 'D3',
  timing: 'FACTS',
  find: (watch, policy) =>
    itemsHeld(watch, 'NON_RESIDENTIAL', (all) => all.length > 0).flatMap((item) =>
      itemHit(watch, 'D3', policy, item, {
        zh: '家庭有非居住类不动产',
        en: 'the household has non-residential property',
      }),
    ),
};

/**
 * D5: an active company, partnership or cooperative in which a member has a role or more than `amountFen` of capital, or a
 * business of one's own with employees. Only while a consent opens it. Verification 5.10; 工商登记信息核对办法 art. 5.
 */
const D5: Indicator = {
  code: 'D5',
  timing: 'FACTS',
  find(watch, policy) {
    if (!watch.persons.some(({ gated }) => gated.assets.some(isBusiness)) || !isSupported(watch)) return [];
    const running = countedOn(watch)
      .flatMap(({ gated }) => gated.assets)
      .filter((fact) => isBusiness(fact) && isRunning(fact, policy));
    return byItem(running).flatMap(([itemKey, facts]) =>
      itemHit(
        watch,
        'D5',
        policy,
        { itemKey, facts },
        {
          zh: '家庭成员在存续企业任职或出资，或个体工商户有雇员',
          en: 'a member has a role or capital in an active company, or a business with employees',
        },
      ),
    );
  },
};

/**
 * D7: a lump sum that is no income but found again as an asset (sale, expropriation, inheritance …), of the income window or
 * since, of `n` standards a head or more. Verification 5.10; 民发〔2021〕57号 art. 14.
 */
const D7: Indicator = {
  code: 'D7',
  timing: 'FACTS',
  find(watch, policy) {
    const isCandidate = watch.persons.some(({ income }) => income.some(({ fact }) => isReceivedOnce(fact)));
    if (watch.household === undefined || !isCandidate || !isSupported(watch)) return [];
    const counted = countedOn(watch);
    const window = watch.meansOn(watch.today)?.window;
    const limitFen = BigInt(policy.n) * watch.standardMonthlyFen * BigInt(counted.length);
    const lumps = counted
      .flatMap(({ income }) => income)
      .filter(
        ({ fact, month, amountFen }) =>
          amountFen > 0n &&
          isReceivedOnce(fact) &&
          window !== undefined &&
          month >= window.from &&
          watch.policy.treatmentOn(fact.kind, fact.purpose, month) === 'asset',
      );
    return [...Map.groupBy(lumps, ({ fact }) => fact.itemKey)].flatMap(([itemKey, lines]) =>
      sumOf(lines) < limitFen
        ? []
        : itemHit(
            watch,
            'D7',
            policy,
            { itemKey, facts: lines.map(({ fact }) => fact) },
            {
              zh: `家庭收到一次性款项，人均达到低保标准的 ${policy.n} 倍以上`,
              en: `the household received a lump sum of at least ${policy.n} standards a head`,
              months: lines.map(({ month }) => month),
            },
          ),
    );
  },
};

/**
 * Items of the property test that the counted members hold (5.7), in the order of their keys; none where nobody is supported.
 *
 * @param mayHit - whether any could be a hit if all members counted: of most households none, and it need not be known who does
 */
function itemsHeld(
  watch: Watch,
  group: PropertyGroup,
  mayHit: (all: readonly PropertyItem[]) => boolean,
): PropertyItem[] {
  const held = (persons: readonly WatchedPerson[]): PropertyItem[] =>
    itemsOf(
      persons.flatMap(({ assets }) => assets),
      watch.policy.asset.minShareBp,
      group,
    );
  const isOfGroup = ({ kind }: AssetFact): boolean => ASSET_KINDS.get(kind)?.group === group;
  if (!watch.persons.some(({ assets }) => assets.some(isOfGroup))) return [];
  if (!mayHit(held(watch.persons)) || !isSupported(watch)) return [];
  return held(countedOn(watch)).toSorted((a, b) => (a.itemKey < b.itemKey ? -1 : 1));
}

const homesIn = (homes: readonly PropertyItem[]): number => homes.reduce((sum, { count }) => sum + count, 0);

interface FoundItem {
  readonly itemKey: string;
  /** In the order of the keys of their persons. */
  readonly facts: readonly (AssetFact | IncomeFact)[];
}

/** One episode an item, about who holds it. */
function itemHit(
  watch: Watch,
  code: IndicatorCode,
  policy: IndicatorPolicy,
  { itemKey, facts }: FoundItem,
  told: { readonly zh: string; readonly en: string; readonly months?: readonly string[] },
): Hit {
  return hitOf(watch, code, policy, {
    ...told,
    subject: 'HOUSEHOLD',
    personKey: facts[0]?.personKey ?? householderOf(watch),
    payer: payerOfHousehold(watch),
    episodeKey: itemKey,
    evidence: facts.toSorted(byFactId),
    direction: 'OVER',
  });
}

/** The last day that a fact of the item states; empty where none does. */
const lastDayOf = ({ facts }: PropertyItem, attribute: 'registeredOn' | 'acquiredOn'): CivilDate =>
  facts
    .flatMap(({ attributes }) => attributes[attribute] ?? [])
    .toSorted()
    .at(-1) ?? '';

const acquiredOn = (home: PropertyItem): CivilDate => lastDayOf(home, 'acquiredOn');

const isRecent = (day: CivilDate, today: CivilDate, months: number): boolean =>
  day !== '' && day <= today && addMonthsToDate(day, months) >= today;

const isBusiness = ({ kind }: AssetFact): boolean => ASSET_KINDS.get(kind)?.group === 'BUSINESS';

function isRunning({ kind, count, valueFen = 0n, attributes }: AssetFact, policy: IndicatorPolicy): boolean {
  if (count === 0) return false;
  const { active, role = '', employees = '0' } = attributes;
  return kind === 'individualBusiness'
    ? active !== 'false' && Number(employees) > 0
    : active === 'true' && (role !== '' || valueFen > policy.amountFen);
}

const byItem = (facts: readonly AssetFact[]): (readonly [string, readonly AssetFact[]])[] =>
  [...Map.groupBy(facts, ({ itemKey }) => itemKey)].toSorted(([a], [b]) => (a < b ? -1 : 1));

const isReceivedOnce = ({ kind }: IncomeFact): boolean => incomeKind(kind).nature === 'ONE_OFF';

const sumOf = (lines: readonly MonthLine[]): bigint =>
  lines.reduce((sum, { amountFen }) => sum + amountFen, 0n);

export const D_INDICATORS: readonly Indicator[] = [D1, D2, D3, D4, D5, D6, D7];
