import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity, PrimaryColumn, type EntityManager } from 'typeorm';
import type { AppealState } from './appeal.lifecycle.js';

/** Who appeals: the person, the guardian (监护人), an officer who was told, a department that found data wrong on a visit. */
export const APPELLANTS = ['SELF', 'GUARDIAN', 'OFFICER', 'DEPARTMENT'] as const;
export type Appellant = (typeof APPELLANTS)[number];

export const APPEAL_OUTCOMES = ['UPHELD', 'REJECTED'] as const;
export type AppealOutcome = (typeof APPEAL_OUTCOMES)[number];

/** An objection (异议) to what is known about a person. Days are of the business clock, the last of a time limit included. */
@Entity('appeal')
export class Appeal extends Aggregate {
  @Column('text')
  state!: AppealState;

  /** Whom the facts are about. */
  @Column('uuid', { name: 'person_key' })
  personKey!: string;

  /** The report that is objected to for them. */
  @Column('uuid', { name: 'report_id', nullable: true })
  reportId!: string | null;

  /** The clue that was closed with DATA_WRONG. */
  @Column('uuid', { name: 'clue_id', nullable: true })
  clueId!: string | null;

  @Column('text')
  appellant!: Appellant;

  /** The citizen who appeals. */
  @Column('uuid', { name: 'appellant_key', nullable: true })
  appellantKey!: string | null;

  @Column('date', { name: 'learned_on' })
  learnedOn!: string;

  /** What is said to be wrong, encrypted. */
  @Column('text', { name: 'claim_enc' })
  claimEnc!: string;

  /** SHA-256 of what was handed in, hex. */
  @Column('text', { name: 'evidence_sha256', array: true })
  evidenceSha256!: string[];

  @Column('date', { name: 'accept_due_on' })
  acceptDueOn!: string;

  /** For the decision. */
  @Column('date', { name: 'due_on' })
  dueOn!: string;

  @Column('text', { name: 'accepted_by', nullable: true })
  acceptedBy!: string | null;

  @Column('date', { name: 'accepted_on', nullable: true })
  acceptedOn!: string | null;

  @Column('date', { name: 'source_due_on', nullable: true })
  sourceDueOn!: string | null;

  @Column('text', { nullable: true })
  outcome!: AppealOutcome | null;

  /** Why it was decided so, encrypted. */
  @Column('text', { name: 'reasons_enc', nullable: true })
  reasonsEnc!: string | null;

  @Column('text', { name: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Column('date', { name: 'decided_on', nullable: true })
  decidedOn!: string | null;
}

/** What the source of a disputed fact answers: it stands by it, it was wrong, or another fact of the source took its place. */
export const SOURCE_REPLIES = ['STANDS', 'WRONG', 'SUPERSEDED'] as const;
export type SourceReply = (typeof SOURCE_REPLIES)[number];

/** A fact that an appeal is about (异议事实). */
@Entity('appealed_fact')
export class AppealedFact {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'appeal_id' })
  appealId!: string;

  @Column('uuid', { name: 'person_key' })
  personKey!: string;

  @Column('uuid', { name: 'fact_id' })
  factId!: string;

  /** Its place in the fact table. */
  @Column('bigint', { name: 'record_key' })
  recordKey!: string;

  /** Its sender: an agency, or a service by its short name. */
  @Column('text')
  agency!: string;

  @Column('text')
  dataset!: string;

  /** `INCOME` and the like. */
  @Column('text')
  type!: string;

  @Column('text')
  kind!: string;

  /** The appeal is neither decided nor withdrawn. */
  @Column('boolean', { name: 'is_open' })
  isOpen!: boolean;

  @Column('text', { nullable: true })
  reply!: SourceReply | null;

  @Column('timestamptz', { name: 'replied_at', nullable: true })
  repliedAt!: Date | null;

  /** What the source said in words, encrypted. */
  @Column('text', { name: 'reply_enc', nullable: true })
  replyEnc!: string | null;

  @Column('text', { name: 'reply_evidence_sha256', nullable: true })
  replyEvidenceSha256!: string | null;

  /** The fact that holds instead. */
  @Column('uuid', { name: 'new_fact_id', nullable: true })
  newFactId!: string | null;
}

/** The facts of an appeal, always in the same order. */
export function factsOf(manager: EntityManager, appealId: string): Promise<AppealedFact[]> {
  return manager.find(AppealedFact, { where: { appealId }, order: { id: 'ASC' } });
}

/** Where the encrypted words of an appeal belong. */
export const PLACES = {
  claim: (id: string) => `appeal/${id}/claim`,
  reasons: (id: string) => `appeal/${id}/reasons`,
  reply: (id: string) => `appealed_fact/${id}/reply`,
} as const;
