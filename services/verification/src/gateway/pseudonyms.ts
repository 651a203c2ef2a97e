import { createHash, createHmac } from 'node:crypto';
import { parseIdNumber } from '@minzheng/kernel/id-number';
import type { CivilDate } from '@minzheng/kernel/months';
import { personKeyOf } from '@minzheng/kernel/person-key';
import { v5 as uuidv5 } from 'uuid';

/** Namespace of the ids that are made of what an agency sent. */
const INBOUND_NAMESPACE = '5b0f7c9e-3f0a-5d0c-8f57-0f5a3d9c1e42';
const REFERENCE_LABEL = 'minzheng reference\0';

/** Turns what points to a person into what may leave the gateway. */
export class Pseudonyms {
  constructor(private readonly secret: string) {}

  /** The personKey of an ID number; undefined when the number is not valid. */
  personKey(idNumber: string, today: CivilDate): string | undefined {
    return this.person(idNumber, today)?.personKey;
  }

  /** The personKey of an ID number, and the number as it is written; undefined when it is not valid. */
  person(
    idNumber: string,
    today: CivilDate,
  ): { readonly personKey: string; readonly idNumber: string } | undefined {
    const parsed = parseIdNumber(idNumber, today);
    return parsed.ok
      ? { personKey: personKeyOf(parsed.idNumber, this.secret), idNumber: parsed.idNumber }
      : undefined;
  }

  /**
   * Hash of a record, register or account number: 128 bits of its HMAC-SHA-256, since such numbers are few enough
   * to be tried one by one. Equal numbers have equal hashes, whoever sends them: one flat stays one flat.
   */
  reference(text: string): string {
    return createHmac('sha256', this.secret)
      .update(REFERENCE_LABEL)
      .update(text.normalize('NFKC').trim())
      .digest('hex')
      .slice(0, 32);
  }
}

/** A UUIDv5 of these parts: the same whenever the same is sent again. */
export function idOf(...parts: readonly string[]): string {
  return uuidv5(JSON.stringify(parts), INBOUND_NAMESPACE);
}

/** SHA-256 in hexadecimal digits. */
export function contentHash(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
