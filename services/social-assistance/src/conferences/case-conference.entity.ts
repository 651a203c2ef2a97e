import type { CivilDate } from '@minzheng/kernel/months';
import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { ConferenceState } from './case-conference.lifecycle.js';

/** Case conference (一事一议): three departments or more, headed by the government leader; never changed. */
@Entity('case_conference')
export class CaseConference extends Aggregate {
  @Column('date', { name: 'held_on' })
  heldOn!: CivilDate;

  @Column('text', { array: true })
  departments!: string[];

  @Column('text', { name: 'minutes_sha256' })
  minutesSha256!: string;

  @Column('text', { name: 'resolution_enc' })
  resolutionEnc!: string;

  /** Cases, tickets and referrals that were resolved on. */
  @Column('uuid', { name: 'target_ids', array: true })
  targetIds!: string[];

  @Column('uuid', { name: 'superseded_by', nullable: true })
  supersededBy!: string | null;

  @Column('text')
  state!: ConferenceState;
}
