import type { HouseholdSnapshot } from '@minzheng/kernel/means-test';
import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { DeclaredItem, HouseholdUnderCheck } from './household-under-check.js';
import type { ReopenCauseName } from './request.events.js';
import type { RequestState } from './request.lifecycle.js';
import type { Requester } from './requester.js';

/** Why a request was refused or ended. */
export interface Refusal {
  readonly personKey?: string;
  readonly problem: string;
}

/** A verification request (核对委托) of a department; its household is fixed once it is accepted. */
@Entity('verification_request')
export class VerificationRequest extends Aggregate {
  @Column('text')
  state!: RequestState;

  @Column('text')
  requester!: Requester;

  @Column('text', { name: 'case_ref' })
  caseRef!: string;

  @Column('text')
  occasion!: string;

  @Column('text')
  priority!: 'NORMAL' | 'URGENT';

  @Column('text', { array: true })
  purposes!: string[];

  @Column('jsonb')
  household!: HouseholdUnderCheck;

  @Column('jsonb', { name: 'declared_items' })
  declaredItems!: readonly DeclaredItem[];

  /** Everybody whose data it concerns; none of a refused one. */
  @Column('uuid', { name: 'person_keys', array: true })
  personKeys!: string[];

  /** Households on record of obligors, and of members who may turn out to be such, when it was accepted, by person. */
  @Column('jsonb', { name: 'obligor_households' })
  obligorHouseholds!: Readonly<Record<string, HouseholdSnapshot>>;

  @Column('timestamptz', { name: 'as_of' })
  asOf!: Date;

  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  acceptedAt!: Date | null;

  /** Until then its report is issued, by the business clock; moved on by the days on which it was blocked. */
  @Column('timestamptz', { name: 'due_at', nullable: true })
  dueAt!: Date | null;

  @Column('date', { name: 'blocked_on', nullable: true })
  blockedOn!: string | null;

  @Column('text', { name: 'blocked_problem', nullable: true })
  blockedProblem!: string | null;

  @Column('jsonb')
  refusals!: readonly Refusal[];

  /** Of its last report; 0 before the first. */
  @Column('int')
  sequence!: number;

  /** Up to then a late answer of a core source has it evaluated again; null once nothing is waited for any more. */
  @Column('timestamptz', { name: 'late_answers_until', nullable: true })
  lateAnswersUntil!: Date | null;

  /** Appeals that are decided before it is evaluated again. */
  @Column('uuid', { name: 'awaited_appeals', array: true })
  awaitedAppeals!: string[];

  /** Why it is evaluated again, from then until its next report. */
  @Column('text', { name: 'reopen_cause', nullable: true })
  reopenCause!: ReopenCauseName | null;
}
