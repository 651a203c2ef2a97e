/** Group F: entitled, and not receiving. */
import { giveCard } from '../base.mjs';
import { memberAt, POOR_COUPLE } from './plant.mjs';

const SUBSIDY_FEN = 10_000n;

/** @type {Readonly<Record<string, import('./plant.mjs').Plant>>} */
export const F_PLANTS = {
  F1: {
    type: 'relapse',
    shape: { ...POOR_COUPLE, ratioBp: 6_000 },
    plant: (household) => household.planted(memberAt(household, 0), 'F1'),
  },
  F2: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const person = memberAt(household, 1);
      giveCard(household, person, '1', '4');
      household.owesSupport(person, 'PARENT');
      household.quarterlyBenefit(
        person,
        'DISABILITY_LIVING',
        'disabilityLivingSubsidy',
        'assistance',
        SUBSIDY_FEN,
      );
      household.planted(person, 'F2');
    },
  },
  F3: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const person = memberAt(household, 1);
      giveCard(household, person, '4', '4');
      household.planted(person, 'F3');
    },
  },
  /** One parent can't care for the child, the other is in prison since before the first payment. */
  F4: {
    type: 'dibao',
    shape: { who: 'FAMILY', size: 3, childAge: 8, healthy: true, ratioBp: 3_000, shares: [0, 2] },
    plant(household) {
      const { calendar } = household;
      const [disabled, prisoner, child] = [0, 1, 2].map((place) => memberAt(household, place));
      if (disabled === undefined || prisoner === undefined || child === undefined) return;
      giveCard(household, disabled, '1', '4');
      household.owesSupport(disabled, 'PARENT');
      household.quarterlyBenefit(
        disabled,
        'DISABILITY_LIVING',
        'disabilityLivingSubsidy',
        'assistance',
        SUBSIDY_FEN,
      );
      household.quarterlyBenefit(
        disabled,
        'DISABILITY_CARE',
        'disabilityCareSubsidy',
        'assistance',
        SUBSIDY_FEN,
      );
      household.status(prisoner, 'imprisoned', 'JUS.custody', calendar.first(18), {
        to: calendar.first(-30),
      });
      household.planted(child, 'F4');
    },
  },
  F5: {
    type: 'tekun',
    shape: { who: 'SINGLE', age: [81, 88], healthy: true },
    plant(household) {
      const person = memberAt(household, 0);
      person.facts = person.facts.filter(({ kind }) => kind !== 'oldAgeAllowance');
      household.planted(person, 'F5');
    },
  },
  F6: {
    type: 'tekun',
    shape: { who: 'SINGLE', age: [62, 74], healthy: true },
    plant(household) {
      const { year } = household.calendar;
      const person = memberAt(household, 0);
      person.facts = person.facts.filter(
        ({ kind, from }) => kind !== 'insuredMedical' || from !== `${year}-01-01`,
      );
      household.planted(person, 'F6');
    },
  },
};
