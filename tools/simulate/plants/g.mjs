/** Group G: what the household has to be looked at for. */
import { memberAt, POOR_COUPLE } from './plant.mjs';

/** @type {Readonly<Record<string, import('./plant.mjs').Plant>>} */
export const G_PLANTS = {
  G1: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const spouse = memberAt(household, 1);
      household.status(spouse, 'married', 'MCA.marriages', household.calendar.daysAgo(24));
      household.planted(spouse, 'G1');
    },
  },
  G2: {
    type: 'dibao',
    shape: { who: 'SINGLE', age: [44, 57], healthy: true },
    plant(household) {
      const { calendar, draw } = household;
      const person = memberAt(household, 0);
      person.facts = person.facts.filter(({ kind }) => kind !== 'deposit');
      household.consents.push({
        ...{ consentId: draw.uuid(), personKey: person.personKey, datasets: ['CORE'] },
        signedOn: calendar.daysAgo(300),
        validTo: calendar.daysAgo(-20),
      });
      household.planted(person, 'G2');
    },
  },
};
