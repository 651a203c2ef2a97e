import { citizen, defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type TicketState = 'OPEN' | 'ASSIGNED' | 'FORWARDED' | 'ANSWERED' | 'CLOSED';
export type TicketCommand =
  | 'open'
  | 'join'
  | 'assign'
  | 'settle'
  | 'settleForwarded'
  | 'settleAnswered'
  | 'takeBack'
  | 'takeBackUnassigned'
  | 'close';

const OFFICIAL = official('whoever was asked, or is assigned', 'assistance:tickets:write');
const CITIZEN = citizen('who asks for help');
const SETTLING = {
  who: [OFFICIAL, system('a case was opened, or a receiver or sender has answered')],
  guard: ['already-forwarded', 'unknown-need', 'wrong-receiver', 'consent-missing', 'policy-missing'],
} as const;
const REFERRED_BACK = [system('a receiver has declined what was forwarded')] as const;

/**
 * An intake ticket (一门受理): who is asked first stays responsible until every need has a case, a referral or a reasoned
 * no. L649 art. 60.
 */
export const TICKET_LIFECYCLE = defineLifecycle<TicketState, TicketCommand>({
  name: 'ticket',
  title: { en: 'Intake ticket', zh: '受理登记' },
  begins: [
    {
      command: 'open',
      to: 'OPEN',
      who: [
        CITIZEN,
        OFFICIAL,
        system('ReferralRaised or ClueDispatched has come, or a rejected household is still in need'),
      ],
      guard: ['unknown-need', 'policy-missing'],
    },
  ],
  transitions: [
    {
      command: 'join',
      from: 'OPEN',
      to: 'OPEN',
      who: [system('a clue or a referral of the same household has come')],
    },
    {
      command: 'join',
      from: 'ASSIGNED',
      to: 'ASSIGNED',
      who: [system('a clue or a referral of the same household has come')],
    },
    { command: 'assign', from: ['OPEN', 'ASSIGNED'], to: 'ASSIGNED', who: [OFFICIAL] },
    { command: 'settle', from: 'OPEN', to: 'OPEN', ...SETTLING },
    { command: 'settle', from: 'ASSIGNED', to: 'ASSIGNED', ...SETTLING },
    { command: 'settle', from: 'FORWARDED', to: 'FORWARDED', ...SETTLING },
    { command: 'settle', from: 'ANSWERED', to: 'ANSWERED', ...SETTLING },
    { command: 'settle', from: 'CLOSED', to: 'CLOSED', ...SETTLING },
    {
      command: 'settleForwarded',
      from: ['OPEN', 'ASSIGNED'],
      to: 'FORWARDED',
      ...SETTLING,
      effect: ['ReferralRaised'],
      limit: { unit: 'working days', from: 'the ticket', policy: 'assistance.oneDoor.forwardWd' },
    },
    {
      command: 'settleAnswered',
      from: ['OPEN', 'ASSIGNED', 'FORWARDED'],
      to: 'ANSWERED',
      ...SETTLING,
      limit: { unit: 'working days', from: 'the ticket', policy: 'assistance.oneDoor.answerWd' },
    },
    { command: 'takeBack', from: ['FORWARDED', 'ANSWERED', 'CLOSED'], to: 'ASSIGNED', who: REFERRED_BACK },
    {
      command: 'takeBackUnassigned',
      from: ['FORWARDED', 'ANSWERED', 'CLOSED'],
      to: 'OPEN',
      who: REFERRED_BACK,
    },
    {
      command: 'close',
      from: ['FORWARDED', 'ANSWERED'],
      to: 'CLOSED',
      who: [OFFICIAL],
      guard: ['needs-open'],
    },
  ],
});
