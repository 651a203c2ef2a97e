import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { ManualFactState } from './manual-fact.lifecycle.js';
import type { ManualStatement } from './manual-fact.rules.js';

/** A fact that this service decides itself (人工认定事实), on evidence that no source sends. */
@Entity('manual_fact')
export class ManualFact extends Aggregate {
  @Column('text')
  state!: ManualFactState;

  @Column('uuid', { name: 'person_key' })
  personKey!: string;

  @Column('jsonb')
  fact!: ManualStatement;

  /** SHA-256 of each document, hex. */
  @Column('text', { name: 'evidence_sha256', array: true })
  evidenceSha256!: string[];

  /** The last day on which the evidence holds, and with it the fact. */
  @Column('date', { name: 'evidence_valid_to' })
  evidenceValidTo!: string;

  /** Why it is entered by hand, encrypted. */
  @Column('text', { name: 'reason_enc' })
  reasonEnc!: string;

  @Column('text', { name: 'approved_by', nullable: true })
  approvedBy!: string | null;

  /** As it is stored, once it is approved. */
  @Column('uuid', { name: 'fact_id', nullable: true })
  factId!: string | null;
}

export const reasonPlace = (id: string): string => `manual_fact/${id}/reason`;
