import type { PolicyRow, Succession } from '@minzheng/kernel/policy';
import { Aggregate } from '@minzheng/platform/persistence';
import type { JWK } from 'jose';
import { Column, Entity } from 'typeorm';
import type { CheckQuestion } from '../requests/check.js';
import type { Requester } from '../requests/requester.js';

/** All that a report was made of beside the facts, which are read again as they were known. */
export interface FrozenInput {
  readonly question: CheckQuestion;
  readonly policies: readonly PolicyRow[];
  /** Where another region's code stood than was asked for. */
  readonly successions?: readonly Succession[];
  /** Facts that counted: one that is replaced later has the request evaluated again. */
  readonly usedFactIds: readonly string[];
  /** Core sources that were missing, by person. */
  readonly missingCore: readonly { readonly agency: string; readonly personKey: string }[];
}

/** A report (核对报告); the database refuses every change of it. */
@Entity('verification_report')
export class VerificationReport extends Aggregate {
  /** Province, day and number of the day: `51-20250718-000123`. */
  @Column('text')
  number!: string;

  @Column('uuid', { name: 'request_id' })
  requestId!: string;

  @Column('int')
  sequence!: number;

  @Column('text')
  requester!: Requester;

  @Column('text', { name: 'case_ref' })
  caseRef!: string;

  @Column('text')
  result!: 'COMPLETE' | 'PARTIAL';

  @Column('timestamptz', { name: 'valid_at' })
  validAt!: Date;

  @Column('bigint', {
    name: 'known_at_micros',
    transformer: { to: (micros: bigint) => micros.toString(), from: (text: string) => BigInt(text) },
  })
  knownAtMicros!: bigint;

  @Column('timestamptz', { name: 'issued_at' })
  issuedAt!: Date;

  /** The last day on which anybody may decide on it. */
  @Column('date', { name: 'valid_to' })
  validTo!: string;

  /** The canonical body, as it was hashed and signed. */
  @Column('text')
  body!: string;

  @Column('text', { name: 'body_sha256' })
  bodySha256!: string;

  /** Detached JWS. */
  @Column('text')
  signature!: string;

  /** The key that proves the signature, as it was when the report was issued. */
  @Column('jsonb', { name: 'public_key' })
  publicKey!: JWK;

  @Column('jsonb', { name: 'frozen_input' })
  frozenInput!: FrozenInput;

  @Column('uuid', { nullable: true })
  supersedes!: string | null;
}
