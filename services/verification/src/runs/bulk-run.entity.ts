import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { BulkRunState } from './bulk-run.lifecycle.js';

/**
 * What a run looks at: `FULL` all households on record and monitored persons without one, by all indicators; `DELTA` those
 * of them about whom facts, members or policy have changed since the last run; `MONTHLY` households, by the monthly indicators.
 */
export const BULK_RUN_MODES = ['FULL', 'DELTA', 'MONTHLY'] as const;
export type BulkRunMode = (typeof BULK_RUN_MODES)[number];

/** Bulk re-verification (批量复核) of a region: `region` is its scope. */
@Entity('bulk_run')
export class BulkRun extends Aggregate {
  @Column('text')
  state!: BulkRunState;

  @Column('text')
  mode!: BulkRunMode;

  /** Month for which the calendar has ordered it; null where somebody has. */
  @Column('text', { nullable: true })
  period!: string | null;

  /** Day as of which it evaluates, the same for the whole run. */
  @Column('date', { name: 'valid_at' })
  validAt!: string;

  /** What was known by then is what it evaluates; null until it starts. */
  @Column('timestamptz', { name: 'known_at', nullable: true })
  knownAt!: Date | null;

  /** Households and single persons in its scope; null until they are listed. */
  @Column('bigint', { name: 'in_scope', nullable: true })
  inScope!: string | null;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
