import { Aggregate, FenColumn } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { PaymentLineState } from './payment-line.lifecycle.js';

/** What a line pays; what is due of an earlier month, or was too little, is in arrears. */
export const COMPONENTS = ['BASE', 'EXTRA', 'PRICE', 'ARREARS'] as const;
export type Component = (typeof COMPONENTS)[number];
export type Part = Exclude<Component, 'ARREARS'>;

/** One payment to one account (发放明细). */
@Entity('payment_line')
export class PaymentLine extends Aggregate {
  @Column('uuid', { name: 'run_id' })
  runId!: string;

  @Column('text', { name: 'subject_type' })
  subjectType!: string;

  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  /** The month that it is for. */
  @Column('text')
  month!: string;

  @Column('text')
  component!: Component;

  /** Part of the benefit that it pays, also in arrears. */
  @Column('text')
  part!: Part;

  /** The member, or the holder of the account of a BASE. */
  @Column('uuid', { name: 'person_key' })
  personKey!: string;

  /** The row that it follows from: a segment, an instalment, a price index. */
  @Column('uuid', { name: 'source_ref' })
  sourceRef!: string;

  @Column('int')
  attempt!: number;

  /** What the bank pays. */
  @FenColumn({ name: 'amount_fen' })
  amountFen!: bigint;

  /** What is due beside it and kept back for something that is owed. */
  @FenColumn({ name: 'offset_fen' })
  offsetFen!: bigint;

  /** Whose it is, ascending, and in {@link partsFen} how much of what is due. */
  @Column('uuid', { array: true })
  beneficiaries!: string[];

  @Column('bigint', { name: 'parts_fen', array: true })
  partsFen!: string[];

  @Column('boolean', { name: 'household_share' })
  householdShare!: boolean;

  @Column('uuid', { name: 'payee_id' })
  payeeId!: string;

  @Column('text', { name: 'result_code', nullable: true })
  resultCode!: string | null;

  @Column('boolean')
  void!: boolean;

  @Column('text')
  state!: PaymentLineState;
}
