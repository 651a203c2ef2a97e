import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';
import type { CivilDate, Month } from '@minzheng/kernel/months';
import { Aggregate, FenColumn } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';

export const OVERPAYMENT_CAUSES = [
  'DEATH',
  'IMPRISONED',
  'INELIGIBLE',
  'DUPLICATE',
  'FRAUD',
  'ERROR',
] as const;
export type OverpaymentCause = (typeof OVERPAYMENT_CAUSES)[number];
export type OverpaymentState = 'OPEN' | 'RECOVERED' | 'VOID';

/** Money is kept back from a line when it is paid, and no longer when it comes back. */
export const LINE_PAID = system('the line from which it was kept back is paid');
export const LINE_RETURNED = system(
  'the line from which it was kept back was returned after it had been paid',
);

/** What was paid and not due (多发): known when an award ends or falls for months that were paid. */
export const OVERPAYMENT_LIFECYCLE = defineLifecycle<
  OverpaymentState,
  'detect' | 'recover' | 'recoverAll' | 'giveBack' | 'void'
>({
  name: 'overpayment',
  title: { en: 'Over-payment', zh: '多发款项' },
  begins: [
    {
      command: 'detect',
      to: 'OPEN',
      who: [
        system('an award ends, or is held by a death, for months that were paid'),
        official('supervisor', 'assistance:supervision:write'),
      ],
      effect: ['OverpaymentDetected', 'IncomeFact'],
    },
  ],
  transitions: [
    {
      command: 'recover',
      from: 'OPEN',
      to: 'OPEN',
      who: [official('supervisor', 'assistance:supervision:write'), LINE_PAID],
      effect: ['OverpaymentRecovered'],
    },
    {
      command: 'recoverAll',
      from: 'OPEN',
      to: 'RECOVERED',
      who: [official('supervisor', 'assistance:supervision:write'), LINE_PAID],
      effect: ['OverpaymentRecovered'],
    },
    {
      command: 'giveBack',
      from: ['OPEN', 'RECOVERED'],
      to: 'OPEN',
      who: [LINE_RETURNED],
      effect: ['OverpaymentRecovered'],
    },
    {
      command: 'void',
      from: ['OPEN', 'RECOVERED'],
      to: 'VOID',
      who: [system('what it rested on was taken back')],
      effect: ['OverpaymentRecovered', 'IncomeFact'],
    },
  ],
});

/** What of a month was not due; a string of digits, in fen. */
export interface OverpaidMonth {
  readonly month: Month;
  readonly fen: string;
}

/** An over-payment (多发款项) of one award to one person. */
@Entity('overpayment')
export class Overpayment extends Aggregate {
  @Column('uuid', { name: 'award_id' })
  awardId!: string;

  @Column('uuid', { name: 'person_key' })
  personKey!: string;

  @Column('text')
  programme!: string;

  @Column('text')
  cause!: OverpaymentCause;

  @Column('uuid', { name: 'clue_id', nullable: true })
  clueId!: string | null;

  /** In the order of the months. */
  @Column('jsonb')
  parts!: OverpaidMonth[];

  @FenColumn({ name: 'amount_fen' })
  amountFen!: bigint;

  @FenColumn({ name: 'recovered_fen' })
  recoveredFen!: bigint;

  /** The most that was ever recovered: what was told of it. */
  @FenColumn({ name: 'told_fen' })
  toldFen!: bigint;

  @Column('date', { name: 'detected_on' })
  detectedOn!: CivilDate;

  @Column('text')
  state!: OverpaymentState;
}
