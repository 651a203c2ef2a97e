import { Aggregate, FenColumn } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { AwardState } from './award.lifecycle.js';

/** What of the award is one person's, in fen a month, as a string of digits. */
export interface Share {
  readonly personKey: string;
  readonly amountFen: string;
}

/** An award (救助待遇): what a household or person gets, from which month. EDGE and RIGID have no amounts. */
@Entity('award')
export class Award extends Aggregate {
  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('uuid', { name: 'household_id' })
  householdId!: string;

  @Column('text')
  programme!: 'DIBAO' | 'EDGE' | 'RIGID';

  @Column('text', { nullable: true })
  subtype!: string | null;

  @Column('uuid', { name: 'person_keys', array: true })
  personKeys!: string[];

  @Column('text', { name: 'effective_month' })
  effectiveMonth!: string;

  @FenColumn({ name: 'base_fen' })
  baseFen!: bigint;

  @FenColumn({ name: 'extras_fen' })
  extrasFen!: bigint;

  @Column('jsonb')
  shares!: Share[];

  @Column('text')
  state!: AwardState;
}
