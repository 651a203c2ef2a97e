import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { SimulationState } from './simulation.lifecycle.js';

/** A parameter as it might be. */
export interface Override {
  readonly key: string;
  /** JSON in the form of the key's rows. */
  readonly value: unknown;
}

/** A simulation (政策测算) of a region: what is supposed, and as of when it is computed. What came of it are counts beside. */
@Entity('simulation')
export class Simulation extends Aggregate {
  @Column('text')
  state!: SimulationState;

  @Column('text')
  purpose!: string;

  @Column('jsonb')
  overrides!: readonly Override[];

  /** Day as of which every household is computed. */
  @Column('date', { name: 'valid_at' })
  validAt!: string;

  /** What was known by then is what is computed with; null until it starts. */
  @Column('timestamptz', { name: 'known_at', nullable: true })
  knownAt!: Date | null;

  /** Households on record of the region; null until they are listed. */
  @Column('bigint', { nullable: true })
  households!: string | null;

  /** Key of the value that had another form than its rows; null unless it has failed by it. */
  @Column('text', { name: 'malformed_key', nullable: true })
  malformedKey!: string | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
