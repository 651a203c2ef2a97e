import { defineLifecycle, official, system, type Lifecycle } from '@minzheng/kernel/lifecycle';

export type PayrollRunState =
  'BUILDING' | 'BUILT' | 'LOCKED' | 'APPROVED' | 'SENT' | 'RECONCILING' | 'CLOSED' | 'CANCELLED';
export type PayrollRunCommand =
  'open' | 'finish' | 'lock' | 'approve' | 'send' | 'loadResults' | 'close' | 'cancel';

/** A payroll run (发放批次): built by one person, approved by another, closed when the bank has answered for each line. */
export function payrollRunLifecycle(department: string): Lifecycle<PayrollRunState, PayrollRunCommand> {
  const clerk = official('clerk', `${department}:payroll-runs:write`);
  const finance = official('county finance, not builder or locker', `${department}:payroll-runs:approve`);
  return defineLifecycle<PayrollRunState, PayrollRunCommand>({
    name: 'payrollRun',
    title: { en: 'Payroll run', zh: '发放批次' },
    begins: [
      {
        command: 'open',
        to: 'BUILDING',
        who: [clerk, system('the day on which the department has its runs built')],
        guard: ['run-exists', 'policy-missing'],
      },
    ],
    transitions: [
      { command: 'finish', from: 'BUILDING', to: 'BUILT', who: [system('all lines are planned')] },
      {
        command: 'lock',
        from: 'BUILT',
        to: 'LOCKED',
        who: [clerk],
        guard: ['run-not-balanced'],
        effect: ['PayrollRunLocked'],
      },
      {
        command: 'approve',
        from: 'LOCKED',
        to: 'APPROVED',
        who: [finance],
        guard: ['same-person', 'budget-exceeded', 'policy-missing'],
      },
      {
        command: 'send',
        from: 'APPROVED',
        to: 'SENT',
        who: [finance],
        effect: ['PaymentFileSent'],
      },
      {
        command: 'loadResults',
        from: ['SENT', 'RECONCILING'],
        to: 'RECONCILING',
        who: [finance],
        guard: ['result-file-mismatch', 'results-pending'],
      },
      {
        command: 'loadResults',
        from: 'CLOSED',
        to: 'CLOSED',
        who: [finance],
        guard: ['result-file-mismatch', 'results-pending'],
      },
      {
        command: 'close',
        from: 'RECONCILING',
        to: 'CLOSED',
        who: [system('the bank has answered for every line')],
        effect: ['PayrollRunClosed'],
      },
      {
        command: 'cancel',
        from: ['BUILDING', 'BUILT', 'LOCKED', 'APPROVED'],
        to: 'CANCELLED',
        who: [clerk, finance],
      },
    ],
  });
}
