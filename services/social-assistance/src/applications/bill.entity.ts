import type { Month } from '@minzheng/kernel/months';
import { FenColumn } from '@minzheng/platform/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A bill (票据) with its settlement sheet (结算单): accepted once, and told as a fact. */
@Entity('bill')
export class Bill {
  /** UUIDv7 */
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('uuid', { name: 'person_key' })
  personKey!: string;

  @Column('text')
  kind!: string;

  @FenColumn({ name: 'amount_fen' })
  amountFen!: bigint;

  @Column('text', { name: 'from_month' })
  fromMonth!: Month;

  @Column('text', { name: 'to_month' })
  toMonth!: Month;

  @Column('text', { name: 'payee_key', nullable: true })
  payeeKey!: string | null;

  /** Of the sheet, hex. */
  @Column('text', { name: 'sheet_sha256' })
  sheetSha256!: string;

  @Column('uuid', { name: 'fact_id' })
  factId!: string;

  @Column('timestamptz', { name: 'accepted_at', default: () => 'clock_timestamp()' })
  acceptedAt!: Date;

  @Column('text', { name: 'accepted_by' })
  acceptedBy!: string;
}
