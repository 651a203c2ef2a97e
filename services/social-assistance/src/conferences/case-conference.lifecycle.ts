import { defineLifecycle, official } from '@minzheng/kernel/lifecycle';

export type ConferenceState = 'HELD' | 'SUPERSEDED';

const CONVENER = official('county, for the coordination mechanism', 'assistance:conferences:write');

/** A case conference (一事一议): what several departments have resolved stands until another resolution. LRIG art. 9. */
export const CONFERENCE_LIFECYCLE = defineLifecycle<ConferenceState, 'hold' | 'supersede'>({
  name: 'caseConference',
  title: { en: 'Case conference', zh: '一事一议' },
  begins: [{ command: 'hold', to: 'HELD', who: [CONVENER], guard: ['conference-quorum'] }],
  transitions: [{ command: 'supersede', from: 'HELD', to: 'SUPERSEDED', who: [CONVENER] }],
});
