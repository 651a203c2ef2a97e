/** Random households for the comparison: those of the simulated province, and in many of them what it seldom has. */
import { Draw } from '../../simulate/random.mjs';

/** @typedef {import('../../simulate/province.mjs').SimulatedHousehold} Household @typedef {import('../../simulate/household.mjs').Member} Member */

const ADULT = 18;
const RELATIVE_BP = 3_500;

/** Adds wages sent gross, spending, charity, property and what takes members out. @param {Household} household @param {string} seed */
export function addRandomly(household, seed) {
  const draw = new Draw(`${seed}/extras/${household.number}`);
  for (const member of household.members) {
    addPay(household, member, draw);
    addSpending(household, member, draw);
    addProperty(household, member, draw);
    if (member.relation !== 'APPLICANT') takeOut(household, member, draw);
  }
}

/** @param {Household} household @param {Member} member @param {Draw} draw */
function addPay(household, member, draw) {
  const { calendar } = household;
  if (member.age >= ADULT && draw.chance(3_000)) {
    const isTaxKnown = draw.chance(5_000);
    for (let back = draw.between(0, 13); back >= 0; back--) {
      const month = calendar.month(back);
      const gross = draw.between(40_000, 520_000);
      household.income(member, 'wage', 'TAX.wages', BigInt(gross), {
        month,
        payerKey: 'X',
        itemKey: 'gross',
      }).basis = 'GROSS';
      if (!isTaxKnown) continue;
      household.expenditure(member, 'incomeTaxPaid', 'TAX.taxes', BigInt(draw.between(1, 9_000)), {
        month,
        itemKey: 'tax',
      });
      household.expenditure(
        member,
        'socialInsurancePaid',
        'HRSS.contributions',
        BigInt(draw.between(1, gross >> 2)),
        { month, itemKey: 'own' },
      );
    }
  }
  if (draw.chance(2_000)) {
    // a sum that does not divide by its months
    household.income(member, 'farming', 'AGR.harvests', BigInt(draw.between(100_001, 1_900_003)), {
      ...{
        month: calendar.month(draw.between(6, 14)),
        toMonth: calendar.month(draw.between(0, 5)),
        itemKey: draw.hex(),
      },
    });
  }
}

/** @param {Household} household @param {Member} member @param {Draw} draw */
function addSpending(household, member, draw) {
  const { calendar } = household;
  const bill = (/** @type {string} */ kind, /** @type {string} */ dataset, /** @type {number} */ most) =>
    household.expenditure(member, kind, dataset, BigInt(draw.between(1, most)), {
      ...{ month: calendar.month(draw.between(0, 13)), itemKey: draw.hex() },
    });
  for (let count = draw.between(-2, 3); count > 0; count--)
    bill('medicalInpatientOop', 'NHSA.settlements', 900_000);
  if (draw.chance(1_500)) bill('charityPaidMedical', 'organizations.aids', 500_000);
  if (draw.chance(1_500)) bill('rehab', 'DPF.rehabilitation', 800_000);
  if (draw.chance(400)) bill('charityPaidRehabilitation', 'organizations.aids', 300_000);
  if (member.study !== 'NONE') {
    for (let count = draw.between(0, 2); count > 0; count--) bill('tuition', 'EDU.fees', 450_000);
    if (draw.chance(1_000)) bill('charityPaidEducation', 'organizations.aids', 200_000);
  }
}

/** @param {Household} household @param {Member} member @param {Draw} draw */
function addProperty(household, member, draw) {
  const asOf = household.calendar.daysAgo(draw.between(3, 60));
  const has = (/** @type {number} */ basisPoints) => draw.chance(basisPoints);
  if (has(3_000)) {
    // half of an even sum is whole fen
    const valueFen = BigInt(draw.between(1, 1_600_000)) * 2n;
    household.asset(member, 'deposit', 'BANK.deposits', {
      asOf,
      valueFen,
      shareBp: draw.pick([10_000, 5_000]),
    });
  }
  if (has(500)) household.asset(member, 'passengerCar', 'PSB.vehicles', { asOf, count: 1 });
  if (has(700)) {
    const areaDm2 = String(draw.between(1_500, 12_000));
    household.asset(member, 'residence', 'NR.homes', { asOf, count: 1, attributes: { areaDm2 } });
  }
  if (has(300))
    household.asset(member, 'shop', 'NR.premises', { asOf, count: 1, attributes: { areaDm2: '2000' } });
  if (has(300)) {
    household.asset(member, 'company', 'AMR.companies', {
      ...{
        asOf,
        count: 1,
        valueFen: BigInt(draw.between(1, 6_000_000)),
        attributes: { active: String(has(7_000)) },
      },
    });
  }
  if (has(400)) {
    household.asset(member, 'machineryLarge', 'AGR.machinery', {
      asOf,
      count: 1,
      valueFen: BigInt(draw.between(1, 7_000_000)),
    });
  }
}

/** @param {Household} household @param {Member} member @param {Draw} draw */
function takeOut(household, member, draw) {
  const { calendar } = household;
  if (draw.chance(300))
    household.status(member, 'deceased', 'PSB.deaths', calendar.daysAgo(draw.between(1, 400)));
  if (draw.chance(300)) {
    household.status(member, 'imprisoned', 'JUS.custody', calendar.daysAgo(draw.between(30, 400)), {
      to: calendar.daysAgo(draw.between(-300, 29)),
    });
  }
  if (member.relation === 'PARENT' && draw.chance(RELATIVE_BP)) {
    member.livesTogetherSince = calendar.daysAgo(draw.between(200, 500));
  }
}
