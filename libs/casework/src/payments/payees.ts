import { createHmac, hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type PlatformSettings } from '@minzheng/platform/config';
import { FieldCipher } from '@minzheng/platform/encryption';
import { leadingSecret } from '@minzheng/platform/person-keys';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';

/** Whom an account is named for: a household, or one award of it, which goes first. */
export interface PayeeSubject {
  readonly type: 'household' | 'award';
  readonly id: string;
}

export type HolderKind = 'MEMBER' | 'CUSTODIAN';

/** Who is paid (收款人), and where. */
export interface PayeeForm {
  readonly subject: PayeeSubject;
  /** The household that the money is for. */
  readonly householdId: string;
  readonly holderKey: string;
  readonly holderKind: HolderKind;
  readonly bankCode: string;
  readonly account: string;
}

interface StoredPayee {
  readonly id: string;
  readonly holder_key: string;
  readonly holder_kind: HolderKind;
  readonly bank_code: string;
  readonly account_hash: Buffer;
}

/** Accounts (发放账户): each is encrypted once, and compared with others by a hash under the platform's secret. */
@Injectable()
export class Payees {
  readonly #hashKey: Buffer;

  constructor(
    private readonly cipher: FieldCipher,
    @Inject(SETTINGS) settings: PlatformSettings,
  ) {
    this.#hashKey = Buffer.from(
      hkdfSync('sha256', leadingSecret(settings), '', 'minzheng payment account', 32),
    );
  }

  /** Names the account of a subject from now on. Named again as it is, nothing changes. @returns the payee's id */
  async set(tx: Tx, form: PayeeForm, at: Date): Promise<string> {
    const { subject, householdId, holderKey, holderKind, bankCode } = form;
    const accountHash = this.hash(form.account);
    const [current] = await tx.query<StoredPayee>(
      `select id, holder_key, holder_kind, bank_code, account_hash from payee
        where subject_id = $1 and until is null for update`,
      [subject.id],
    );
    if (
      current?.holder_key === holderKey &&
      current.holder_kind === holderKind &&
      current.bank_code === bankCode &&
      current.account_hash.equals(accountHash)
    ) {
      return current.id;
    }
    if (current) await tx.execute('update payee set until = $2 where id = $1', [current.id, at]);
    const id = uuidv7();
    await tx.execute(
      `insert into payee (id, subject_type, subject_id, household_id, holder_key, holder_kind, bank_code, account_enc,
                          account_hash, since, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[id, subject.type, subject.id, householdId, holderKey, holderKind, bankCode],
        ...[this.cipher.encrypt(normalized(form.account), placeOf(id)), accountHash, at, tx.actor],
      ],
    );
    return id;
  }

  /** As {@link set}, of subjects that have no account yet: one statement. */
  async setFirst(tx: Tx, forms: readonly PayeeForm[], at: Date): Promise<void> {
    const rows = forms.map((form) => {
      const id = uuidv7();
      return { ...form, id, accountEnc: this.cipher.encrypt(normalized(form.account), placeOf(id)) };
    });
    await tx.execute(
      `insert into payee (id, subject_type, subject_id, household_id, holder_key, holder_kind, bank_code, account_enc,
                          account_hash, since, created_by)
       select *, $10, $11 from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
                                      $8::text[], $9::bytea[])`,
      [
        rows.map(({ id }) => id),
        rows.map(({ subject }) => subject.type),
        rows.map(({ subject }) => subject.id),
        rows.map(({ householdId }) => householdId),
        rows.map(({ holderKey }) => holderKey),
        rows.map(({ holderKind }) => holderKind),
        rows.map(({ bankCode }) => bankCode),
        rows.map(({ accountEnc }) => accountEnc),
        rows.map(({ account }) => this.hash(account)),
        ...[at, tx.actor],
      ],
    );
  }

  /** Lets two accounts be compared, also years apart: its key does not change with the encryption key. */
  hash(account: string): Buffer {
    return createHmac('sha256', this.#hashKey).update(normalized(account)).digest();
  }

  /** The account in the clear: for the bank's file only. */
  reveal(id: string, accountEnc: string): string {
    return this.cipher.decrypt(accountEnc, placeOf(id));
  }
}

const placeOf = (id: string): string => `payee/${id}/account`;
const normalized = (account: string): string => account.replaceAll(/[\s-]/g, '').toUpperCase();
