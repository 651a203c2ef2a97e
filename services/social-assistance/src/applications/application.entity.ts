import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { TicketChannel } from '../tickets/ticket.entity.js';
import type { SpecialReason, Standstill } from '../entitlement/deadline.rules.js';
import type { Assessment, StoredOffer } from './assessment.js';
import type { AssetDecision } from './means-supplement.rules.js';
import type { CaseState } from './application.lifecycle.js';

export const PROGRAMMES = ['DIBAO', 'EDGE', 'RIGID'] as const;
export type CaseProgramme = (typeof PROGRAMMES)[number];

/** What the applicant says of the household's means (申报). */
export interface DeclaredItem {
  readonly personKey: string;
  readonly side: 'INCOME' | 'ASSET' | 'EXPENDITURE';
  readonly kind: string;
  /** String of digits, in fen, for the whole income window. */
  readonly amountFen?: string;
  readonly valueFen?: string;
  readonly count?: number;
  readonly payerKey?: string;
  readonly noneDeclared: boolean;
}

/** The township's opinion (审核意见). */
export interface Opinion {
  readonly by: string;
  readonly opinion: 'SUPPORT' | 'REJECT';
  readonly proposedFen: string;
}

export interface Decision {
  readonly by: string;
  readonly outcome: 'APPROVED' | 'REJECTED' | 'TERMINATED';
  /** What is said beside them is a statement of the case. */
  readonly reasonCodes: readonly string[];
  readonly decidedOn: string;
  readonly awardId?: string;
  /** What was recognised; it may be another programme than was asked for (国办发〔2023〕39号 §5). */
  readonly programme?: CaseProgramme;
  readonly monthlyFen?: string;
  readonly effectiveMonth?: string;
  /** Of a rejection, or where the case was ended: what the household is offered instead (R23). */
  readonly offers?: readonly StoredOffer[];
  /** Of an approval that took two people. */
  readonly secondBy?: string;
}

/** Somebody of the household would not cooperate (拒不配合). 民发〔2021〕57号 art. 29. */
export interface Refusal {
  readonly on: string;
  readonly by: string;
}

/** Fraud or a gross error was proven (撤销): by two people of the county. */
export interface Revocation {
  readonly by: readonly [string, string];
  readonly on: string;
  /** First month that was not due. */
  readonly fromMonth: string;
  readonly cause: 'FRAUD' | 'ERROR';
  readonly reasonCodes: readonly string[];
  /** SHA-256 of the proof, hex. */
  readonly proof: string;
}

/** Why a case was stopped (争议事由): told to the applicant at once. 民发〔2021〕57号 art. 18. */
export interface Dispute {
  /** Kinds that differ materially between declaration and report. */
  readonly kinds: readonly string[];
  /** Fen, a string of digits with its sign. */
  readonly deltaFen: string;
  /** The report is over the limits of everything that was asked for. */
  readonly exceedsLimits: boolean;
}

/** A case (救助案件): one household's application for one programme, until it is decided. */
@Entity('aid_case')
export class AidCase extends Aggregate {
  @Column('text', { name: 'case_no' })
  caseNo!: string;

  @Column('uuid', { name: 'household_id' })
  householdId!: string;

  @Column('text')
  programme!: CaseProgramme;

  @Column('text')
  channel!: 'IMPORT' | TicketChannel;

  /** The ticket that it was opened for. */
  @Column('uuid', { name: 'ticket_id', nullable: true })
  ticketId!: string | null;

  /** The referral that the ticket answers. */
  @Column('uuid', { name: 'referral_id', nullable: true })
  referralId!: string | null;

  /** The clue that the ticket answers. */
  @Column('uuid', { name: 'clue_id', nullable: true })
  clueId!: string | null;

  @Column('text')
  state!: CaseState;

  /** The township decides (委托审核确认). */
  @Column('boolean')
  delegated!: boolean;

  @Column('date', { name: 'accepted_on', nullable: true })
  acceptedOn!: string | null;

  @Column('date', { name: 'due_on', nullable: true })
  dueOn!: string | null;

  @Column('jsonb', { name: 'declared_items' })
  declaredItems!: DeclaredItem[];

  /** Papers that the applicant was asked for. */
  @Column('text', { name: 'missing_papers', array: true })
  missingPapers!: string[];

  /** Why the decider sent the case back (退回), if so. */
  @Column('text', { array: true })
  defects!: string[];

  /** Why it may take longer (特殊情况). */
  @Column('text', { name: 'special_reasons', array: true, default: [] })
  specialReasons!: SpecialReason[];

  /** Somebody of it is a near relative of a handler or of a committee member: the county visits, and two decide. */
  @Column('boolean', { name: 'relative_flag', default: false })
  relativeFlag!: boolean;

  /** Somebody has complained: the same. */
  @Column('boolean', { name: 'complaint_flag', default: false })
  complaintFlag!: boolean;

  /** Last day for the papers that were asked for; then it lapses. */
  @Column('date', { name: 'correction_due_on', nullable: true })
  correctionDueOn!: string | null;

  @Column('jsonb', { default: [] })
  refusals!: Refusal[];

  @Column('jsonb', { nullable: true })
  dispute!: Dispute | null;

  /** What the applicant has brought against it: SHA-256, hex. */
  @Column('text', { name: 'dispute_evidence', array: true, default: [] })
  disputeEvidence!: string[];

  /** What a person has decided of assets that the report leaves open. */
  @Column('jsonb', { name: 'asset_decisions', default: [] })
  assetDecisions!: AssetDecision[];

  @Column('jsonb', { nullable: true })
  revocation!: Revocation | null;

  /** While its report was reopened (复核期间) the clock stood still. */
  @Column('jsonb', { name: 'report_pauses', default: [] })
  reportPauses!: Standstill[];

  /** Last day on which the applicant may answer a discrepancy (民发〔2021〕57号 art. 18). */
  @Column('date', { name: 'evidence_due_on', nullable: true })
  evidenceDueOn!: string | null;

  /** Figures, class and benefit with their reasons, and the report that they rest on. */
  @Column('jsonb', { nullable: true })
  assessment!: Assessment | null;

  @Column('jsonb', { nullable: true })
  opinion!: Opinion | null;

  @Column('jsonb', { nullable: true })
  decision!: Decision | null;

  /** Decisions that an appeal has upset (复议改变的决定), the first one first: others decide again. */
  @Column('jsonb', { name: 'earlier_decisions', default: [] })
  earlierDecisions!: Decision[];

  /** Day on which an appeal was upheld against its decision: the county decides it again, within the limits from here. */
  @Column('date', { name: 'reopened_on', nullable: true })
  reopenedOn!: string | null;

  /** Rows that the assessment was made under. */
  @Column('uuid', { name: 'policy_version_ids', array: true })
  policyVersionIds!: string[];
}
