/** Group B: paid twice, or what excludes each other. */
import { giveCard, temporaryAid } from '../base.mjs';
import { BENEFIT_FEN } from '../spreads.mjs';
import { ALONE, memberAt, POOR_COUPLE } from './plant.mjs';

const SINCE = /** @type {const} */ ({ months: 4 });

/** @type {Readonly<Record<string, import('./plant.mjs').Plant>>} */
export const B_PLANTS = {
  B1: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const person = memberAt(household, 1);
      const region = household.county === '510802' ? '510811' : '510802';
      household.benefit(person, 'DIBAO', 'dibaoBenefit', 'assistance', 30_000n, { ...SINCE, region });
      household.planted(person, 'B1');
    },
  },
  B2: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const person = memberAt(household, 1);
      household.benefit(person, 'TEKUN', 'tekunBenefit', 'assistance', 60_000n, SINCE);
      household.planted(person, 'B2');
    },
  },
  B3: {
    type: 'dibao',
    shape: { who: 'FAMILY', size: 3, childAge: 9, healthy: true },
    plant(household) {
      const child = memberAt(household, 2);
      household.benefit(
        child,
        'ORPHAN_ALLOWANCE',
        'orphanAllowance',
        'children',
        BigInt(BENEFIT_FEN.orphan),
        SINCE,
      );
      household.planted(child, 'B3');
    },
  },
  B4: {
    type: 'orphan',
    shape: { healthy: true },
    plant(household) {
      const child = memberAt(household, 1);
      giveCard(household, child, '4');
      household.benefit(child, 'DISABILITY_LIVING', 'disabilityLivingSubsidy', 'assistance', 10_000n, SINCE);
      household.planted(child, 'B4');
    },
  },
  B5: {
    type: 'tekun',
    shape: ALONE,
    plant(household) {
      const person = memberAt(household, 0);
      giveCard(household, person, '2', '4');
      household.benefit(person, 'DISABILITY_CARE', 'disabilityCareSubsidy', 'assistance', 8_000n, SINCE);
      household.planted(person, 'B5');
    },
  },
  /** The spouse belongs to the next household too, which hits nothing else. */
  B6: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      household.planted(memberAt(household, 1), 'B6');
    },
  },
  B7: {
    type: 'dibao',
    shape: POOR_COUPLE,
    plant(household) {
      const person = memberAt(household, 0);
      household.isNews = true;
      for (const back of [8, 5, 1]) temporaryAid(household, person, back, 'DISASTER');
      household.planted(person, 'B7');
    },
  },
};
