import type { CivilDate } from '@minzheng/kernel/months';
import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { MatterState } from './matter.lifecycle.js';
import type { MatterKind, MatterOutcome } from './matter.rules.js';

/** A matter (事项) that was brought to the service; it says nothing of a person. */
@Entity('matter')
export class Matter extends Aggregate {
  @Column('text')
  state!: MatterState;

  @Column('text')
  kind!: MatterKind;

  @Column('date', { name: 'opened_on' })
  openedOn!: CivilDate;

  /** By when it is to be settled. */
  @Column('date', { name: 'due_on' })
  dueOn!: CivilDate;

  /** Version of the policy row that the time limit was taken from. */
  @Column('uuid', { name: 'policy_row_id' })
  policyRowId!: string;

  /** What it has come to; null while it is open. */
  @Column('text', { nullable: true })
  outcome!: MatterOutcome | null;

  @Column('date', { name: 'settled_on', nullable: true })
  settledOn!: CivilDate | null;
}
