import type { ServiceName } from '@minzheng/contracts/catalogue';
import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
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

  /** The service that took the signature. */
  @Column('text', { name: 'taken_by' })
  takenBy!: ServiceName;

  @Column('timestamptz', { name: 'signed_at' })
  signedAt!: Date;

  /** The last day on which it holds. */
  @Column('date', { name: 'valid_to' })
  validTo!: string;

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;
}

/** The consent as the rules take it. */
export function toForm(consent: Consent): ConsentForm {
  const { id, personKey, signerKey, signerRole, purposes, datasets, signedAt, validTo } = consent;
  return {
    consentId: id,
    personKey,
    signerKey,
    signerRole,
    purposes,
    datasets,
    signedAt: signedAt.toISOString(),
    validTo,
    ...(consent.powerSha256 === null ? {} : { powerSha256: consent.powerSha256 }),
    ...(consent.withdrawnAt === null ? {} : { withdrawnAt: consent.withdrawnAt.toISOString() }),
  };
}
