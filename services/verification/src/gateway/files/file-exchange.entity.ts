import { Aggregate, FenColumn } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { FileState } from './file-exchange.lifecycle.js';
import type { ManifestPart } from './manifest.rules.js';

/** A batch file (批量文件) of an agency: its manifest (清单), what has come of it, and what became of it. */
@Entity('file_exchange')
export class FileExchange extends Aggregate {
  @Column('text')
  state!: FileState;

  @Column('text')
  agency!: string;

  @Column('text')
  dataset!: string;

  @Column('uuid', { name: 'agreement_id' })
  agreementId!: string;

  /** Number of the file in its dataset, without gaps. */
  @Column('int')
  sequence!: number;

  /** What makes it this file: {@link manifestDigest}. */
  @Column('text')
  digest!: string;

  @Column('date', { name: 'period_from' })
  periodFrom!: string;

  /** The feed is complete through the end of this day once the file is loaded. */
  @Column('date', { name: 'period_to' })
  periodTo!: string;

  @Column('timestamptz', { name: 'generated_at' })
  generatedAt!: Date;

  @Column('jsonb')
  parts!: readonly ManifestPart[];

  @Column('int')
  rows!: number;

  @Column('int', { name: 'distinct_persons' })
  distinctPersons!: number;

  @FenColumn({ name: 'sum_amount_fen' })
  sumAmountFen!: bigint;

  /** Rows that were not taken; null until it is checked. */
  @Column('int', { name: 'rejected_rows', nullable: true })
  rejectedRows!: number | null;

  @Column('text', { name: 'reason_code', nullable: true })
  reasonCode!: string | null;

  /** An operator has let it load although one before it is missing. */
  @Column('boolean', { name: 'gap_skipped', default: false })
  gapSkipped!: boolean;

  /** From this day on its content is erased. */
  @Column('date', { name: 'erase_on', nullable: true })
  eraseOn!: string | null;

  @Column('timestamptz', { name: 'loaded_at', nullable: true })
  loadedAt!: Date | null;
}
