/**
 * A column whose values are encrypted with a versioned key. A service declares all that it has, so that a change of
 * the key reaches each.
 */
export interface EncryptedColumn {
  readonly table: string;
  readonly column: string;
  /** Column of the primary key. */
  readonly key: string;
  readonly keyType: 'uuid' | 'bytea';
  /**
   * `text` and `bytes` as `FieldCipher` encrypts and seals them. A `fingerprint` is not made again: its value is not
   * stored, or it is to witness that the value was not changed since.
   */
  readonly form: 'text' | 'bytes' | 'fingerprint';
  /** The associated data; `{key}` stands for the row's key. */
  readonly place: string;
  /** The values are ID numbers, of the persons whose personKey is the row's key. */
  readonly holdsIdNumbers?: boolean;
}

/** @example fingerprint('audit_entry', 'mac') */
export const fingerprint = (table: string, column: string): EncryptedColumn => ({
  ...{ table, column, key: 'id', keyType: 'uuid', form: 'fingerprint', place: '' },
});

interface Whereabouts {
  readonly table: string;
  readonly column: string;
  /** Default: `id`. */
  readonly key?: string;
  /** Default: none. */
  readonly place?: string;
  readonly holdsIdNumbers?: boolean;
}

/**
 * @example encryptedText({ table: 'person', key: 'person_key', column: 'name_enc', place: 'person/{key}/name' })
 */
export const encryptedText = ({ key = 'id', place = '', ...where }: Whereabouts): EncryptedColumn => ({
  ...where,
  key,
  place,
  keyType: 'uuid',
  form: 'text',
});

/** @example sealedBytes({ table: 'rejected_fact', column: 'sealed' }) */
export const sealedBytes = ({ key = 'id', place = '', ...where }: Whereabouts): EncryptedColumn => ({
  ...where,
  key,
  place,
  keyType: 'uuid',
  form: 'bytes',
});

/** What the platform itself stores encrypted in every service's database. */
export const PLATFORM_COLUMNS: readonly EncryptedColumn[] = [
  sealedBytes({ table: 'parked_event', column: 'sealed' }),
  sealedBytes({ table: 'stored_file_part', column: 'sealed', place: 'stored_file_part/{key}' }),
  {
    ...{ table: 'idempotency_record', column: 'answer', key: 'id', keyType: 'bytea' },
    ...{ form: 'bytes', place: 'idempotency_record/{key}' },
  },
  fingerprint('idempotency_record', 'fingerprint'),
  fingerprint('audit_entry', 'mac'),
  fingerprint('audit_head', 'mac'),
  fingerprint('audit_beginning', 'mac'),
];

/** Where the value of a row belongs; the key is text as PostgreSQL writes it. */
export function placeOf({ place, keyType }: EncryptedColumn, key: string): string {
  return place.replace('{key}', keyType === 'bytea' ? key.slice('\\x'.length) : key);
}

/** SQL: the id of the key that a value was encrypted with. */
export function keyIdOf({ column, form }: EncryptedColumn): string {
  return form === 'bytes'
    ? `encode(substring(${column} from 2 for get_byte(${column}, 0)), 'escape')`
    : `split_part(${column}, '.', 1)`;
}
