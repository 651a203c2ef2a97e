import { citizen, defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export const APPEAL_STATES = ['SUBMITTED', 'ACCEPTED', 'SOURCE_CHECK', 'DECIDED', 'WITHDRAWN'] as const;
export type AppealState = (typeof APPEAL_STATES)[number];

export type AppealCommand =
  'submit' | 'accept' | 'recordReply' | 'checkSource' | 'uphold' | 'reject' | 'withdraw';

const APPELLANT = citizen('the person whose fact it is, or the guardian');
const OFFICER = official('county officer', 'verification:appeals:write');
const REVIEWER = official(
  'reviewer, another than who accepted or submitted it',
  'verification:appeals:approve',
);
const STEWARD = official('data steward of the agency', 'verification:inbound-facts:write');
const TOTAL = {
  unit: 'working days',
  from: 'the submission',
  policy: 'verification.appeal.totalWd',
} as const;
const SOURCE = {
  unit: 'working days',
  from: 'the acceptance',
  policy: 'verification.appeal.sourceWd',
} as const;

/**
 * Verification, section 4: an appeal (异议) against facts. While it is ACCEPTED their sources are asked; in SOURCE_CHECK they
 * have answered, or their days are over, and the reviewer decides.
 */
export const APPEAL_LIFECYCLE = defineLifecycle<AppealState, AppealCommand>({
  name: 'appeal',
  title: { en: 'Appeal against facts', zh: '数据异议' },
  begins: [
    {
      command: 'submit',
      to: 'SUBMITTED',
      who: [APPELLANT, OFFICER, system('a department has closed a clue with DATA_WRONG')],
      guard: ['appeal-open', 'too-late', 'fact-superseded', 'facts-of-several-persons'],
      limit: {
        unit: 'days',
        from: 'the day on which it was learned of',
        policy: 'verification.appeal.windowDays',
      },
    },
  ],
  transitions: [
    {
      command: 'accept',
      from: 'SUBMITTED',
      to: 'ACCEPTED',
      who: [official('reviewer', 'verification:appeals:approve')],
      guard: ['conflict-of-interest'],
      effect: ['FactDisputed', 'VerificationReopened'],
      limit: { unit: 'working days', from: 'the submission', policy: 'verification.appeal.acceptWd' },
    },
    {
      command: 'recordReply',
      from: 'ACCEPTED',
      to: 'ACCEPTED',
      who: [
        STEWARD,
        system('FactConfirmed or a superseding fact of the source has come, others are awaited'),
      ],
      limit: SOURCE,
    },
    {
      command: 'recordReply',
      from: 'SOURCE_CHECK',
      to: 'SOURCE_CHECK',
      who: [STEWARD, system('FactConfirmed or a superseding fact of the source has come late')],
    },
    {
      command: 'checkSource',
      from: 'ACCEPTED',
      to: 'SOURCE_CHECK',
      who: [STEWARD, system('all sources have answered, or their days are over')],
      limit: TOTAL,
    },
    {
      command: 'uphold',
      from: 'SOURCE_CHECK',
      to: 'DECIDED',
      who: [REVIEWER],
      guard: [
        'same-person',
        'conflict-of-interest',
        'correction-missing',
        'correction-invalid',
        'source-corrected',
      ],
      effect: ['FactCorrected', 'IncomeFact', 'AssetFact', 'ExpenditureFact', 'StatusFact'],
    },
    {
      command: 'reject',
      from: 'SOURCE_CHECK',
      to: 'DECIDED',
      who: [REVIEWER],
      guard: ['same-person', 'conflict-of-interest'],
    },
    {
      command: 'withdraw',
      from: ['SUBMITTED', 'ACCEPTED', 'SOURCE_CHECK'],
      to: 'WITHDRAWN',
      who: [APPELLANT, OFFICER],
      guard: ['not-the-appellant'],
    },
  ],
});
