/**
 * Households in which no indicator finds anything (平常户): whoever is entitled receives, whoever receives is entitled. What
 * each rule asks for is what keeps it silent here; where two rules meet, the comment says so.
 */
import { MONTHS_OF_BENEFITS, MONTHS_OF_INCOME } from './calendar.mjs';
import {
  BENEFIT_FEN,
  DEPOSIT_FEN,
  DISABLED_BP,
  HOME_AREA_DM2,
  INCOME_RATIO_BP,
  SEVERE_OF_DISABLED_BP,
  SIZES,
} from './spreads.mjs';

/** @typedef {import('./household.mjs').Household} Household @typedef {import('./household.mjs').Member} Member */

/**
 * @typedef {object} Shape what a plant asks for; the rest is drawn
 * @property {number} [size]
 * @property {'SINGLE' | 'COUPLE' | 'FAMILY'} [who] FAMILY: a couple of working age and its children
 * @property {number} [ratioBp] countable income a head, of the standard
 * @property {readonly [number, number]} [age] of the applicant
 * @property {number} [childAge] of the children
 * @property {boolean} [healthy] nobody is disabled
 * @property {readonly number[]} [shares] benefit shares go to the members of these places only; default: to all
 * @property {boolean} [without] nobody has the income
 */

const RECOGNISED = new Set(['dibao', 'tekun', 'edge', 'rigid']);
const GRADES_WITH_CARE = new Set(['1', '2']);
const EMPLOYERS = Array.from(
  { length: 400 },
  (_, index) => `9151MA6${String(index).padStart(4, 'A')}TX0K9QW`,
);
const WORKING_AGE = /** @type {const} */ ([34, 56]);
const RETIRED = 60;
const OLDEST = 79;
const OLD_AGE = 80;
const OF_AGE = 18;
const TEKUN_AGE = /** @type {const} */ ([62, 79]);

/** @param {Household} household @param {Shape} [shape] */
export function makeBase(household, shape = {}) {
  const { type } = household;
  addMembers(household, shape);
  if (!shape.healthy && type !== 'tekun') addDisabilities(household);
  for (const member of household.members) addStanding(household, member);
  addIncome(household, shape);
  addRecognition(household, shape);
  for (const member of household.members) addOwnBenefits(household, member);
  addProperty(household);
  addObligors(household);
}

/** @param {Household} household @param {Shape} shape */
function addMembers(household, { size, who, age, childAge }) {
  const { draw, type } = household;
  if (type === 'orphan' || type === 'deFacto') {
    household.add('APPLICANT', draw.between(...(age ?? [60, 74])));
    household.add('GRANDCHILD', draw.between(4, 15), 'SCHOOL');
    return;
  }
  if (type === 'tekun' || who === 'SINGLE') {
    household.add('APPLICANT', draw.between(...(age ?? (type === 'tekun' ? TEKUN_AGE : [41, OLDEST]))));
    return;
  }
  const isOld = type === 'veteran';
  const wanted = size ?? (who === 'COUPLE' || isOld ? 2 : Math.min(draw.weighted(SIZES), 6));
  const isFamily =
    who === 'FAMILY' || (!isOld && who !== 'COUPLE' && wanted > 1 && (wanted > 2 || draw.chance(3_500)));
  if (!isFamily) {
    const applicant = draw.between(
      ...(age ?? (isOld ? [63, 78] : draw.chance(4_500) ? [41, 59] : [60, OLDEST])),
    );
    household.add('APPLICANT', applicant);
    if (wanted > 1) household.add('SPOUSE', Math.max(36, Math.min(OLDEST, applicant + draw.between(-4, 3))));
    return;
  }
  household.add('APPLICANT', draw.between(...(age ?? WORKING_AGE)));
  let left = wanted - 1;
  if (left > 1) {
    household.add('SPOUSE', draw.between(...WORKING_AGE));
    left -= 1;
  }
  for (let child = 0; child < 2 && left > 0; child++, left--) addChild(household, childAge);
  while (left-- > 0)
    household.add('PARENT', draw.chance(1_800) ? draw.between(80, 91) : draw.between(62, OLDEST));
}

