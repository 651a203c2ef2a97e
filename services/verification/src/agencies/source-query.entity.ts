import type { ServiceName } from '@minzheng/contracts/catalogue';
import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { SourceQueryState } from './source-query.lifecycle.js';

/** Source query (查询任务): what one agency is asked for one request. */
@Entity('source_query')
export class SourceQuery extends Aggregate {
  @Column('text')
  state!: SourceQueryState;

  @Column('uuid', { name: 'request_id' })
  requestId!: string;

  @Column('text')
  agency!: string;

  @Column('text')
  dataset!: string;

  @Column('uuid', { name: 'person_keys', array: true })
  personKeys!: readonly string[];

  /** Who holds the ID numbers. */
  @Column('text')
  holder!: ServiceName;

  @Column('text', { name: 'case_ref' })
  caseRef!: string;

  @Column('text', { array: true })
  purposes!: readonly string[];

  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  @Column('int', { default: 0 })
  attempts!: number;

  /** Business instant. */
  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;

  /** Real time: answers that were recorded before say nothing of it. */
  @Column('timestamptz', { name: 'asked_recorded_at', default: () => 'clock_timestamp()' })
  askedRecordedAt!: Date;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt!: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  /** How far the feed had come when it was asked. */
  @Column('timestamptz', { nullable: true })
  watermark!: Date | null;

  /** Why the last attempt failed, kebab-case. */
  @Column('text', { nullable: true })
  problem!: string | null;
}
