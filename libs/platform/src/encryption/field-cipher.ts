import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_LENGTH = 12;
const TAG_LENGTH = 16;

/** The value was not encrypted by these keys for this place, or was changed since. */
export class DecryptionFailed extends Error {
  constructor() {
    super('a stored value could not be decrypted');
    this.name = 'DecryptionFailed';
  }
}

/**
 * One key, one use: fingerprints are made with a key that is derived from the encryption key, which it does not reveal. It
 * can be kept (`FIELD_FINGERPRINT_KEYS`) when the encryption key is taken away.
 */
export function fingerprintKeyOf(encryptionKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', encryptionKey, '', 'minzheng fingerprint', 32));
}

/**
 * Encrypts single values (AES-256-GCM, versioned keys) before they are stored: ID numbers, names, addresses,
 * bank accounts. The key's id stands before the value, so that a new key can be brought in while old values
 * are still read.
 *
 * Associated data says where a value belongs, for example `person/<id>/idNumber`: copied to another place, it
 * does not decrypt.
 */
export class FieldCipher {
  readonly #macKeys = new Map<string, KeyObject>();
  readonly #cipherKeys = new Map<string, KeyObject>();

  /** @throws RangeError when the current key is not among the keys */
  constructor(
    private readonly keys: ReadonlyMap<string, Buffer>,
    /** The key that new values are encrypted with. */
    readonly currentKeyId: string,
    /** Of keys that nothing is encrypted with any more: what their fingerprints are still compared with. */
    private readonly fingerprintKeys: ReadonlyMap<string, Buffer> = new Map(),
  ) {
    if (!keys.has(currentKeyId)) throw new RangeError('the current key is not among the keys');
  }

  /** Keys that values can be decrypted with. */
  get keyIds(): string[] {
    return [...this.keys.keys()];
  }

  /** Keys that fingerprints can be compared with although nothing can be decrypted with them. */
  get keptFingerprintKeyIds(): string[] {
    return [...this.fingerprintKeys.keys()];
  }

  /** `<keyId>.<base64url of iv, ciphertext and tag>` */
  encrypt(plain: string, associatedData = ''): string {
    const sealed = this.#seal(Buffer.from(plain, 'utf8'), this.currentKeyId, associatedData);
    return `${this.currentKeyId}.${sealed.toString('base64url')}`;
  }

  /** @throws DecryptionFailed */
  decrypt(encrypted: string, associatedData = ''): string {
    const dot = encrypted.indexOf('.');
    if (dot < 1) throw new DecryptionFailed();
    const sealed = Buffer.from(encrypted.slice(dot + 1), 'base64url');
    return this.#open(sealed, encrypted.slice(0, dot), associatedData).toString('utf8');
  }

  /** Bytes for a `bytea` column: length of the key id, key id, iv, ciphertext, tag. */
  seal(plain: Uint8Array, associatedData = ''): Buffer {
    const keyId = Buffer.from(this.currentKeyId, 'utf8');
    return Buffer.concat([
      Buffer.of(keyId.length),
      keyId,
      this.#seal(plain, this.currentKeyId, associatedData),
    ]);
  }

  /** @throws DecryptionFailed */
  open(sealed: Uint8Array, associatedData = ''): Buffer {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const start = 1 + (bytes[0] ?? 0);
    return this.#open(bytes.subarray(start), bytes.subarray(1, start).toString('utf8'), associatedData);
  }

  /** HMAC-SHA-256 `<keyId>.<base64url>`: lets two values be compared without storing either. */
  fingerprint(value: string): string {
    return `${this.currentKeyId}.${this.#mac(value, this.currentKeyId).toString('base64url')}`;
  }

  /**
   * True when the fingerprint was made of this value, under any key of the ring.
   *
   * @throws DecryptionFailed when its key is no longer in the ring
   */
  matches(fingerprint: string, value: string): boolean {
    const dot = fingerprint.indexOf('.');
    const expected = Buffer.from(fingerprint.slice(dot + 1), 'base64url');
    const actual = this.#mac(value, fingerprint.slice(0, Math.max(dot, 0)));
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  }

  #seal(plain: Uint8Array, keyId: string, associatedData: string): Buffer {
    const iv = randomBytes(IV_LENGTH);
    const cipher = createCipheriv(ALGORITHM, this.#cipherKey(keyId), iv, { authTagLength: TAG_LENGTH });
    cipher.setAAD(Buffer.from(associatedData, 'utf8'));
    return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  #open(sealed: Buffer, keyId: string, associatedData: string): Buffer {
    if (sealed.length < IV_LENGTH + TAG_LENGTH) throw new DecryptionFailed();
    const key = this.#cipherKey(keyId);
    try {
      const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, IV_LENGTH), {
        authTagLength: TAG_LENGTH,
      });
      decipher.setAAD(Buffer.from(associatedData, 'utf8'));
      decipher.setAuthTag(sealed.subarray(-TAG_LENGTH));
      return Buffer.concat([decipher.update(sealed.subarray(IV_LENGTH, -TAG_LENGTH)), decipher.final()]);
    } catch {
      throw new DecryptionFailed();
    }
  }

  #mac(value: string, keyId: string): Buffer {
    let macKey = this.#macKeys.get(keyId);
    if (!macKey) {
      // made once: to take the key from its bytes each time costs four times the digest
      macKey = createSecretKey(this.fingerprintKeys.get(keyId) ?? fingerprintKeyOf(this.#key(keyId)));
      this.#macKeys.set(keyId, macKey);
    }
    return createHmac('sha256', macKey).update(value, 'utf8').digest();
  }

  #cipherKey(keyId: string): KeyObject {
    let cipherKey = this.#cipherKeys.get(keyId);
    // made once: to take it from its bytes costs more than to decrypt a name
    if (!cipherKey) this.#cipherKeys.set(keyId, (cipherKey = createSecretKey(this.#key(keyId))));
    return cipherKey;
  }

  #key(keyId: string): Buffer {
    const key = this.keys.get(keyId);
    if (!key) throw new DecryptionFailed();
    return key;
  }
}