/** Nobody is about to come of age, which is an event of its own (G1). @param {Household} household @param {number} [age] */
function addChild(household, age) {
  const { draw } = household;
  if (age !== undefined) household.add('CHILD', age, 'SCHOOL');
  else if (draw.chance(700)) household.add('CHILD', draw.between(19, 21), 'BACHELOR');
  else if (draw.chance(1_200)) household.add('CHILD', 16, 'SCHOOL');
  else household.add('CHILD', draw.between(3, 15), 'SCHOOL');
}

/** Never the earner: the household lives on what is planned for it. @param {Household} household */
function addDisabilities(household) {
  const { draw, type } = household;
  const isAll = type === 'disabled';
  // a child has a parent who can care for it (F4)
  const isFamily = household.members.some(({ relation }) => relation === 'CHILD');
  for (const member of household.members) {
    const isEarner = member.relation === 'APPLICANT';
    if (isAll ? member.age < OLD_AGE : !isEarner && member.age >= 6 && draw.chance(DISABLED_BP)) {
      const isSevere = draw.chance(SEVERE_OF_DISABLED_BP) && !(isFamily && isEarner);
      giveCard(household, member, isSevere ? String(draw.between(1, 2)) : '4');
    }
  }
}

/** A certificate of long ago (残疾人证): nobody is newly disabled (E3). @param {Household} household @param {Member} member @param {string} grade @param {string} [category] */
export function giveCard(household, member, grade, category = String(household.draw.between(1, 4))) {
  const { calendar, draw } = household;
  member.card = [category, grade];
  const from = calendar.first(draw.between(40, 56));
  household.status(member, 'disabled', 'DPF.certificates', from, { attributes: { category, grade } });
}

/** @param {Member} member */
export const isSevere = ({ card }) => card !== undefined && GRADES_WITH_CARE.has(card[1]);

/** What is known of everybody: insured, seen within the year (A7), at school, on the register of residents. @param {Household} household @param {Member} member */
function addStanding(household, member) {
  const { calendar, draw } = household;
  const year = Number(calendar.year);
  for (const insured of [year - 2, year - 1, year]) {
    household.status(member, 'insuredMedical', 'NHSA.insured', `${insured}-01-01`, {
      to: `${insured + 1}-01-01`,
    });
  }
  const [dataset, by] =
    member.age >= RETIRED ? ['HRSS.authentications', 'pension'] : ['assistance.visits', 'visit'];
  const seenOn = calendar.daysAgo(draw.between(20, 300));
  household.status(member, 'visited', dataset, seenOn, { to: seenOn, attributes: { by } });
  if (member.study !== 'NONE' && member.age >= 6) addSchool(household, member);
}

/** Above compulsory education an aid is paid all along (E7). @param {Household} household @param {Member} member */
function addSchool(household, member) {
  const { calendar } = household;
  const isCompulsory = member.age < 16;
  const level = isCompulsory ? 'COMPULSORY' : member.study === 'BACHELOR' ? 'BACHELOR' : 'UPPER_SECONDARY';
  // whoever is of age was at school when it happened (G1)
  household.status(member, 'enrolled', 'EDU.enrolments', calendar.first(level === 'BACHELOR' ? 46 : 10), {
    attributes: { level, fullTime: 'true' },
  });
  if (!isCompulsory) {
    household.benefit(member, 'EDUCATION_AID', 'educationAid', 'EDU', 20_000n, { months: 10 });
  }
}

/** @param {Household} household @param {Shape} shape */
function addIncome(household, { ratioBp, without }) {
  const { type, draw, members } = household;
  const ratio = ratioBp ?? draw.spread(INCOME_RATIO_BP[type]);
  if (without || ratio === 0 || type === 'tekun') return;
  // who has one of these statuses is no member who counts
  const heads = type === 'orphan' ? 1 : members.length;
  const earner = /** @type {Member} */ (members[0]);
  earn(household, earner, household.annualFen(ratio, heads) / 12n);
}

/**
 * So much that counts a month: a wage, of which the cost of work is taken off, of the young; a pension of the old; the
 * allowance of a survivor of who can't work. In the countryside a part of it is rent for land.
 * @param {Household} household
 * @param {Member} member
 * @param {bigint} countedFen
 */
