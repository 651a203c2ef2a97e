import { Column, PrimaryColumn, VersionColumn, type ColumnOptions, type ValueTransformer } from 'typeorm';

/**
 * What every aggregate of every service has. Its version counts its changes: `If-Match` compares it, and an
 * event carries it as `ce_sequence`.
 */
export abstract class Aggregate {
  /** UUIDv7 */
  @PrimaryColumn('uuid')
  id!: string;

  /** The responsible region: a GB/T 2260 code or its extension to township and village. */
  @Column('text')
  region!: string;

  @VersionColumn()
  version!: number;

  /** Real time, not the business clock. */
  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;

  @Column('text', { name: 'created_by' })
  createdBy!: string;
}

const bigintText: ValueTransformer = {
  to: (value: bigint | null | undefined) => value?.toString() ?? value,
  from: (value: string | null) => (value === null ? null : BigInt(value)),
};

/** A sum of money in fen: `bigint` in PostgreSQL and in the program. */
export const FenColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column('bigint', { transformer: bigintText, ...options });
