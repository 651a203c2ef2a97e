import { createHmac } from 'node:crypto';
import { normalizeIdNumber } from '../id-number/index.js';

const FORM = /^\d{17}[\dX]$/;

/**
 * The personKey (个人标识): a UUIDv8 of the first 16 bytes of HMAC-SHA-256 of the normalized ID number under the
 * platform secret. It is the only identifier of a person in events, in other services' tables and in logs.
 *
 * @param idNumber - 18 characters; blanks and a small `x` make no difference
 * @param secret - the platform secret, UTF-8
 * @returns canonical lower-case text
 * @throws RangeError when the number has not the form of an ID number, or the secret is empty
 */
export function personKeyOf(idNumber: string, secret: string): string {
  const normalized = normalizeIdNumber(idNumber);
  if (!FORM.test(normalized)) {
    throw new RangeError('a person key is made of an ID number of 18 characters');
  }
  if (secret === '') {
    throw new RangeError('the platform secret is empty');
  }
  return uuidOf(normalized, secret);
}

/**
 * The key by which a party outside the platform knows a person (单位专用标识): the first 16 bytes of HMAC-SHA-256 of the
 * personKey under a secret of that party, as a UUIDv8. Two parties can't join what they know of a person.
 *
 * @param personKey - canonical lower-case text
 * @param partySecret - of this party alone
 * @returns canonical lower-case text
 * @throws RangeError when the secret is empty
 */
export function pairwiseKeyOf(personKey: string, partySecret: string | Uint8Array): string {
  if (partySecret.length === 0) {
    throw new RangeError('the secret of the party is empty');
  }
  return uuidOf(personKey, partySecret);
}

function uuidOf(text: string, secret: string | Uint8Array): string {
  const bytes = createHmac('sha256', secret).update(text).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
