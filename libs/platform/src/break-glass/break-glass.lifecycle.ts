import { defineLifecycle, official, system, type Lifecycle } from '@minzheng/kernel/lifecycle';

export const BREAK_GLASS_STATES = ['OPEN', 'EXPIRED', 'REVIEWED'] as const;
export type BreakGlassState = (typeof BREAK_GLASS_STATES)[number];
export type BreakGlassCommand = 'open' | 'expire' | 'review';

/** The access ends with its time or with its review; it is reviewed in any case. @param service - as scopes name it */
export function breakGlassLifecycle(service: string): Lifecycle<BreakGlassState, BreakGlassCommand> {
  return defineLifecycle<BreakGlassState, BreakGlassCommand>({
    name: 'breakGlassAccess',
    title: { en: 'break-glass access', zh: '紧急查阅' },
    begins: [
      {
        command: 'open',
        to: 'OPEN',
        who: [official('official of another region', `${service}:break-glass:write`)],
        guard: ['break-glass-not-needed'],
      },
    ],
    transitions: [
      { command: 'expire', from: 'OPEN', to: 'EXPIRED', who: [system('its time is over')] },
      {
        command: 'review',
        from: ['OPEN', 'EXPIRED'],
        to: 'REVIEWED',
        who: [official('a second person', `${service}:break-glass:approve`)],
        guard: ['same-person', 'out-of-region'],
      },
    ],
  });
}
