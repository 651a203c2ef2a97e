import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { NoticeState } from './notice.lifecycle.js';

/** Public notice (公示): it shows the applicant's name, the number of members and the amount, nothing else. */
@Entity('public_notice')
export class PublicNotice extends Aggregate {
  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('text')
  kind!: 'PRELIMINARY' | 'RESULT' | 'TERMINATION';

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
