import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { FactDisputeState } from './fact-dispute.lifecycle.js';

/** What a disputed fact says, as far as it tells where to look. */
export interface DisputedFact {
  /** `IncomeFact` and the like. */
  readonly type: string;
  readonly kind: string;
  readonly dataset: string;
  readonly caseRef?: string;
}

/** A fact of this department that somebody disputes at verification (数据异议). */
@Entity('fact_dispute')
export class FactDispute extends Aggregate {
  @Column('uuid', { name: 'fact_id' })
  factId!: string;

  @Column('uuid', { name: 'person_key' })
  personKey!: string;

  /** Verification's id. */
  @Column('uuid', { name: 'appeal_id' })
  appealId!: string;

  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  /** Null where it was replaced before it was disputed. */
  @Column('jsonb', { nullable: true })
  fact!: DisputedFact | null;

  @Column('text', { name: 'evidence_sha256', nullable: true })
  evidenceSha256!: string | null;

  /** The fact that holds instead, where the appeal was upheld. */
  @Column('uuid', { name: 'new_fact_id', nullable: true })
  newFactId!: string | null;

  @Column('text')
  state!: FactDisputeState;
}
