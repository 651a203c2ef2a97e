import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';
import type { CivilDate, Month } from '@minzheng/kernel/months';
import { Aggregate, FenColumn } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import { LINE_PAID, LINE_RETURNED } from './overpayment.entity.js';

export type RecoveryState = 'ISSUED' | 'PAYING' | 'SETTLED' | 'WAIVED';
export const RECOVERY_BASES = ['FRAUD', 'ERROR'] as const;
export type RecoveryBasis = (typeof RECOVERY_BASES)[number];

const SUPERVISOR = official('supervisor', 'assistance:supervision:write');

/** An order to pay back (追回决定). 社会救助暂行办法 art. 68; 社会救助法 art. 73. */
export const RECOVERY_LIFECYCLE = defineLifecycle<
  RecoveryState,
  'order' | 'pay' | 'settle' | 'giveBack' | 'waive' | 'withdraw'
>({
  name: 'recoveryOrder',
  title: { en: 'Recovery order', zh: '追回决定' },
  begins: [
    {
      command: 'order',
      to: 'ISSUED',
      who: [SUPERVISOR],
      guard: ['nothing-to-recover', 'fine-out-of-range', 'offset-needs-consent', 'policy-missing'],
      effect: ['RecoveryOrdered', 'OverpaymentDetected'],
    },
  ],
  transitions: [
    {
      command: 'pay',
      from: ['ISSUED', 'PAYING'],
      to: 'PAYING',
      who: [SUPERVISOR, LINE_PAID],
      guard: ['more-than-owed'],
      effect: ['OverpaymentRecovered'],
    },
    {
      command: 'settle',
      from: ['ISSUED', 'PAYING'],
      to: 'SETTLED',
      who: [SUPERVISOR, LINE_PAID],
      guard: ['more-than-owed'],
      effect: ['OverpaymentRecovered'],
    },
    {
      command: 'giveBack',
      from: ['PAYING', 'SETTLED'],
      to: 'PAYING',
      who: [LINE_RETURNED],
      effect: ['OverpaymentRecovered'],
    },
    {
      command: 'waive',
      from: ['ISSUED', 'PAYING'],
      to: 'WAIVED',
      who: [SUPERVISOR],
      effect: ['OverpaymentRecovered'],
    },
    {
      command: 'withdraw',
      from: ['ISSUED', 'PAYING', 'SETTLED'],
      to: 'WAIVED',
      who: [system('what it rested on was taken back')],
      effect: ['OverpaymentRecovered', 'IncomeFact'],
    },
  ],
});

/** A part of the plan; a string of digits, in fen. */
export interface PlannedPart {
  readonly month: Month;
  readonly amountFen: string;
}

/** An order to pay back what was not due, and a fine where there was fraud (追回决定). */
@Entity('recovery_order')
export class RecoveryOrder extends Aggregate {
  @Column('uuid', { name: 'award_id' })
  awardId!: string;

  @Column('text', { array: true })
  months!: Month[];

  @Column('text')
  basis!: RecoveryBasis;

  @FenColumn({ name: 'refund_fen' })
  refundFen!: bigint;

  @FenColumn({ name: 'fine_fen' })
  fineFen!: bigint;

  /** Of refund and fine, the refund first. */
  @FenColumn({ name: 'paid_fen' })
  paidFen!: bigint;

  /** Kept back from the award with written consent, in instalments, or by the court where the household refuses. */
  @Column('text')
  route!: 'OFFSET' | 'INSTALMENTS' | 'COURT';

  @Column('text', { name: 'consent_sha256', nullable: true })
  consentSha256!: string | null;

  @Column('jsonb')
  plan!: PlannedPart[];

  @Column('uuid', { name: 'overpayment_ids', array: true })
  overpaymentIds!: string[];

  @Column('date', { name: 'ordered_on' })
  orderedOn!: CivilDate;

  @Column('text')
  reason!: string;

  @Column('uuid', { name: 'policy_version_ids', array: true })
  policyVersionIds!: string[];

  @Column('text')
  state!: RecoveryState;
}
