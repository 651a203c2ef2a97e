import { defineLifecycle, official } from '@minzheng/kernel/lifecycle';

export type OfficialRelationState = 'FILED';

/** A filed relation (近亲属备案): never edited; one that no longer holds has its last day. */
export const OFFICIAL_RELATION_LIFECYCLE = defineLifecycle<OfficialRelationState, 'file'>({
  name: 'officialRelation',
  title: { en: 'Relation of an official', zh: '经办人员近亲属备案' },
  begins: [
    {
      command: 'file',
      to: 'FILED',
      who: [official('province operator', 'verification:operations:write')],
    },
  ],
  transitions: [],
});
