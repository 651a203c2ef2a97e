/**
 * The epoch of a writer (发送方纪元). A database that was put back to an earlier moment counts versions again that it has told
 * others already; its epoch stands above the version in `ce_sequence`, so what it tells now is newer than all of before.
 */
const EPOCH_BIT = 48;

/** SQL: what the epoch adds to a version in `ce_sequence`. */
export const EPOCH_BASE = `(select coalesce(max(epoch), 0)::bigint << ${EPOCH_BIT} from sequence_epoch)`;

/** SQL: the version alone. @param sequence - SQL of a `ce_sequence` */
export function versionIn(sequence: string): string {
  return `(${sequence} & ((1::bigint << ${EPOCH_BIT}) - 1))`;
}

/** The version alone. @param sequence - a `ce_sequence` */
export const versionOf = (sequence: bigint): bigint => BigInt.asUintN(EPOCH_BIT, sequence);

/**
 * SQL: where a counter whose numbers others have seen goes on in the present epoch, so that none is given out again; 0 where
 * the database was never put back.
 *
 * @param step - more numbers than one epoch gives out
 */
export function epochFloor(step: number): string {
  return `(select coalesce(max(epoch), 0)::bigint * ${step} from sequence_epoch)`;
}
