import { Injectable } from '@nestjs/common';
import { ApprovalService } from '@minzheng/casework/approvals';
import { OfficialRelatives } from '@minzheng/casework/relatives';
import { VisitService } from '@minzheng/casework/visits';
import { Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import type { AidCase } from './application.entity.js';
import { actorsOf } from './case-moves.js';

/** Who may not act on a case: relatives, and who has acted on it before (民发〔2021〕57号 arts. 11, 20). */
@Injectable()
export class CaseGuards {
  constructor(
    private readonly approvals: ApprovalService,
    private readonly relatives: OfficialRelatives,
    private readonly visits: VisitService,
  ) {}

  /** Everybody named in the household, and who owes them support. */
  async personsOf(tx: Tx, { householdId }: Pick<AidCase, 'householdId'>): Promise<string[]> {
    const rows = await tx.query<{ person_key: string }>(
      `select person_key from household_member where household_id = $1
       union select person_key from household_obligor where household_id = $1`,
      [householdId],
    );
    return rows.map(({ person_key }) => person_key);
  }

  /** @throws Problem `conflict-of-interest` */
  async requireUnrelated(tx: Tx, aidCase: Pick<AidCase, 'householdId'>): Promise<void> {
    await this.relatives.requireUnrelated(tx, tx.actor, await this.personsOf(tx, aidCase));
  }

  /**
   * Who entered the application, moved the case, visited or decided before does not decide.
   *
   * @throws Problem `actor-already-involved`
   */
  async requireOutsider(
    tx: Tx,
    { id, createdBy, decision, earlierDecisions, revocation }: AidCase,
  ): Promise<void> {
    const actors = await actorsOf(tx, id);
    const investigators = await this.visits.investigators(tx.manager, 'case', id);
    // of two people who decided, the log names the second
    const decisions = decision === null ? earlierDecisions : [...earlierDecisions, decision];
    const deciders = [
      ...decisions.flatMap(({ by, secondBy }) => [by, secondBy]),
      ...(revocation?.by ?? []),
    ].filter((each) => each !== undefined);
    this.approvals.requireOutsider(tx.actor, new Set([createdBy, ...actors, ...investigators, ...deciders]));
  }

  /** Somebody of the county has taken part in a signed visit. @throws Problem `county-visit-missing` */
  async requireCountyVisit(tx: Tx, { id }: Pick<AidCase, 'id'>): Promise<void> {
    const visits = await this.visits.signedVisits(tx.manager, 'case', id);
    const isVisited = visits.some(({ investigators }) => investigators.some(({ role }) => role === 'COUNTY'));
    if (!isVisited) throw new Problem(ASSISTANCE_PROBLEMS.countyVisitMissing);
  }
}
