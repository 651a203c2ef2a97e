import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
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

/** Public staff; who was bought in or comes from the village takes part as a third only. */
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

export interface Signature {
  readonly userId: string;
  readonly method: string;
  /** SHA-256 of the signature or the scan, hex. */
  readonly proof: string;
  readonly at: string;
}

/** House visit (入户调查): who visits signs and answers for it (谁入户、谁签字、谁负责). 民发〔2021〕57号 art. 16. */
@Entity('house_visit')
export class HouseVisit extends Aggregate {
  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('date', { name: 'visited_on' })
  visitedOn!: string;

  @Column('text')
  mode!: (typeof VISIT_MODES)[number];

  @Column('jsonb')
  investigators!: Investigator[];

  @Column('jsonb')
  observations!: Observations;

  @Column('text', { name: 'photo_hashes', array: true })
  photoHashes!: string[];

  @Column('jsonb')
  signatures!: Signature[];

  /** Of what was signed: fixed when the visit is entered. */
  @Column('text', { name: 'content_sha256' })
  contentSha256!: string;

  @Column('text')
  state!: VisitState;
}
