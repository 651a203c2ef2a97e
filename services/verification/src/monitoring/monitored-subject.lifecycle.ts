import { defineLifecycle, system } from '@minzheng/kernel/lifecycle';

export type MonitoredState = 'MONITORED' | 'LEFT';
export type MonitoredCommand = 'enter' | 'leave' | 'enterAgain';

/** Verification, section 4: who is in the registry follows from facts alone, never by hand. */
export const MONITORED_SUBJECT_LIFECYCLE = defineLifecycle<MonitoredState, MonitoredCommand>({
  name: 'monitoredSubject',
  title: { en: 'Monitored person', zh: '低收入人口' },
  begins: [
    {
      command: 'enter',
      to: 'MONITORED',
      who: [system('the first category opens')],
      effect: ['MonitoredSubjectEntered'],
    },
  ],
  transitions: [
    {
      command: 'leave',
      from: 'MONITORED',
      to: 'LEFT',
      who: [system('no category has been open for that long')],
      effect: ['MonitoredSubjectLeft'],
      limit: {
        unit: 'months',
        from: 'the day since which no category is open',
        policy: 'verification.monitor.graceMonths',
      },
    },
    {
      command: 'enterAgain',
      from: 'LEFT',
      to: 'MONITORED',
      who: [system('a category opens again')],
      effect: ['MonitoredSubjectEntered'],
    },
  ],
});
