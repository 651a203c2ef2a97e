import { citizen, defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type ReviewState = 'OPEN' | 'VISITED' | 'CONCLUDED';

const APPROVER = official('county or delegated approver', 'assistance:awards:approve');

const OPENERS = [
  system('its day has come, or something that concerns the household was told'),
  official('clerk', 'assistance:cases:write'),
  citizen('somebody of the household'),
] as const;

/**
 * A review (复核、动态管理) of a running award: an adverse outcome needs a person, reasons and a written notice; what is
 * overdue never ends an award by itself. 民发〔2021〕57号 arts. 31–34.
 */
export const REVIEW_LIFECYCLE = defineLifecycle<
  ReviewState,
  'open' | 'join' | 'visit' | 'conclude' | 'settle'
>({
  name: 'review',
  title: { en: 'Review', zh: '复核' },
  begins: [
    {
      command: 'open',
      to: 'OPEN',
      who: OPENERS,
    },
  ],
  transitions: [
    // one more ground while it is open
    { command: 'join', from: 'OPEN', to: 'OPEN', who: OPENERS },
    { command: 'join', from: 'VISITED', to: 'VISITED', who: OPENERS },
    {
      command: 'visit',
      from: 'OPEN',
      to: 'VISITED',
      who: [system('everybody has signed a visit of the award')],
    },
    {
      command: 'conclude',
      from: ['OPEN', 'VISITED'],
      to: 'CONCLUDED',
      who: [APPROVER],
      guard: [
        'review-without-visit',
        'report-missing',
        'report-expired',
        'result-pending',
        'outcome-differs',
        'reason-missing',
        'actor-already-involved',
        'same-person',
        'approval-differs',
        'policy-missing',
      ],
      effect: ['AwardAdjusted', 'GradualExitStarted', 'AwardCeased', 'AwardReleased'],
    },
    {
      command: 'settle',
      from: ['OPEN', 'VISITED'],
      to: 'CONCLUDED',
      who: [system('what it was opened for was taken back, or the award has ended')],
    },
  ],
});
