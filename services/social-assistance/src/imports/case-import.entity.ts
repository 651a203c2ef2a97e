import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { CaseImportState } from './case-import.lifecycle.js';

/** A file with a county's earlier cases (历史数据导入): tried, or loaded. Counts are of rows. */
@Entity('case_import')
export class CaseImport extends Aggregate {
  @Column('uuid', { name: 'file_id' })
  fileId!: string;

  /** Of the file as it came, hex. */
  @Column('text')
  sha256!: string;

  /** Everything is checked, and nothing stays. */
  @Column('boolean', { name: 'dry_run' })
  dryRun!: boolean;

  @Column('uuid', { name: 'job_id' })
  jobId!: string;

  @Column('int')
  rows!: number;

  @Column('int', { default: 0 })
  accepted!: number;

  @Column('int', { default: 0 })
  rejected!: number;

  /** Of households that the county has loaded before. */
  @Column('int', { default: 0 })
  skipped!: number;

  @Column('text')
  state!: CaseImportState;
}
