import { sealedBytes, type EncryptedColumn } from '@minzheng/platform/key-rotation';

/** Columns that hold what must not be read in the database: facts that were refused, as they came. */
export const ENCRYPTED: readonly EncryptedColumn[] = [
  sealedBytes({ table: 'rejected_fact', column: 'sealed' }),
];
