import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { RelativeFilingState } from './relative.lifecycle.js';

/**
 * The official in person, and near relatives (近亲属) whose relation is filed. 民发〔2012〕220号 art. 14; 民发〔2021〕57号
 * art. 11; Civil Code art. 1045.
 */
export const NEAR_RELATIONS = [
  'SELF',
  'SPOUSE',
  'PARENT',
  'CHILD',
  'SIBLING',
  'GRANDPARENT',
  'GRANDCHILD',
] as const;
export type NearRelation = (typeof NEAR_RELATIONS)[number];

/** Whose relatives are filed: who handles cases or reads data, and members of village and residents' committees. */
export const FILED_ROLES = ['HANDLER', 'VILLAGE_COMMITTEE'] as const;
export type FiledRole = (typeof FILED_ROLES)[number];

/** An official's near relative (近亲属备案): nobody acts on, or looks into, the own case or that of a relative. */
@Entity('official_relative')
export class OfficialRelative extends Aggregate {
  /** Subject of the official's token. */
  @Column('text')
  official!: string;

  @Column('text')
  role!: FiledRole;

  @Column('uuid', { name: 'relative_key' })
  relativeKey!: string;

  @Column('text')
  relation!: NearRelation;

  @Column('date', { name: 'valid_from' })
  validFrom!: string;

  /** First day on which it no longer holds. */
  @Column('date', { name: 'valid_to', nullable: true })
  validTo!: string | null;

  @Column('text')
  state!: RelativeFilingState;
}
