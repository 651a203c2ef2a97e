/** Group D: property. */
import { memberAt, POOR_COUPLE } from './plant.mjs';

const CONSENT_MONTHS = 10;

/** @param {import('./plant.mjs').Household} household the adults agree to the core data sets */
function consents(household) {
  const { calendar, draw } = household;
  for (const { personKey } of household.members) {
    household.consents.push({
      ...{ consentId: draw.uuid(), personKey, datasets: ['CORE'] },
      signedOn: calendar.daysAgo(40),
      validTo: calendar.first(-CONSENT_MONTHS),
    });
  }
}

/** No account but those of the plant. @param {import('./plant.mjs').Household} household */
function withoutDeposits({ members }) {
  for (const member of members) member.facts = member.facts.filter(({ kind }) => kind !== 'deposit');
}

/** @type {Readonly<Record<string, import('./plant.mjs').Plant>>} */
export const D_PLANTS = {
  D1: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const { calendar } = household;
      const owner = memberAt(household, 0);
      household.isNews = true;
      withoutDeposits(household);
      consents(household);
      household.reportedOn = calendar.daysAgo(30);
      household.asset(owner, 'passengerCar', 'PSB.vehicles', {
        ...{ asOf: calendar.daysAgo(6), count: 1, attributes: { registeredOn: calendar.daysAgo(9) } },
      });
      household.planted(owner, 'D1');
    },
  },
  D2: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const { calendar } = household;
      const owner = memberAt(household, 0);
      household.isNews = true;
      household.asset(owner, 'residence', 'NR.homes', {
        ...{ asOf: calendar.daysAgo(5), count: 1 },
        attributes: { areaDm2: '4800', acquiredOn: `${calendar.month(3)}-15` },
      });
      household.planted(owner, 'D2');
    },
  },
  D3: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const owner = memberAt(household, 0);
      household.isNews = true;
      household.asset(owner, 'shop', 'NR.premises', {
        ...{
          asOf: household.calendar.daysAgo(20),
          count: 1,
          attributes: { areaDm2: '2400', acquiredOn: '2016-05-15' },
        },
      });
      household.planted(owner, 'D3');
    },
  },
  D4: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const owner = memberAt(household, 0);
      household.isNews = true;
      withoutDeposits(household);
      consents(household);
      household.asset(owner, 'deposit', 'BANK.deposits', {
        ...{
          asOf: household.calendar.daysAgo(12),
          valueFen: BigInt(household.standardFen) * 24n * 2n + 250_000n,
        },
      });
      household.planted(owner, 'D4');
    },
  },
  D5: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const owner = memberAt(household, 0);
      household.isNews = true;
      withoutDeposits(household);
      consents(household);
      household.asset(owner, 'company', 'AMR.companies', {
        ...{ asOf: household.calendar.daysAgo(15), count: 1, valueFen: 1_000_000n },
        attributes: { active: 'true', role: 'SHAREHOLDER' },
      });
      household.planted(owner, 'D5');
    },
  },
  /** What is left is within the limit of D4. */
  D6: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const { calendar, draw } = household;
      const owner = memberAt(household, 0);
      household.isNews = true;
      withoutDeposits(household);
      consents(household);
      const itemKey = draw.hex();
      for (const [asOf, valueFen] of /** @type {const} */ ([
        [calendar.daysAgo(75), 7_000_000n],
        [calendar.daysAgo(12), 1_000_000n],
      ])) {
        household.asset(owner, 'deposit', 'BANK.deposits', { asOf, valueFen, itemKey });
      }
      household.planted(owner, 'D6');
    },
  },
  D7: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const { calendar, standardFen, members, draw } = household;
      const owner = memberAt(household, 0);
      household.isNews = true;
      household.income(
        owner,
        'expropriation',
        'NR.expropriations',
        BigInt(standardFen * 30 * members.length),
        {
          ...{ month: calendar.month(2), itemKey: draw.hex() },
        },
      );
      household.planted(owner, 'D7');
    },
  },
};
