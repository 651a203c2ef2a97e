import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { Assessment } from './assessment.js';
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
  readonly reasons: string;
}

export interface Decision {
  readonly by: string;
  readonly outcome: 'APPROVED' | 'REJECTED';
  readonly reasonCodes: readonly string[];
  readonly text: string;
  readonly decidedOn: string;
  readonly awardId?: string;
  /** What was recognised; it may be another programme than was asked for (国办发〔2023〕39号 §5). */
  readonly programme?: CaseProgramme;
  readonly monthlyFen?: string;
  readonly effectiveMonth?: string;
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
  channel!: 'COUNTER' | 'ONLINE';

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

  /** Rows that the assessment was made under. */
  @Column('uuid', { name: 'policy_version_ids', array: true })
  policyVersionIds!: string[];
}