export function earn(household, member, countedFen) {
  const { calendar, draw, hukouType } = household;
  let left = countedFen;
  if (hukouType === 'RURAL' && draw.chance(4_000)) {
    const land = left / 5n;
    left -= land;
    const itemKey = draw.hex();
    const months = Number(calendar.lastMonth.slice(5));
    const [before, now] = [calendar.month(months + 11), calendar.month(months)];
    for (const [month, toMonth, count] of /** @type {const} */ ([
      [before, now, 12n],
      [calendar.month(months - 1), calendar.lastMonth, BigInt(months)],
    ])) {
      household.income(member, 'landTransfer', 'AGR.land', land * count, {
        month,
        toMonth,
        itemKey,
        payerKey: '*',
      });
    }
  }
  const works = member.age < RETIRED && member.card === undefined;
  if (!works) {
    const [kind, dataset] =
      member.age >= RETIRED ? ['employeePension', 'HRSS.pensions'] : ['survivorAllowance', 'HRSS.allowances'];
    monthly(household, member, kind, dataset, left, '*');
    return;
  }
  const payerKey = draw.pick(EMPLOYERS);
  // a fifth is the cost of work, at most the standard
  const standard = BigInt(household.standardFen);
  const wageFen = left <= standard * 4n ? (left * 5n) / 4n : left + standard;
  monthly(household, member, 'wage', 'TAX.wages', wageFen, payerKey);
  if (draw.chance(1_500)) contributions(household, member, wageFen / 10n);
}

/** @param {Household} household @param {Member} member @param {string} kind @param {string} dataset @param {bigint} amountFen @param {string} payerKey */
function monthly(household, member, kind, dataset, amountFen, payerKey) {
  const itemKey = household.draw.hex();
  for (let back = MONTHS_OF_INCOME - 1; back >= 0; back--) {
    household.income(member, kind, dataset, amountFen, {
      month: household.calendar.month(back),
      payerKey,
      itemKey,
    });
  }
}

/** Paid to the last month: nobody's stopped (C6). @param {Household} household @param {Member} member @param {bigint} amountFen */
function contributions(household, member, amountFen) {
  const itemKey = household.draw.hex();
  for (let back = MONTHS_OF_INCOME - 1; back >= 0; back--) {
    const month = household.calendar.month(back);
    household.expenditure(member, 'socialInsurancePaid', 'HRSS.contributions', amountFen, { month, itemKey });
  }
}

/**
 * Recognised later than the first wage, so that no work is new (C3), and paid since then. Whoever is monitored for
 * something of his own shares the household with people who are monitored against falling back.
 * @param {Household} household
 * @param {Shape} shape
 */
function addRecognition(household, { shares }) {
  const { type, draw, calendar, members, standardFen } = household;
  const since = calendar.first(MONTHS_OF_BENEFITS - 1);
  const kind = type === 'gradualExit' ? 'dibao' : type;
  if (RECOGNISED.has(kind)) {
    for (const member of members) household.status(member, kind, 'assistance.awards', since);
  } else {
    for (const member of members) household.status(member, 'relapseMonitored', 'RVP.monitored', since);
  }
  if (kind === 'dibao') {
    const least = BENEFIT_FEN.leastDibao;
    const gap = Math.max(least, draw.between(least, Math.floor(standardFen * 0.9)));
    const paid = shares ?? members.map((_, place) => place);
    for (const place of paid) {
      const member = /** @type {Member} */ (members[place]);
      household.benefit(member, 'DIBAO', 'dibaoBenefit', 'assistance', BigInt(gap), { householdShare: true });
    }
  }
  const [first, second] = members;
  if (first === undefined) return;
  const monthlyBenefit = (
    /** @type {Member} */ member,
    /** @type {string} */ programme,
    /** @type {string} */ of,
    /** @type {string} */ agency,
    /** @type {number} */ fen,
  ) => household.benefit(member, programme, of, agency, BigInt(fen));
  switch (type) {
    case 'gradualExit':
      for (const member of members) {
        household.status(member, 'gradualExit', 'assistance.awards', calendar.first(3), {
          attributes: { programme: 'DIBAO' },
        });
      }
      return;
    case 'tekun':
      monthlyBenefit(
        first,
        'TEKUN',
        'tekunBenefit',
        'assistance',
        (standardFen * BENEFIT_FEN.tekunBp) / 10_000,
      );
      return;
    case 'orphan':
    case 'deFacto': {
      const isOrphan = type === 'orphan';
      const child = /** @type {Member} */ (second);
      household.status(child, isOrphan ? 'orphan' : 'deFactoUnattended', 'children.register', since);
      if (isOrphan)
        monthlyBenefit(child, 'ORPHAN_ALLOWANCE', 'orphanAllowance', 'children', BENEFIT_FEN.orphan);
      else
        monthlyBenefit(child, 'DE_FACTO_ALLOWANCE', 'deFactoChildAllowance', 'children', BENEFIT_FEN.deFacto);
      return;
    }
    case 'temporaryAid':
      temporaryAid(household, first, draw.between(1, 10), 'MEDICAL');
      return;
    case 'veteran':
      for (const member of members) {
        monthlyBenefit(
          member,
          'VETERAN_ELDERLY_HARDSHIP',
          'elderlyHardshipSubsidy',
          'veterans',
          BENEFIT_FEN.veteranHardship,
        );
      }
      return;
    case 'other':
      household.status(first, 'unemployedRegistered', 'HRSS.unemployed', calendar.first(5));
      // it is no programme of a department: an income that counts
      for (let back = 5; back >= 0; back--) {
        household.income(
          first,
          'unemploymentBenefit',
          'HRSS.unemployment',
          BigInt(BENEFIT_FEN.unemployment),
          { month: calendar.month(back) },
        );
      }
  }
}

