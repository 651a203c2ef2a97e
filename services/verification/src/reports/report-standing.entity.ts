import type { CivilDate } from '@minzheng/kernel/months';
import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { ReportState } from './report.lifecycle.js';

export const REVOCATION_REASONS = ['WRONG_IDENTITY', 'FORGED_CONSENT'] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

/** Whether a report may be decided on (报告效力); its id is the report's, which never changes. */
@Entity('report_standing')
export class ReportStanding extends Aggregate {
  @Column('text')
  state!: ReportState;

  @Column('uuid', { name: 'request_id' })
  requestId!: string;

  /** The last day on which anybody may decide on it. */
  @Column('date', { name: 'valid_to' })
  validTo!: string;

  /** The report in its place; null also where a later fact alone has changed what it concludes. */
  @Column('uuid', { name: 'superseded_by', nullable: true })
  supersededBy!: string | null;

  @Column('text', { name: 'revocation_reason', nullable: true })
  revocationReason!: RevocationReason | null;

  /** In words, as the first of the two persons gave it. */
  @Column('text', { name: 'revocation_note', nullable: true })
  revocationNote!: string | null;

  @Column('text', { name: 'revocation_proposed_by', nullable: true })
  revocationProposedBy!: string | null;
}

/** What holds on a day: a report whose last day has passed is no longer in force, whether or not the timer has come. */
export function stateOn({ state, validTo }: ReportStanding, today: CivilDate): ReportState {
  return state === 'ISSUED' && validTo < today ? 'EXPIRED' : state;
}
