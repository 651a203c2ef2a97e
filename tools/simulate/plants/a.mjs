/** Group A: whoever should no longer receive, or has not been seen. */
import { ALONE, memberAt, POOR_COUPLE } from './plant.mjs';

/** @type {Readonly<Record<string, import('./plant.mjs').Plant>>} */
export const A_PLANTS = {
  A1: {
    type: 'tekun',
    shape: ALONE,
    plant(household) {
      const person = memberAt(household, 0);
      household.status(person, 'deceased', 'PSB.deaths', `${household.calendar.month(4)}-10`);
      household.planted(person, 'A1');
    },
  },
  A2: {
    type: 'tekun',
    shape: ALONE,
    plant(household) {
      const person = memberAt(household, 0);
      household.status(person, 'declaredMissing', 'COURT.declarations', household.calendar.first(2));
      household.planted(person, 'A2');
    },
  },
  A3: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const { calendar } = household;
      const spouse = memberAt(household, 1);
      household.status(spouse, 'imprisoned', 'JUS.custody', `${calendar.month(2)}-20`, {
        to: calendar.first(-14),
      });
      household.planted(spouse, 'A3');
    },
  },
  A4: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const { calendar } = household;
      const spouse = memberAt(household, 1);
      household.status(spouse, 'compulsoryRehab', 'JUS.custody', `${calendar.month(3)}-10`, {
        to: calendar.first(-14),
      });
      household.planted(spouse, 'A4');
    },
  },
  A5: {
    type: 'tekun',
    shape: ALONE,
    plant(household) {
      const person = memberAt(household, 0);
      const toRegion = household.county === '510802' ? '510811' : '510802';
      household.status(person, 'hukouMoved', 'PSB.residents', household.calendar.daysAgo(70), {
        attributes: { toRegion },
      });
      household.planted(person, 'A5');
    },
  },
  A6: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const person = memberAt(household, 1);
      household.status(person, 'abroad', 'PSB.crossings', household.calendar.daysAgo(130));
      household.planted(person, 'A6');
    },
  },
  A7: {
    type: 'tekun',
    shape: ALONE,
    plant(household) {
      const { calendar } = household;
      const person = memberAt(household, 0);
      person.facts = person.facts.filter(({ kind }) => kind !== 'visited');
      const seenOn = calendar.first(19);
      household.status(person, 'visited', 'HRSS.authentications', seenOn, {
        to: seenOn,
        attributes: { by: 'pension' },
      });
      // a settlement of the health insurance would be a sign of life
      person.filledFrom = 'HRSS';
      household.planted(person, 'A7');
    },
  },
  A8: {
    type: 'dibao',
    shape: { ...POOR_COUPLE, shares: [0] },
    plant(household) {
      const { calendar } = household;
      const spouse = memberAt(household, 1);
      const day = calendar.daysAgo(60);
      household.status(spouse, 'imprisoned', 'JUS.custody', calendar.first(30), { to: day });
      household.status(spouse, 'released', 'JUS.releases', day);
      household.planted(spouse, 'A8');
    },
  },
};
