import { defineLifecycle, official, type Lifecycle } from '@minzheng/kernel/lifecycle';

export type RelativeFilingState = 'FILED';

/** Who files relations in a service. */
export interface Registrar {
  /** As the documentation names it. */
  readonly role: string;
  /** Scope of whoever files. */
  readonly scope: string;
  /** Problems by which a filing is refused. */
  readonly guard?: readonly string[];
}

/** A filed relation (近亲属备案): never edited; one that no longer holds has its last day. */
export function relativeLifecycle({
  role,
  scope,
  guard = [],
}: Registrar): Lifecycle<RelativeFilingState, 'file'> {
  return defineLifecycle<RelativeFilingState, 'file'>({
    name: 'officialRelative',
    title: { en: 'Filed relative', zh: '近亲属备案' },
    begins: [{ command: 'file', to: 'FILED', who: [official(role, scope)], guard }],
    transitions: [],
  });
}
