import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { OfficialRelationState } from './official-relation.lifecycle.js';

/** The official in person, and near relatives (近亲属). 民发〔2021〕57号 art. 11; Civil Code art. 1045. */
export const RELATIONS_OF_OFFICIALS = [
  'SELF',
  'SPOUSE',
  'PARENT',
  'CHILD',
  'SIBLING',
  'GRANDPARENT',
  'GRANDCHILD',
] as const;
export type RelationOfOfficial = (typeof RELATIONS_OF_OFFICIALS)[number];

/** Whose reports an official does not open: the own, and those of near relatives, as they were declared. */
@Entity('official_relation')
export class OfficialRelation extends Aggregate {
  @Column('text')
  state!: OfficialRelationState;

  /** Subject of the official's token. */
  @Column('text')
  official!: string;

  @Column('uuid', { name: 'person_key' })
  personKey!: string;

  @Column('text')
  relation!: RelationOfOfficial;

  @Column('date', { name: 'valid_from' })
  validFrom!: string;

  /** First day on which it no longer holds. */
  @Column('date', { name: 'valid_to', nullable: true })
  validTo!: string | null;
}
