import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { ConsentState } from './consent.lifecycle.js';

export const SIGNER_ROLES = ['SELF', 'GUARDIAN', 'AGENT', 'HEIR'] as const;
export const CONSENT_METHODS = ['PAPER_SCAN', 'E_SIGN', 'FACE_VERIFIED'] as const;

/** Consent to verify (核对授权): one signature of one person. */
@Entity('consent')
export class Consent extends Aggregate {
  @Column('uuid', { name: 'person_key' })
  personKey!: string;

  @Column('uuid', { name: 'signer_key' })
  signerKey!: string;

  @Column('text', { name: 'signer_role' })
  signerRole!: (typeof SIGNER_ROLES)[number];

  @Column('text', { array: true })
  purposes!: string[];

  /** Dataset codes, or `CORE`. */
  @Column('text', { array: true })
  datasets!: string[];

  @Column('text')
  method!: (typeof CONSENT_METHODS)[number];

  @Column('text', { name: 'document_sha256' })
  documentSha256!: string;

  @Column('text', { name: 'power_sha256', nullable: true })
  powerSha256!: string | null;

  @Column('timestamptz', { name: 'signed_at' })
  signedAt!: Date;

  /** The last day on which it holds. */
  @Column('date', { name: 'valid_to' })
  validTo!: string;

  @Column('text')
  state!: ConsentState;

  /** Verification has it in its register (`ConsentGranted`). */
  @Column('boolean')
  registered!: boolean;
}
