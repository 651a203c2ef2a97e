import { defineLifecycle, official, type Lifecycle } from '@minzheng/kernel/lifecycle';
import type { DepartmentName } from '../department/index.js';

export type RelativeFilingState = 'FILED';

/** A filed relation (近亲属备案): never edited; one that no longer holds has its last day. */
export function relativeLifecycle(department: DepartmentName): Lifecycle<RelativeFilingState, 'file'> {
  return defineLifecycle<RelativeFilingState, 'file'>({
    name: 'officialRelative',
    title: { en: 'Filed relative', zh: '近亲属备案' },
    begins: [
      {
        command: 'file',
        to: 'FILED',
        who: [official('supervisor', `${department}:supervision:write`)],
        guard: ['id-number-invalid'],
      },
    ],
    transitions: [],
  });
}
