import {
  holdsOn,
  isMinor,
  PolicyMalformed,
  type HouseholdMember,
  type MeansResult,
  type StatusFact,
} from '@minzheng/kernel/means-test';
import { addMonthsToDate, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import { isBelow, rational } from '@minzheng/kernel/rational';
import { SEVERITIES } from '../clues/episode.rules.js';
import { wholeNumber } from '../requests/check-policy.js';
import { ben } from './benefits.rules.js';
import { categoriesOf, monitoredBy } from './monitored.rules.js';
import {
  byFactId,
  countedIncomeOf,
  countedOn,
  deathsOf,
  householderOf,
  isAlive,
  meansPolicyOn,
} from './counted.rules.js';
import { F2, F3, F5, F6 } from './f-subsidies.rules.js';
import { birthGround } from './grounds.rules.js';
import { hitOf } from './hit.js';
import type { Hit, Indicator, IndicatorPolicy, Severity } from './indicator.js';
import { firstMonthOfRun } from './run.rules.js';
import type { Watch } from './watch.js';
import type { WatchedPerson } from './watched-person.js';

/**
 * F1: (a) a household with a monitored member who is not on dibao or tekun has less than the standard a head, its income known
 * and its property within the limits as far as may be read; (b) somebody on dibao who is old, a minor or severely disabled has
 * no living obligor on record: may be entitled to extreme-hardship support. Verification 5.10; 民发〔2021〕43号.
 */
const F1: Indicator = {
  code: 'F1',
  timing: 'FACTS',
  find: (watch, policy) => [
    ...unprotected(watch, policy),
    ...watch.persons.flatMap((person) => withoutObligor(watch, person)),
  ],
};

function unprotected(watch: Watch, policy: IndicatorPolicy): Hit[] {
  if (watch.household === undefined || !watch.persons.some((each) => isUnprotected(each, watch.today))) {
    return [];
  }
  const found = belowStandard(watch, watch.today);
  if (found === undefined || !watch.isIncomeKnown) return [];
  return [
    hitOf(watch, 'F1', policy, {
      subject: 'HOUSEHOLD',
      personKey: householderOf(watch),
      payer: { payer: 'assistance', programme: 'DIBAO' },
      episodeKey: firstMonthOfRun(watch.today, (day) => belowStandard(watch, day) !== undefined),
      evidence: evidenceOf(found, watch.today),
      direction: 'UNDER',
      zh: '低收入人口家庭人均月收入低于低保标准，财产在可查范围内未超限，未享受低保或特困供养',
      en: 'a household of the low-income population has less than the standard a head, property within the limits as far as may be read, and neither dibao nor tekun',
    }),
  ];
}

interface Unprotected {
  readonly means: MeansResult;
  /** Counted members of the monitored population without dibao and tekun. */
  readonly persons: readonly WatchedPerson[];
}

function belowStandard(watch: Watch, day: CivilDate): Unprotected | undefined {
  const persons = countedOn(watch, day).filter((person) => isUnprotected(person, day));
  const means = persons.length === 0 ? undefined : watch.meansOn(day);
  if (means?.household === undefined) return undefined;
  const { perCapitaMonthly, property } = means.household;
  const isPoor = isBelow(perCapitaMonthly, rational(meansPolicyOn(watch, day).standardMonthlyFen));
  return isPoor && property.levels.DIBAO.verdict !== 'OVER' ? { means, persons } : undefined;
}

const isUnprotected = (person: WatchedPerson, day: CivilDate): boolean =>
  person.openOn('dibao', day) === undefined &&
  person.openOn('tekun', day) === undefined &&
  categoriesOf(person, day).length > 0;

/** What says that they are monitored, and the facts of income that counts. */
const evidenceOf = ({ means, persons }: Unprotected, day: CivilDate): { readonly factId: string }[] => [
  ...persons.flatMap((person) => monitoredBy(person, day)).toSorted(byFactId),
  ...countedIncomeOf(means).toSorted(byFactId),
];

function withoutObligor(watch: Watch, person: WatchedPerson): Hit[] {
  const { household, today, rules } = watch;
  const dibao = person.openOn('dibao', today);
  const member = household?.members.find(({ personKey }) => personKey === person.personKey);
  if (dibao === undefined || member === undefined || !isAlive(person, today)) return [];
  if (person.openOn('tekun', today) !== undefined) return [];
  const card = watch.statuses.severeDisability(person.personKey, today);
  if (card === undefined && !isOldOrMinor(watch, member)) return [];
  const obligors = obligorsOf(watch, member);
  if (obligors.some((obligor) => isAlive(obligor, today))) return [];
  const isByAge = card === undefined && household !== undefined;
  const severity = rules.read('verification.ind.F1.tekunSeverity', severityOf);
  return [
    hitOf(
      watch,
      'F1',
      { severity },
      {
        personKey: person.personKey,
        payer: { payer: 'assistance', programme: 'TEKUN' },
        episodeKey: dibao.days.from,
        evidence: [
          dibao,
          ...(card === undefined ? [] : [card]),
          ...obligors.flatMap((dead) => deathsOf(dead, today)),
        ].toSorted(byFactId),
        ...(isByAge && { grounds: [birthGround(household, member)] }),
        direction: 'UNDER',
        zh: '低保对象为老年人、未成年人或重度残疾人，登记的法定义务人均不在世，可能符合特困条件',
        en: 'on dibao and old, a minor or severely disabled, and no obligor on record is alive: may be entitled to extreme-hardship support',
      },
    ),
  ];
}

const MONTHS_A_YEAR = 12;

function isOldOrMinor({ today, rules }: Watch, { birthDate }: HouseholdMember): boolean {
  const birthday = (key: string): CivilDate =>
    addMonthsToDate(birthDate, MONTHS_A_YEAR * rules.read(`verification.ind.F1.${key}`, wholeNumber));
  return birthday('elderAge') <= today || today < birthday('minorAge');
}

function severityOf(row: PolicyRow): Severity {
  const severity = SEVERITIES.find((each) => each === row.value);
  if (severity === undefined) throw new PolicyMalformed(row);
  return severity;
}

/** Who owes a member support: named obligors, and the adults of the family with whom he lives. Civil Code arts. 1059–1075. */
function obligorsOf(watch: Watch, member: HouseholdMember): WatchedPerson[] {
  const { household, today } = watch;
  const named = (household?.obligors ?? []).filter(({ obligorOfKey }) => obligorOfKey === member.personKey);
  const family = (household?.members ?? []).filter(
    ({ personKey, relation, birthDate }) =>
      personKey !== member.personKey && relation !== 'OTHER' && !isMinor(birthDate, today),
  );
  const all = member.relation === 'OTHER' ? named : [...named, ...family];
  return all.flatMap(({ personKey }) => watch.person(personKey) ?? []);
}

const CHILD_ALLOWANCES = ['ORPHAN_ALLOWANCE', 'DE_FACTO_ALLOWANCE', 'CHILD_DIFFICULTY_ALLOWANCE'];

/**
 * F4: the parents of a child who are on record are each dead, missing, in custody, severely disabled or seriously ill, and no
 * child allowance is in payment, nor is the child on tekun. Verification 5.10; 民发〔2019〕62号.
 */
const F4: Indicator = {
  code: 'F4',
  timing: 'FACTS',
  find: (watch, policy) => childrenOf(watch).flatMap((child) => unattended(watch, child, policy)),
};

/** A member, or the one person whose birth is told as a fact. */
type Child = Pick<HouseholdMember, 'personKey' | 'birthDate'> & Partial<Pick<HouseholdMember, 'relation'>>;

const childrenOf = ({ household, persons }: Watch): readonly Child[] =>
  household?.members ??
  persons.flatMap((person) => {
    const [born] = person.statusesOf('born');
    return born === undefined ? [] : [{ personKey: person.personKey, birthDate: born.days.from }];
  });

function unattended(watch: Watch, member: Child, policy: IndicatorPolicy): Hit[] {
  const { today } = watch;
  const child = watch.person(member.personKey);
  if (child === undefined || !isMinor(member.birthDate, today) || !isAlive(child, today)) return [];
  const losses = parentsOf(watch, member).map((parent) => lossesOf(watch, parent));
  if (losses.length === 0 || losses.some((ofParent) => ofParent.length === 0)) return [];
  if (child.openOn('tekun', today) !== undefined) return [];
  if (ben(child, today).some(({ programme }) => CHILD_ALLOWANCES.includes(programme))) return [];
  const from = latest(losses.map((ofParent) => earliest(ofParent.map(({ days }) => days.from))));
  return [
    hitOf(watch, 'F4', policy, {
      personKey: child.personKey,
      payer: { payer: 'children' },
      episodeKey: from,
      evidence: losses.flat().toSorted(byFactId),
      direction: 'UNDER',
      zh: `${from} 起登记的父母（监护人）均死亡、失踪、服刑、强制戒毒、重残或重病，儿童未享受儿童福利待遇或特困供养`,
      en: `since ${from} each parent on record is dead, missing, in custody, severely disabled or seriously ill, and the child has neither an allowance nor tekun`,
    }),
  ];
}

/** Applicant and spouse of the household whose child it is, else who is told to be guardian. */
function parentsOf(watch: Watch, { personKey, relation }: Child): WatchedPerson[] {
  if (relation === 'CHILD') {
    return (watch.household?.members ?? [])
      .filter((member) => member.relation === 'APPLICANT' || member.relation === 'SPOUSE')
      .flatMap((member) => watch.person(member.personKey) ?? []);
  }
  return [...watch.persons, ...watch.obligors, ...watch.guardians].filter((holder) =>
    holder
      .statusesOf('guardianOf')
      .some((status) => status.attributes['wardKey'] === personKey && holdsOn(status, watch.today)),
  );
}

/** Why a parent can't care for a child: what holds today. */
function lossesOf({ statuses, today }: Watch, parent: WatchedPerson): StatusFact[] {
  const { personKey } = parent;
  return [
    ...deathsOf(parent, today),
    ...(['missingInDisaster', 'seriousIllness'] as const).flatMap((kind) => parent.openOn(kind, today) ?? []),
    statuses.inCustody(personKey, today),
    statuses.severeDisability(personKey, today),
  ].flatMap((status) => status ?? []);
}

const earliest = (days: readonly CivilDate[]): CivilDate => days.toSorted()[0] ?? '';
const latest = (days: readonly CivilDate[]): CivilDate => days.toSorted().at(-1) ?? '';

export const F_INDICATORS: readonly Indicator[] = [F1, F2, F3, F4, F5, F6];
