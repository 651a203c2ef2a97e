import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { NoticeState } from './notice.lifecycle.js';

/** PRELIMINARY: what is proposed (公示); RESULT: what was decided (公布); TERMINATION: what is going to end. */
export const NOTICE_KINDS = ['PRELIMINARY', 'RESULT', 'TERMINATION'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Public notice (公示): it shows the applicant's name, the number of members and the amount, nothing else. */
@Entity('public_notice')
export class PublicNotice extends Aggregate {
  /** What it is about, as the department names it: `case`, `award`. */
  @Column('text', { name: 'subject_type' })
  subjectType!: string;

  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  @Column('text')
  kind!: NoticeKind;

  @Column('date', { name: 'posted_on' })
  postedOn!: string;

  /** The last day, to its end in Asia/Shanghai. */
  @Column('date', { name: 'ends_on' })
  endsOn!: string;

  @Column('text')
  place!: string;

  @Column('text', { name: 'photo_sha256', nullable: true })
  photoSha256!: string | null;

  @Column('text')
  state!: NoticeState;
}
