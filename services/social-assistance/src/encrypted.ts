import { encryptedText, type EncryptedColumn } from '@minzheng/platform/key-rotation';

/** Columns that hold who somebody is, where he or she lives, and where money goes. */
export const ENCRYPTED: readonly EncryptedColumn[] = [
  encryptedText({
    ...{ table: 'person', key: 'person_key', column: 'id_number_enc', place: 'person/{key}/idNumber' },
    holdsIdNumbers: true,
  }),
  encryptedText({ table: 'person', key: 'person_key', column: 'name_enc', place: 'person/{key}/name' }),
  encryptedText({ table: 'household', column: 'address_enc', place: 'household/{key}/address' }),
  encryptedText({ table: 'household', column: 'payee_enc', place: 'household/{key}/payee' }),
];
