import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { CircuitState } from './agency.lifecycle.js';

/** An agency (数源部门) as an operator sees it: whether it is asked, and why not. */
@Entity('agency')
export class Agency extends Aggregate {
  @Column('text')
  state!: CircuitState;

  @Column('text')
  code!: string;

  /** Of an open circuit: until then it is not asked; null: until an operator closes it. Business instant. */
  @Column('timestamptz', { name: 'open_until', nullable: true })
  openUntil!: Date | null;

  /** Failures in a row that opened it. */
  @Column('int', { default: 0 })
  failures!: number;
}
