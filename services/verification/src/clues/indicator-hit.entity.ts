import { FenColumn } from '@minzheng/platform/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Severity } from '../indicators/indicator.js';

/** Indicator hit (指标命中) of a clue: what was found, by which facts, for which months, in words. */
@Entity('indicator_hit')
export class IndicatorHit {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'clue_id' })
  clueId!: string;

  @Column('text')
  indicator!: string;

  /** The household on record or the person whose episode it is. */
  @Column('uuid')
  subject!: string;

  /** With indicator and subject it is unique among those that have not lapsed: an episode is raised once. */
  @Column('text', { name: 'episode_key' })
  episodeKey!: string;

  @Column('uuid', { name: 'person_key' })
  personKey!: string;

  @Column('text', { nullable: true })
  programme!: string | null;

  @Column('text')
  severity!: Severity;

  @Column('text', { array: true })
  months!: string[];

  @Column('uuid', { name: 'fact_ids', array: true })
  factIds!: string[];

  /** What it rests on beside facts, where it finds that something is missing. */
  @Column('text', { array: true, default: '{}' })
  grounds!: string[];

  @FenColumn({ name: 'amount_fen', nullable: true })
  amountFen!: bigint | null;

  @Column('jsonb')
  explanation!: { zh: string; en: string };

  /** Its evidence has fallen away, or it was raised again after its mute. */
  @Column('boolean', { default: false })
  lapsed!: boolean;

  /** Closed as known and settled: through this day the same is not raised again. */
  @Column('date', { name: 'muted_until_on', nullable: true })
  mutedUntilOn!: string | null;
}
