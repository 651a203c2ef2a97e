import { defineLifecycle, official, system, type Lifecycle } from '@minzheng/kernel/lifecycle';

export type PaymentLineState =
  'PLANNED' | 'SENT' | 'PAID' | 'RETURNED' | 'REISSUED' | 'WRITTEN_BACK' | 'CANCELLED';
export type PaymentLineCommand = 'plan' | 'send' | 'settle' | 'return' | 'reissue' | 'writeBack' | 'cancel';

/**
 * A payment line (发放明细): its result comes from the bank alone; a return is never undone, but issued again. What happens to
 * all lines of a run at once is in the log of the run, which names who did it: a line tells of itself when it was planned
 * (`created_at`), its run when it was sent (`sent_at`), and `bank_result_line` which result file said what became of it. What
 * somebody does to one line has its own row.
 */
export function paymentLineLifecycle(department: string): Lifecycle<PaymentLineState, PaymentLineCommand> {
  const clerk = official('clerk', `${department}:payroll-runs:write`);
  const finance = official('county finance', `${department}:payroll-runs:approve`);
  const loggedBy = 'payrollRun';
  return defineLifecycle<PaymentLineState, PaymentLineCommand>({
    name: 'paymentLine',
    title: { en: 'Payment line', zh: '发放明细' },
    begins: [{ command: 'plan', to: 'PLANNED', who: [system('its run is built'), clerk], loggedBy }],
    transitions: [
      {
        command: 'send',
        from: 'PLANNED',
        to: 'SENT',
        who: [system('the file of its run is sent')],
        loggedBy,
      },
      {
        command: 'settle',
        from: 'SENT',
        to: 'PAID',
        who: [system('the bank has paid')],
        effect: ['PaymentSettled', 'IncomeFact'],
        loggedBy,
      },
      {
        command: 'return',
        from: ['SENT', 'PAID'],
        to: 'RETURNED',
        who: [system('the bank has returned it')],
        effect: ['PaymentReturned', 'IncomeFact'],
        loggedBy,
      },
      {
        command: 'reissue',
        from: 'RETURNED',
        to: 'REISSUED',
        who: [clerk],
        guard: ['line-not-returned', 'custodian-not-allowed', 'line-not-payable'],
      },
      {
        command: 'writeBack',
        from: 'RETURNED',
        to: 'WRITTEN_BACK',
        who: [finance, system('the award has ended and nobody inherits')],
        guard: ['line-not-returned'],
      },
      {
        command: 'cancel',
        from: 'PLANNED',
        to: 'CANCELLED',
        who: [system('its run is cancelled, or it is no longer due')],
      },
    ],
  });
}
