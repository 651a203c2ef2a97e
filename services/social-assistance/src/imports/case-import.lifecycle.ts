import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type CaseImportState = 'RUNNING' | 'DONE';

/** Loading a county's earlier cases (历史数据导入), or trying to. */
export const CASE_IMPORT_LIFECYCLE = defineLifecycle<CaseImportState, 'take' | 'finish'>({
  name: 'caseImport',
  title: { en: 'Case import', zh: '历史数据导入' },
  begins: [
    {
      command: 'take',
      to: 'RUNNING',
      who: [official('county', 'assistance:case-imports:write')],
      guard: ['import-file-invalid', 'out-of-region'],
    },
  ],
  transitions: [
    {
      command: 'finish',
      from: 'RUNNING',
      to: 'DONE',
      who: [system('every row is dealt with')],
      effect: ['HouseholdChanged', 'AwardStarted', 'StatusFact'],
    },
  ],
});
