import type { HukouType } from '@minzheng/kernel/means-test';
import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { StatedReason } from '../entitlement/stated-reason.js';
import type { PriceIndexState } from './price-index.lifecycle.js';

/** What a person of a region and hukou type gets for the month. */
export interface PriceAmount {
  /** The region of whose standard the amount is made. */
  readonly region: string;
  readonly hukouType: HukouType;
  readonly index: 'CPI' | 'FOOD';
  readonly rateBp: number;
  /** Strings of digits, in fen. */
  readonly standardFen: string;
  readonly amountFen: string;
}

/** The price indices of a region and month (价格指数), against the year before, as the statistics office publishes them. */
@Entity('price_index')
export class PriceIndex extends Aggregate {
  @Column('text')
  month!: string;

  @Column('int', { name: 'cpi_bp' })
  cpiBp!: number;

  @Column('int', { name: 'food_bp' })
  foodBp!: number;

  @Column('date', { name: 'published_on' })
  publishedOn!: string;

  /** By when a triggered subsidy is paid. */
  @Column('date', { name: 'due_on' })
  dueOn!: string;

  /** Empty when nothing was triggered. */
  @Column('jsonb')
  amounts!: PriceAmount[];

  @Column('jsonb')
  reasons!: StatedReason[];

  @Column('text', { array: true })
  groups!: string[];

  @Column('uuid', { name: 'policy_version_ids', array: true })
  policyVersionIds!: string[];

  /** Opens the payroll runs of the counties. */
  @Column('uuid', { name: 'job_id', nullable: true })
  jobId!: string | null;

  /** The index that this one takes the place of. */
  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId!: string | null;

  @Column('text')
  state!: PriceIndexState;
}
