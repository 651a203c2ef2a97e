import { defineLifecycle, system } from '@minzheng/kernel/lifecycle';

export type SourceQueryState =
  'PENDING' | 'SENT' | 'ANSWERED' | 'NO_RECORD' | 'TIMEOUT' | 'REFUSED' | 'SKIPPED_FRESH';

export type SourceQueryCommand =
  'ask' | 'skip' | 'askAgain' | 'send' | 'answer' | 'answerNone' | 'refuse' | 'timeOut';

/** Verification, sections 4 and 5.8: a source query (查询任务) asks one agency for one request. */
export const SOURCE_QUERY_LIFECYCLE = defineLifecycle<SourceQueryState, SourceQueryCommand>({
  name: 'source-query',
  title: { en: 'Source query', zh: '查询任务' },
  begins: [
    {
      command: 'ask',
      to: 'PENDING',
      who: [
        system('a request is collected, and what is known of its persons is not fresh'),
        system('a quarter has begun: the banks are asked about recipients who have agreed'),
      ],
      effect: ['SourceQueryAsked'],
    },
    { command: 'skip', to: 'SKIPPED_FRESH', who: [system('what is known of all its persons is fresh')] },
  ],
  transitions: [
    { command: 'send', from: 'PENDING', to: 'SENT', who: [system('the agency has it')] },
    {
      command: 'answer',
      from: ['PENDING', 'SENT', 'REFUSED'],
      to: 'ANSWERED',
      who: [system('the agency has answered for all persons')],
      effect: ['SourceQueryEnded'],
    },
    {
      command: 'answerNone',
      from: ['PENDING', 'SENT', 'REFUSED'],
      to: 'NO_RECORD',
      who: [system('the agency knows none of the persons')],
      effect: ['SourceQueryEnded'],
    },
    {
      command: 'refuse',
      from: ['PENDING', 'SENT'],
      to: 'REFUSED',
      who: [system('the agency refuses')],
      effect: ['SourceQueryEnded'],
    },
    {
      command: 'timeOut',
      from: ['PENDING', 'SENT'],
      to: 'TIMEOUT',
      who: [
        system('the report is issued without it, or the request has ended'),
        system('it belongs to no request, and its day is over'),
        system('whom it may be about has changed with a consent'),
      ],
      effect: ['SourceQueryEnded'],
    },
    {
      command: 'askAgain',
      from: ['TIMEOUT', 'ANSWERED', 'NO_RECORD', 'REFUSED', 'SKIPPED_FRESH'],
      to: 'PENDING',
      who: [
        system('the request is collected again'),
        system('whom it may be about has changed with a consent'),
      ],
      effect: ['SourceQueryAsked'],
    },
  ],
});
