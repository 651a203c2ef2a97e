import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import { instantOf, millisecondsOf } from '../instants.js';
import type { Requester } from '../requests/requester.js';
import type { ConsentState } from './consent.lifecycle.js';
import type { ConsentForm, SignerRole } from './consent.rules.js';

/** One person's consent (授权) to be checked, as its taker registered it. */
@Entity('consent')
export class Consent extends Aggregate {
  @Column('text')
  state!: ConsentState;

  @Column('uuid', { name: 'person_key' })
  personKey!: string;

  @Column('uuid', { name: 'signer_key' })
  signerKey!: string;

  @Column('text', { name: 'signer_role' })
  signerRole!: SignerRole;

  @Column('text', { array: true })
  purposes!: string[];

  /** Dataset codes, or `CORE`. */
  @Column('text', { array: true })
  datasets!: string[];

  @Column('text')
  method!: string;

  @Column('text', { name: 'document_sha256' })
  documentSha256!: string;

  @Column('text', { name: 'power_sha256', nullable: true })
  powerSha256!: string | null;

  @Column('text', { name: 'case_ref', nullable: true })
  caseRef!: string | null;

  /** Who took the signature. */
  @Column('text', { name: 'taken_by' })
  takenBy!: Requester;

  @Column('timestamptz', { name: 'signed_at' })
  signedAt!: Date;

  /** The last day on which it holds. */
  @Column('date', { name: 'valid_to' })
  validTo!: string;

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;
}

/** What of a consent the rules take. */
export interface FormRow {
  readonly id: string;
  readonly person_key: string;
  readonly signer_key: string;
  readonly signer_role: SignerRole;
  readonly purposes: readonly string[];
  readonly datasets: readonly string[];
  readonly power_sha256: string | null;
  /** Milliseconds since 1970, as `withdrawn_at`. */
  readonly signed_at: string | number;
  readonly valid_to: string;
  readonly withdrawn_at: string | number | null;
}

/** All forms of some persons (`$1`), also those that no longer hold. */
export const SELECT_FORMS = `
  select id, person_key, signer_key, signer_role, purposes, datasets, power_sha256,
         ${millisecondsOf('signed_at')} as signed_at, valid_to::text, ${millisecondsOf('withdrawn_at')} as withdrawn_at
    from consent where person_key = any($1::uuid[]) order by id`;

/** The consent as the rules take it. */
export function toForm(row: FormRow): ConsentForm {
  return {
    consentId: row.id,
    personKey: row.person_key,
    signerKey: row.signer_key,
    signerRole: row.signer_role,
    purposes: row.purposes,
    datasets: row.datasets,
    signedAt: instantOf(row.signed_at),
    validTo: row.valid_to,
    ...(row.power_sha256 === null ? {} : { powerSha256: row.power_sha256 }),
    ...(row.withdrawn_at === null ? {} : { withdrawnAt: instantOf(row.withdrawn_at) }),
  };
}
