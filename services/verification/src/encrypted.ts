import { encryptedText, sealedBytes, type EncryptedColumn } from '@minzheng/platform/key-rotation';

/** Columns that hold what must not be read in the database: facts that were refused, as they came, what people write, and secrets of receivers. */
export const ENCRYPTED: readonly EncryptedColumn[] = [
  sealedBytes({ table: 'rejected_fact', column: 'sealed' }),
  encryptedText({ table: 'appeal', column: 'claim_enc', place: 'appeal/{key}/claim' }),
  encryptedText({ table: 'appeal', column: 'reasons_enc', place: 'appeal/{key}/reasons' }),
  encryptedText({ table: 'appealed_fact', column: 'reply_enc', place: 'appealed_fact/{key}/reply' }),
  encryptedText({ table: 'manual_fact', column: 'reason_enc', place: 'manual_fact/{key}/reason' }),
  encryptedText({ table: 'subscription', column: 'secret_enc', place: 'subscription/{key}/secret' }),
  encryptedText({
    ...{ table: 'subscription', column: 'previous_secret_enc' },
    place: 'subscription/{key}/previousSecret',
  }),
];
