import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type AwardState = 'PENDING_START' | 'ACTIVE' | 'HELD' | 'GRADUAL_EXIT' | 'CEASED';

const CASE_APPROVER = official('approver of the case', 'assistance:cases:approve');
const APPROVER = official('approver of awards', 'assistance:awards:approve');
const TO_HOLD = [
  official('county approver', 'assistance:awards:approve'),
  system('the only person covered has died, or payments came back too often'),
] as const;

/** What moves an award. */
export type AwardCommand =
  | 'start'
  | 'takeOver'
  | 'recognise'
  | 'activate'
  | 'adjust'
  | 'hold'
  | 'release'
  | 'releaseToExit'
  | 'startGradualExit'
  | 'returnToActive'
  | 'cease'
  | 'endGradualExit'
  | 'expire';

/**
 * Social assistance, section 4: an award begins with the decision of its case, changes by reviews and standards, and
 * ends. 民发〔2021〕57号 arts. 21, 31–34.
 */
export const AWARD_LIFECYCLE = defineLifecycle<AwardState, AwardCommand>({
  name: 'award',
  title: { en: 'Award', zh: '救助待遇' },
  begins: [
    {
      command: 'start',
      to: 'PENDING_START',
      who: [CASE_APPROVER],
      guard: ['exclusive-programme', 'months-covered'],
      effect: ['AwardStarted', 'StatusFact'],
    },
    {
      command: 'takeOver',
      to: 'ACTIVE',
      who: [official('county that loads its earlier cases', 'assistance:case-imports:write')],
      effect: ['AwardStarted', 'StatusFact'],
    },
    { command: 'recognise', to: 'ACTIVE', who: [CASE_APPROVER], effect: ['AwardStarted', 'StatusFact'] },
  ],
  transitions: [
    {
      command: 'activate',
      from: 'PENDING_START',
      to: 'ACTIVE',
      who: [system('the first day of its first month has come')],
      limit: { unit: 'months', from: 'the decision', count: 1, legalBasis: '民发〔2021〕57号 art. 21' },
    },
    {
      command: 'adjust',
      from: 'PENDING_START',
      to: 'PENDING_START',
      who: [system('a new standard is in force')],
      effect: ['AwardAdjusted'],
    },
    {
      command: 'adjust',
      from: 'ACTIVE',
      to: 'ACTIVE',
      who: [APPROVER, system('a new standard is in force, or what an extra depends on has changed')],
      guard: ['review-without-visit', 'report-missing', 'report-expired', 'policy-missing'],
      effect: ['AwardAdjusted'],
    },
    {
      command: 'startGradualExit',
      from: 'ACTIVE',
      to: 'GRADUAL_EXIT',
      who: [APPROVER],
      guard: ['review-without-visit', 'report-missing', 'report-expired', 'reason-missing', 'policy-missing'],
      effect: ['GradualExitStarted', 'StatusFact'],
    },
    {
      command: 'returnToActive',
      from: 'GRADUAL_EXIT',
      to: 'ACTIVE',
      who: [APPROVER],
      guard: ['review-without-visit', 'report-missing', 'report-expired', 'policy-missing'],
      effect: ['AwardAdjusted', 'StatusFact'],
    },
    {
      command: 'hold',
      from: ['ACTIVE', 'GRADUAL_EXIT'],
      to: 'HELD',
      who: TO_HOLD,
      guard: ['hold-too-long'],
      effect: ['AwardHeld'],
      limit: { unit: 'months', from: 'the hold', count: 3, legalBasis: '民发〔2022〕83号 §1(3)' },
    },
    { command: 'release', from: 'HELD', to: 'ACTIVE', who: TO_HOLD, effect: ['AwardReleased'] },
    { command: 'releaseToExit', from: 'HELD', to: 'GRADUAL_EXIT', who: TO_HOLD, effect: ['AwardReleased'] },
    {
      command: 'endGradualExit',
      from: 'GRADUAL_EXIT',
      to: 'CEASED',
      who: [system('the last month of the gradual exit is over')],
      effect: ['AwardCeased', 'StatusFact'],
    },
    {
      command: 'expire',
      from: 'ACTIVE',
      to: 'CEASED',
      who: [system('the recognition as rigid-expenditure family has run its time')],
      effect: ['AwardCeased', 'StatusFact'],
    },
    {
      command: 'cease',
      from: ['PENDING_START', 'ACTIVE', 'HELD', 'GRADUAL_EXIT'],
      to: 'CEASED',
      who: [APPROVER, official('county, two people', 'assistance:cases:approve')],
      guard: ['reason-missing'],
      effect: ['AwardCeased', 'StatusFact', 'OverpaymentDetected'],
    },
  ],
});