/** @param {Household} household @param {Member} member @param {number} back @param {string} purpose */
export function temporaryAid(household, member, back, purpose) {
  const { calendar, draw, county } = household;
  const month = calendar.month(back);
  household.income(member, 'temporaryAid', 'assistance.payments', BigInt(BENEFIT_FEN.temporaryAid), {
    ...{ month, programme: 'TEMP_AID', purpose, itemKey: draw.hex() },
    caseRef: `${county}-${month.replace('-', '')}12-${String(draw.between(1, 9_999)).padStart(4, '0')}`,
  });
}

/** Subsidies of the disabled (F2, F3) and of the old (F5). @param {Household} household @param {Member} member */
function addOwnBenefits(household, member) {
  const { type } = household;
  const isDibao = type === 'dibao' || type === 'gradualExit';
  const pays = (
    /** @type {string} */ programme,
    /** @type {string} */ kind,
    /** @type {string} */ agency,
    /** @type {number} */ fen,
  ) => household.quarterlyBenefit(member, programme, kind, agency, BigInt(fen));
  if (member.card !== undefined && type !== 'tekun') {
    if (isDibao || type === 'disabled') {
      pays('DISABILITY_LIVING', 'disabilityLivingSubsidy', 'assistance', BENEFIT_FEN.disabilityLiving);
    }
    if (isSevere(member))
      pays('DISABILITY_CARE', 'disabilityCareSubsidy', 'assistance', BENEFIT_FEN.disabilityCare);
  }
  if (member.age >= OLD_AGE) pays('OLD_AGE_ALLOWANCE', 'oldAgeAllowance', 'eldercare', BENEFIT_FEN.oldAge);
}

/** One home bought long ago, land, an electric bicycle; what is on accounts is for no one to see without consent. @param {Household} household */
function addProperty(household) {
  const { draw, calendar, members, hukouType } = household;
  const [owner] = members;
  if (owner === undefined) return;
  const asOf = calendar.daysAgo(draw.between(8, 40));
  household.asset(owner, 'residence', 'NR.homes', {
    asOf,
    count: 1,
    attributes: {
      areaDm2: String(draw.spread(HOME_AREA_DM2)),
      acquiredOn: `${draw.between(1992, 2018)}-0${draw.between(1, 9)}-15`,
    },
  });
  if (hukouType === 'RURAL')
    household.asset(owner, 'contractLand', 'AGR.land', { asOf, count: draw.between(1, 4) });
  if (draw.chance(2_500)) household.asset(owner, 'electricBike', 'PSB.vehicles', { asOf, count: 1 });
  if (draw.chance(3_000)) {
    household.asset(owner, 'deposit', 'BANK.deposits', { asOf, valueFen: BigInt(draw.spread(DEPOSIT_FEN)) });
  }
}

/** On dibao, the old, the young and the severely disabled have somebody who owes them support (F1 b). @param {Household} household */
function addObligors(household) {
  if (household.type !== 'dibao' && household.type !== 'gradualExit') return;
  for (const member of household.members) {
    if (member.age >= RETIRED) household.owesSupport(member, 'CHILD');
    else if (member.age < OF_AGE) household.owesSupport(member, 'GRANDPARENT');
    else if (isSevere(member)) household.owesSupport(member, 'PARENT');
  }
}
