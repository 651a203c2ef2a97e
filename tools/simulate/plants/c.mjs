/** Group C: income that has changed, and work. */
import { memberAt, POOR_COUPLE } from './plant.mjs';

/** @type {Readonly<Record<string, import('./plant.mjs').Plant>>} */
export const C_PLANTS = {
  C1: {
    type: 'dibao',
    shape: { ...POOR_COUPLE, ratioBp: 12_500 },
    plant: (household) => household.planted(memberAt(household, 0), 'C1'),
  },
  C2: {
    type: 'edge',
    shape: { ...POOR_COUPLE, ratioBp: 18_000 },
    plant: (household) => household.planted(memberAt(household, 0), 'C2'),
  },
  C3: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const spouse = memberAt(household, 1);
      household.income(spouse, 'wage', 'TAX.wages', 40_000n, {
        month: household.calendar.lastMonth,
        ...{ payerKey: '91510802MA62A4HH5Q', itemKey: household.draw.hex() },
      });
      household.planted(spouse, 'C3');
    },
  },
  C4: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const spouse = memberAt(household, 1);
      household.status(spouse, 'fiscalStaff', 'HRSS.staff', household.calendar.first(1));
      household.planted(spouse, 'C4');
    },
  },
  /** A pension falls from 2.6 to 1.2 standards, three months ago: the mean of the year stays above 1.5. */
  C5: {
    type: 'relapse',
    shape: { who: 'SINGLE', age: [62, 74], healthy: true, without: true },
    plant(household) {
      const { calendar, draw } = household;
      const person = memberAt(household, 0);
      const standard = BigInt(household.standardFen);
      const itemKey = draw.hex();
      for (let back = 16; back >= 0; back--) {
        const amount = back >= 3 ? (standard * 26n) / 10n : (standard * 12n) / 10n;
        household.income(person, 'employeePension', 'HRSS.pensions', amount, {
          month: calendar.month(back),
          itemKey,
        });
      }
      household.planted(person, 'C5');
    },
  },
  C6: {
    type: 'relapse',
    shape: { ...POOR_COUPLE, ratioBp: 12_500 },
    plant(household) {
      const spouse = memberAt(household, 1);
      household.status(spouse, 'unemployedRegistered', 'HRSS.unemployed', household.calendar.first(4));
      household.planted(spouse, 'C6');
    },
  },
  C7: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const { calendar } = household;
      const spouse = memberAt(household, 1);
      for (const back of [4, 2, 1]) {
        const day = `${calendar.month(back)}-12`;
        household.status(spouse, 'jobRefused', 'HRSS.placements', day, { to: day });
      }
      household.planted(spouse, 'C7');
    },
  },
};
