/** Group E: spending, illness and disaster. */
import { memberAt, POOR_COUPLE } from './plant.mjs';

/** @param {import('./plant.mjs').Household} household @param {import('./plant.mjs').Member} member @param {string} kind @param {string} dataset @param {bigint} fen in all, in three bills */
function spends(household, member, kind, dataset, fen) {
  for (const [back, part] of /** @type {const} */ ([
    [7, fen / 2n],
    [4, fen / 4n],
    [2, fen / 4n],
  ])) {
    household.expenditure(member, kind, dataset, part, {
      month: household.calendar.month(back),
      itemKey: household.draw.hex(),
    });
  }
}

/** @type {Readonly<Record<string, import('./plant.mjs').Plant>>} */
export const E_PLANTS = {
  E1: {
    type: 'dibao',
    shape: { ...POOR_COUPLE, ratioBp: 4_000 },
    plant(household) {
      const patient = memberAt(household, 1);
      spends(household, patient, 'medicalChronicOop', 'NHSA.settlements', household.annualFen(2_800));
      household.planted(patient, 'E1');
    },
  },
  /** A quarter of an income of eight million: neither a third (E1) nor a half of it (E5), and enough is left (E4). */
  E2: {
    type: 'relapse',
    shape: { who: 'FAMILY', size: 4, childAge: 9, healthy: true, without: true },
    plant(household) {
      const { calendar, draw } = household;
      const [earner, patient] = [memberAt(household, 0), memberAt(household, 1)];
      const itemKey = draw.hex();
      for (let back = 16; back >= 0; back--) {
        household.income(earner, 'wage', 'TAX.wages', 900_000n, {
          ...{ month: calendar.month(back), payerKey: '91510802MA62A4HH5Q', itemKey },
        });
      }
      household.expenditure(patient, 'medicalInpatientOop', 'NHSA.settlements', 2_150_000n, {
        ...{ month: calendar.month(3), itemKey: draw.hex() },
      });
      household.planted(patient, 'E2');
    },
  },
  E3: {
    type: 'edge',
    shape: { ...POOR_COUPLE, ratioBp: 12_500 },
    plant(household) {
      const patient = memberAt(household, 1);
      household.status(patient, 'seriousIllness', 'NHC.illnesses', household.calendar.daysAgo(25), {
        attributes: { illnessCode: 'C34' },
      });
      household.planted(patient, 'E3');
    },
  },
  /** Of an edge household, whose ratio nobody asks for (E5); it is no medical spending (E1). */
  E4: {
    type: 'edge',
    shape: { ...POOR_COUPLE, ratioBp: 12_500 },
    plant(household) {
      const patient = memberAt(household, 1);
      spends(household, patient, 'rehab', 'DPF.rehabilitation', household.annualFen(4_400));
      household.planted(memberAt(household, 0), 'E4');
    },
  },
  /** More than half of the income, and what is left is more than the standard (E4). */
  E5: {
    type: 'relapse',
    shape: { ...POOR_COUPLE, ratioBp: 30_000 },
    plant(household) {
      const patient = memberAt(household, 1);
      spends(household, patient, 'rehab', 'DPF.rehabilitation', household.annualFen(16_600));
      household.planted(memberAt(household, 0), 'E5');
    },
  },
  E6: {
    type: 'relapse',
    shape: { ...POOR_COUPLE, ratioBp: 20_000 },
    plant(household) {
      const owner = memberAt(household, 0);
      const home = owner.facts.find(({ kind }) => kind === 'residence');
      household.isNews = true;
      household.status(owner, 'dwellingLost', 'disaster.dwellings', household.calendar.daysAgo(18), {
        attributes: { class: 'COLLAPSED', rooms: '3', itemKey: home?.itemKey ?? '' },
      });
      household.planted(owner, 'E6');
    },
  },
  E7: {
    type: 'edge',
    shape: { who: 'FAMILY', size: 2, age: [42, 52], childAge: 16, healthy: true, ratioBp: 12_500 },
    plant(household) {
      const pupil = memberAt(household, 1);
      pupil.facts = pupil.facts.filter(({ kind }) => kind !== 'enrolled' && kind !== 'educationAid');
      household.status(pupil, 'enrolled', 'EDU.enrolments', household.calendar.first(10), {
        attributes: { level: 'UPPER_SECONDARY', fullTime: 'true' },
      });
      household.planted(pupil, 'E7');
    },
  },
};
