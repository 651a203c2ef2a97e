import { isServiceName } from '@minzheng/contracts/catalogue';
import { addMonths, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { countyOf } from '@minzheng/kernel/region';
import { isDibaoHousehold, payerOf, type Payer } from './benefits.rules.js';
import { hitOf, paidOf } from './hit.js';
import type { Hit, Indicator, IndicatorCode, IndicatorPolicy } from './indicator.js';
import { B6 } from './two-households.rules.js';
import type { Watch } from './watch.js';
import type { Payment, WatchedPerson } from './watched-person.js';

/** What a person is paid of one benefit by one payer (一项待遇): its months from the first. */
interface Stream {
  readonly name: string;
  readonly payments: readonly Payment[];
}

/** B1: the same monthly benefit for the same month from two counties (异地重复领取). */
const B1: Indicator = {
  code: 'B1',
  timing: 'FACTS',
  find: (watch, policy) =>
    watch.persons.flatMap((person) =>
      [...Map.groupBy(person.benefits, ({ programme }) => programme)].flatMap(([programme, paid]) =>
        duplicates(watch, 'B1', policy, person, countiesOf(programme, paid), {
          zh: '同月在两个县区领取同一待遇',
          en: 'the same benefit was paid by two counties',
        }),
      ),
    ),
};

/** Two benefits that exclude each other, both paid for one month. */
function together(
  code: IndicatorCode,
  one: readonly string[],
  other: readonly string[],
  told: { readonly zh: string; readonly en: string },
): Indicator {
  const of = (person: WatchedPerson, programmes: readonly string[]): Stream[] =>
    programmes.flatMap((name) => {
      const payments = streamPayments(person, name);
      return payments.length === 0 ? [] : [{ name, payments }];
    });
  return {
    code,
    timing: 'FACTS',
    find: (watch, policy) =>
      watch.persons.flatMap((person) =>
        of(person, one).flatMap((first) =>
          of(person, other).flatMap((second) =>
            duplicates(watch, code, policy, person, [first, second], told),
          ),
        ),
      ),
  };
}

/** Paid by the work-injury insurance: an income without a programme. */
const WORK_INJURY_NURSING = 'workInjuryNursing';

/** B2: dibao and tekun. 社会救助暂行办法 arts. 9, 14. */
const B2 = together('B2', ['DIBAO'], ['TEKUN'], {
  zh: '同月领取低保金和特困供养金',
  en: 'dibao and tekun were both paid',
});

/** B3: orphan allowance and dibao. */
const B3 = together('B3', ['ORPHAN_ALLOWANCE'], ['DIBAO'], {
  zh: '同月领取孤儿基本生活费和低保金',
  en: 'orphan allowance and dibao were both paid',
});

/** B4: living subsidy for disabled persons and orphan allowance. 国发〔2015〕52号. */
const B4 = together('B4', ['DISABILITY_LIVING'], ['ORPHAN_ALLOWANCE'], {
  zh: '同月领取困难残疾人生活补贴和孤儿基本生活费',
  en: 'disabled living subsidy and orphan allowance were both paid',
});

/** B5: nursing subsidy for disabled persons, and work-injury nursing or tekun. 国发〔2015〕52号. */
const B5 = together('B5', ['DISABILITY_CARE'], [WORK_INJURY_NURSING, 'TEKUN'], {
  zh: '同月领取重度残疾人护理补贴和工伤护理费或特困供养金',
  en: 'nursing subsidy, and work-injury nursing or tekun, were both paid',
});

/**
 * B7: temporary aid again and again (重复临时救助): more than `n` for one cause within 12 months, or, where nobody has dibao
 * or tekun, `n` or more for any cause: then it points to a need that lasts. 国发〔2014〕47号.
 */
const B7: Indicator = {
  code: 'B7',
  timing: 'FACTS',
  find: (watch, policy) => {
    const aids = aidsOf(watch);
    const causes = Map.groupBy(aids, ({ purpose }) => purpose);
    const repeated = [...causes].flatMap(([purpose, all]) => {
      const ofCause = purpose === undefined ? [] : ofTheLastYear(all, watch.today);
      return ofCause.length > policy.n ? [ofCause] : [];
    });
    if (repeated.length > 0) {
      return repeated.map((ofCause) =>
        tooManyAids(watch, policy, ofCause, {
          direction: 'OVER',
          zh: `12 个月内因同一事由临时救助 ${ofCause.length} 次`,
          en: `${ofCause.length} temporary aids for one cause within 12 months`,
        }),
      );
    }
    const recent = ofTheLastYear(aids, watch.today);
    if (recent.length < policy.n || isDibaoHousehold(watch) || isOnTekun(watch)) return [];
    return [
      tooManyAids(watch, policy, recent, {
        direction: 'UNDER',
        zh: `12 个月内临时救助 ${recent.length} 次，未享受低保或特困供养`,
        en: `${recent.length} temporary aids within 12 months, and neither dibao nor tekun`,
      }),
    ];
  },
};

export const B_INDICATORS: readonly Indicator[] = [B1, B2, B3, B4, B5, B6, B7];

/**
 * One hit for each run of months for which both were paid: it goes to who pays what was started later, and all that was
 * paid of that for these months is the estimate (5.11).
 */
function duplicates(
  watch: Watch,
  code: IndicatorCode,
  policy: IndicatorPolicy,
  { personKey }: WatchedPerson,
  streams: readonly Stream[],
  { zh, en }: { readonly zh: string; readonly en: string },
): Hit[] {
  if (streams.length < 2) return [];
  const inOrder = streams.toSorted(byStart);
  const months = inOrder.map(({ payments }) => new Set(payments.map(({ month }) => month)));
  const shared = [...new Set(months.flatMap((each) => [...each]))].filter(
    (month) => months.filter((each) => each.has(month)).length > 1,
  );
  return runsOf(shared).map((run) => {
    const paid = inOrder.map(({ payments }) => payments.filter(({ month }) => run.includes(month)));
    const later = laterPaid(paid);
    const names = [...new Set(inOrder.map(({ name }) => name))].sort();
    return hitOf(watch, code, policy, {
      personKey,
      payer: payerOfLast(later),
      episodeKey: `${names.join('+')} ${run[0] ?? ''}`,
      evidence: paid.flat().map(({ fact }) => fact),
      months: run,
      amountFen: paidOf(later).amountFen,
      direction: 'OVER',
      zh: `${zh}：${run.join('、')}`,
      en: `${en} for ${run.join(', ')}`,
    });
  });
}

/** Everything but what was started first; where the later is paid by no department here, the earlier. */
function laterPaid(inOrder: readonly (readonly Payment[])[]): readonly Payment[] {
  const [first = [], ...later] = inOrder.filter((paid) => paid.length > 0);
  const ours = later.flat().filter(isPaidByDepartment);
  return ours.length > 0 ? ours : first;
}

const payerOfLast = (payments: readonly Payment[]): Payer => {
  const last = payments.toSorted(byMonth).at(-1);
  return last === undefined ? { payer: 'assistance' } : payerOf(last);
};

const isPaidByDepartment = ({ fact }: Payment): boolean => isServiceName(fact.source.agency);

function byStart({ payments: a }: Stream, { payments: b }: Stream): number {
  const [one, other] = [startOf(a), startOf(b)];
  if (one.month !== other.month) return one.month < other.month ? -1 : 1;
  return one.recordedAt < other.recordedAt ? -1 : 1;
}

/** The first month; of two that began together the one that was told first. */
function startOf(payments: readonly Payment[]): { readonly month: Month; readonly recordedAt: bigint } {
  const [first] = payments.toSorted(byMonth);
  return { month: first?.month ?? '', recordedAt: first?.fact.recordedAtMicros ?? 0n };
}

const byMonth = (a: Payment, b: Payment): number =>
  a.month === b.month
    ? Number(a.fact.recordedAtMicros > b.fact.recordedAtMicros) * 2 - 1
    : a.month < b.month
      ? -1
      : 1;

/** Months that follow each other without a break. */
function runsOf(months: readonly Month[]): Month[][] {
  const runs: Month[][] = [];
  for (const month of months.toSorted()) {
    const last = runs.at(-1);
    if (last?.at(-1) === addMonths(month, -1)) last.push(month);
    else runs.push([month]);
  }
  return runs;
}

const countiesOf = (name: string, paid: readonly Payment[]): Stream[] =>
  [...Map.groupBy(paid, ({ fact }) => countyIn(fact.region))].flatMap(([county, payments]) =>
    county === undefined ? [] : [{ name, payments }],
  );

const countyIn = (region: string | undefined): string | undefined =>
  region === undefined || region.length < 6 ? undefined : countyOf(region);

/** Months of a programme; of the insurance's nursing fee those of its kind. */
function streamPayments(person: WatchedPerson, name: string): readonly Payment[] {
  if (name !== WORK_INJURY_NURSING) return person.benefits.filter(({ programme }) => programme === name);
  return person.income.flatMap((line) =>
    line.fact.kind === WORK_INJURY_NURSING && line.amountFen > 0n ? [{ ...line, programme: name }] : [],
  );
}

/** One temporary aid (临时救助), whoever of the household was paid a part of it. */
interface Aid {
  readonly caseRef: string;
  readonly month: Month;
  /** The cause (救助事由); not always told. */
  readonly purpose: string | undefined;
  readonly payments: readonly Payment[];
}

/** Those of the twelve months that end with the last; none when that is over for a year. */
function ofTheLastYear(aids: readonly Aid[], today: CivilDate): readonly Aid[] {
  const last = aids.at(-1);
  if (last === undefined || last.month < firstOfYear(monthOf(today))) return [];
  return aids.filter(({ month }) => month >= firstOfYear(last.month));
}

/** In the order of months. */
function aidsOf({ persons }: Watch): Aid[] {
  const paid = persons.flatMap(({ payments }) => payments).filter(({ fact }) => fact.kind === 'temporaryAid');
  return [...Map.groupBy(paid, ({ fact }) => fact.caseRef ?? fact.itemKey)]
    .flatMap(([caseRef, payments]) => {
      const [first] = payments.toSorted(byMonth);
      return first === undefined
        ? []
        : [{ caseRef, month: first.month, purpose: first.fact.purpose, payments }];
    })
    .toSorted((a, b) =>
      a.month === b.month ? (a.caseRef < b.caseRef ? -1 : 1) : a.month < b.month ? -1 : 1,
    );
}

function tooManyAids(
  watch: Watch,
  policy: IndicatorPolicy,
  aids: readonly Aid[],
  { direction, zh, en }: { readonly direction: Hit['direction']; readonly zh: string; readonly en: string },
): Hit {
  const last = aids.at(-1);
  const payments = aids.flatMap((aid) => aid.payments);
  return hitOf(watch, 'B7', policy, {
    personKey: last?.payments[0]?.fact.personKey ?? '',
    subject: 'HOUSEHOLD',
    payer: payerOfLast(last?.payments ?? []),
    episodeKey: last?.caseRef ?? '',
    evidence: paidOf(payments).evidence,
    months: aids.map(({ month }) => month),
    direction,
    zh,
    en,
  });
}

/** The month of the last and the eleven before. */
const firstOfYear = (last: Month): Month => addMonths(last, -11);

const isOnTekun = ({ persons, today }: Watch): boolean =>
  persons.some((person) => person.openOn('tekun', today) !== undefined);
