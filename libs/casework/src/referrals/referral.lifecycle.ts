import { defineLifecycle, official, system, type Lifecycle } from '@minzheng/kernel/lifecycle';
import type { DepartmentName } from '../department/index.js';

export type ReferralState = 'SENT' | 'ACCEPTED' | 'DONE' | 'DECLINED' | 'WITHDRAWN';
export type ReferralCommand =
  'raise' | 'receive' | 'answerPart' | 'accept' | 'complete' | 'decline' | 'withdraw' | 'markOverdue';

/** A referral (转办), sent or received: it is answered for all needs, or need by need (catalogue, section 8). */
export function referralLifecycle(department: DepartmentName): Lifecycle<ReferralState, ReferralCommand> {
  const clerk = official('who handles what it comes from', `${department}:tickets:write`);
  const agency = official('outside department', `${department}:referrals:write`);
  const answered = system('the receiver has answered');
  const answering = { who: [clerk, agency, answered], guard: ['reason-missing'] } as const;
  return defineLifecycle<ReferralState, ReferralCommand>({
    name: 'referral',
    title: { en: 'Referral', zh: '转办' },
    begins: [
      {
        command: 'raise',
        to: 'SENT',
        who: [clerk, system('a decision calls for it')],
        effect: ['ReferralRaised'],
        limit: {
          unit: 'working days',
          from: 'the referral; urgent: 24 hours',
          policy: `${department}.oneDoor.answerWd`,
        },
      },
      { command: 'receive', to: 'SENT', who: [system('ReferralRaised has come')] },
    ],
    transitions: [
      { command: 'answerPart', from: 'SENT', to: 'SENT', ...answering },
      { command: 'answerPart', from: 'ACCEPTED', to: 'ACCEPTED', ...answering },
      { command: 'accept', from: 'SENT', to: 'ACCEPTED', ...answering, effect: ['ReferralAccepted'] },
      {
        command: 'complete',
        from: ['SENT', 'ACCEPTED'],
        to: 'DONE',
        who: [clerk, agency, system('what came of it is known')],
      },
      { command: 'decline', from: 'SENT', to: 'DECLINED', ...answering, effect: ['ReferralDeclined'] },
      {
        command: 'withdraw',
        from: ['SENT', 'ACCEPTED'],
        to: 'WITHDRAWN',
        who: [clerk, system('the need is gone, or ReferralWithdrawn has come')],
        effect: ['ReferralWithdrawn'],
      },
      { command: 'markOverdue', from: 'SENT', to: 'SENT', who: [system('nobody has answered in time')] },
    ],
  });
}
