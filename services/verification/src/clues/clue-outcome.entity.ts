import type { ServiceName } from '@minzheng/contracts/catalogue';
import { FenColumn } from '@minzheng/platform/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Outcome, Shortcoming, Verdict } from './clue-answer.rules.js';

/** A visit as it is kept: when, how, by how many, and the digest of its evidence. */
export interface StoredVisit {
  readonly visitedAt: string;
  readonly mode: string;
  readonly workers: number;
  readonly evidenceSha256: string;
}

/** What a department has answered to a clue (摸排结果), as it was received, and what became of it. */
@Entity('clue_outcome')
export class ClueOutcomeRecord {
  /** Id of the event that brought it. */
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'clue_id' })
  clueId!: string;

  /** The attempt that the clue had reached. */
  @Column('int')
  attempt!: number;

  @Column('text')
  department!: ServiceName;

  @Column('text')
  outcome!: Outcome;

  @Column('uuid', { name: 'task_id' })
  taskId!: string;

  @Column('jsonb')
  visits!: readonly StoredVisit[];

  @Column('boolean', { name: 'decided_by_other' })
  decidedByOther!: boolean;

  @Column('text', { name: 'case_ref', nullable: true })
  caseRef!: string | null;

  @Column('text', { name: 'effective_month', nullable: true })
  effectiveMonth!: string | null;

  @FenColumn({ name: 'amount_fen', nullable: true })
  amountFen!: bigint | null;

  @Column('uuid', { name: 'referral_id', nullable: true })
  referralId!: string | null;

  @Column('text', { name: 'reason_code', nullable: true })
  reasonCode!: string | null;

  @Column('date', { name: 'mute_until_on', nullable: true })
  muteUntilOn!: string | null;

  /** By the clock of the department. */
  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;

  @Column('text')
  verdict!: Verdict;

  @Column('text', { array: true })
  shortcomings!: readonly Shortcoming[];
}
