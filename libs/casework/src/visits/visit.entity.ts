import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { GeoPoint } from './distance.rules.js';
import type { VisitState } from './visit.lifecycle.js';

export const INVESTIGATOR_ROLES = [
  'TOWNSHIP_LEAD',
  'STATIONED_CADRE',
  'CLERK',
  'COUNTY',
  'PURCHASED',
  'VILLAGE',
] as const;
export type InvestigatorRole = (typeof INVESTIGATOR_ROLES)[number];
export const VISIT_MODES = ['IN_PERSON', 'PHONE', 'VIDEO'] as const;
export type VisitMode = (typeof VISIT_MODES)[number];

/** Public staff; who was bought in (政府购买服务) or comes from the village takes part as a third only. */
const PUBLIC_STAFF: readonly InvestigatorRole[] = ['TOWNSHIP_LEAD', 'STATIONED_CADRE', 'CLERK', 'COUNTY'];
export const isPublicStaff = (role: InvestigatorRole): boolean => PUBLIC_STAFF.includes(role);

export interface Investigator {
  /** Subject of the token with which he or she signs. */
  readonly userId: string;
  readonly role: InvestigatorRole;
}

export interface Observations {
  readonly income: string;
  readonly assets: string;
  readonly housing: string;
  readonly food: string;
  readonly clothing: string;
}

/** A photo (照片): the digest of the file, and where it says that it was taken. */
export interface Photo {
  /** SHA-256, hex. */
  readonly sha256: string;
  readonly place?: GeoPoint;
}

/** Something that one of the household earns or owns, as the visit has seen it (入户所见). */
export interface VisitFinding {
  readonly personKey: string;
  readonly side: 'INCOME' | 'ASSET';
  /** Of the registry of facts. */
  readonly kind: string;
  /** Strings of digits, fen: income of all the months, or the value. */
  readonly amountFen?: string;
  readonly valueFen?: string;
  readonly count?: number;
  readonly payerKey?: string;
  /** Of an income; both included. */
  readonly fromMonth?: string;
  readonly toMonth?: string;
}

/** What was seen and where: stored encrypted. */
export interface VisitContent {
  readonly observations: Observations;
  readonly photos: readonly Photo[];
  readonly findings?: readonly VisitFinding[];
  /** Who cares for somebody of the household (照护者), by personKey. */
  readonly carers?: readonly string[];
  /** Where the visit was made. */
  readonly place?: GeoPoint;
}

interface Given {
  /** Subject of the investigator whose token was used. */
  readonly userId: string;
  readonly at: string;
  /** Somebody of the household; none: the investigator himself. */
  readonly personKey?: string;
}

/** Somebody signed, or somebody of the household refused to (拒签) and another saw it. */
export type Signature =
  | (Given & {
      readonly method: string;
      /** SHA-256 of the signature or the scan, hex. */
      readonly proof: string;
    })
  | (Given & { readonly refusedToSign: true; readonly witness: string });

/** Why the county looks at a visit that was accepted. */
export const VISIT_FLAGS = ['PHOTO_OF_OTHER_HOUSEHOLD', 'PHOTO_USED_BEFORE', 'FAR_FROM_DWELLING'] as const;
export type VisitFlag = (typeof VISIT_FLAGS)[number];

/** House visit (入户调查): who visits signs and answers for it (谁入户、谁签字、谁负责). 民发〔2021〕57号 art. 16. */
@Entity('house_visit')
export class HouseVisit extends Aggregate {
  /** What it is about, as the department names it: `case`, `award`. */
  @Column('text', { name: 'subject_type' })
  subjectType!: string;

  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  @Column('text', { name: 'case_ref', nullable: true })
  caseRef!: string | null;

  @Column('uuid', { name: 'household_id', nullable: true })
  householdId!: string | null;

  /** Of whom it tells: who is counted in the household. */
  @Column('uuid', { name: 'person_keys', array: true })
  personKeys!: string[];

  @Column('date', { name: 'visited_on' })
  visitedOn!: string;

  @Column('text')
  mode!: VisitMode;

  @Column('jsonb')
  investigators!: Investigator[];

  /** Who of the household was there: each signs too. */
  @Column('uuid', { array: true })
  present!: string[];

  /** {@link VisitContent}, encrypted; null only until the service has encrypted what stood in clear before. */
  @Column('text', { name: 'content_enc', nullable: true })
  contentEnc!: string | null;

  @Column('text', { name: 'photo_hashes', array: true })
  photoHashes!: string[];

  @Column('text', { array: true })
  flags!: VisitFlag[];

  @Column('jsonb')
  signatures!: Signature[];

  /** Of what was signed: fixed when the visit is entered. */
  @Column('text', { name: 'content_sha256' })
  contentSha256!: string;

  /** Under which the device that was offline keeps it: uploaded again, it is the same visit. */
  @Column('uuid', { name: 'upload_id', nullable: true })
  uploadId!: string | null;

  @Column('text')
  state!: VisitState;
}
