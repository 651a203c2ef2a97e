import type { CivilDate } from '@minzheng/kernel/months';
import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { SupervisionState } from './supervision-item.lifecycle.js';

/**
 * RELATIVE an official's relative (近亲属备案) · SAMPLE drawn (抽查) · REENTRY approved again soon after an exit (退后复入) ·
 * CHURN in and out too often (频繁进出) · COMPLAINT (投诉举报) · APPEAL one that was upheld (复议改变原决定) · REPORT a report that
 * was replaced or revoked after it was used (核对报告变更) · LATE a limit that has passed (超时) · SIGNATURE a visit whose
 * signatures or photos are in doubt (签字责任).
 */
export const SUPERVISION_KINDS = [
  'RELATIVE',
  'SAMPLE',
  'REENTRY',
  'CHURN',
  'COMPLAINT',
  'APPEAL',
  'REPORT',
  'LATE',
  'SIGNATURE',
] as const;
export type SupervisionKind = (typeof SUPERVISION_KINDS)[number];

export const FINDINGS = ['CONFIRMED', 'NOT_CONFIRMED'] as const;
export type SupervisionFinding = (typeof FINDINGS)[number];

/** Supervision item (监督事项). */
@Entity('supervision_item')
export class SupervisionItem extends Aggregate {
  @Column('text')
  kind!: SupervisionKind;

  /** What it is about: `case`, `award`, `visit`, `ticket` … */
  @Column('text', { name: 'subject_type' })
  subjectType!: string;

  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  /** Why, as a code: a month of a sample, a kind of work that is late. */
  @Column('text')
  reason!: string;

  @Column('date', { name: 'flagged_on' })
  flaggedOn!: CivilDate;

  @Column('text', { nullable: true })
  finding!: SupervisionFinding | null;

  @Column('text', { name: 'finding_text_enc', nullable: true })
  findingTextEnc!: string | null;

  @Column('text', { name: 'checked_by', nullable: true })
  checkedBy!: string | null;

  @Column('date', { name: 'checked_on', nullable: true })
  checkedOn!: CivilDate | null;

  /** Of the office that has checked: its level is counted (SV-01). */
  @Column('text', { name: 'checked_region', nullable: true })
  checkedRegion!: string | null;

  @Column('text')
  state!: SupervisionState;
}
