import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type SupervisionState = 'OPEN' | 'CHECKED' | 'CLOSED';

const SUPERVISOR = official('supervisor', 'assistance:supervision:write');

/** Supervision (监督检查): what was flagged is checked, and what was found is followed up. L57 arts. 11, 20, 35. */
export const SUPERVISION_LIFECYCLE = defineLifecycle<SupervisionState, 'flag' | 'check' | 'close'>({
  name: 'supervisionItem',
  title: { en: 'Supervision item', zh: '监督事项' },
  begins: [
    {
      command: 'flag',
      to: 'OPEN',
      who: [
        system(
          'an official’s relative, a sample, a re-entry, a limit that has passed, a doubtful signature, a complaint, an appeal that was upheld, a report that fell after the decision',
        ),
      ],
      effect: ['SupervisionFlagged'],
    },
  ],
  transitions: [
    { command: 'check', from: 'OPEN', to: 'CHECKED', who: [SUPERVISOR] },
    { command: 'close', from: 'CHECKED', to: 'CLOSED', who: [SUPERVISOR] },
  ],
});
