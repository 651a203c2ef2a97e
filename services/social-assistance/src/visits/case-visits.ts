import { Injectable } from '@nestjs/common';
import { ApprovalService } from '@minzheng/casework/approvals';
import { OfficialRelatives } from '@minzheng/casework/relatives';
import { ClueTask, clueTaskLifecycle, ClueTaskService } from '@minzheng/casework/clue-tasks';
import { announceStatus } from '@minzheng/casework/facts';
import { said, transition } from '@minzheng/casework/messages';
import { ObjectionService } from '@minzheng/casework/objections';
import {
  HouseVisit,
  VisitHost,
  VisitService,
  type Investigator,
  type VisitedKind,
  type VisitedSubject,
  type VisitSuspicion,
} from '@minzheng/casework/visits';
import { HouseVisitSignedSchema } from '@minzheng/contracts/assistance';
import { StatusKind } from '@minzheng/contracts/facts';
import { IllegalTransition } from '@minzheng/kernel/lifecycle';
import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { AidCase } from '../applications/application.entity.js';
import { CASE_LIFECYCLE, isClosed } from '../applications/application.lifecycle.js';
import { Award } from '../awards/award.entity.js';
import { AWARD_LIFECYCLE } from '../awards/award.lifecycle.js';
import { CaseGuards } from '../applications/case-guards.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { SupervisionService } from '../supervision/supervision.service.js';
import { announceFindings } from './visit-findings.js';
import { toClueVisit } from '../clue-tasks/clue-visits.js';
import { HouseholdMember } from '../households/household.entity.js';
import { reviewsVisited } from '../reviews/reviews-visited.js';

/** What house visits are made for (入户调查对象). */
export const VISITED_KINDS: readonly VisitedKind[] = [
  {
    ...{ name: 'case', path: 'cases', record: AidCase, readScope: 'assistance:cases:read' },
    refuses: [PROBLEMS.conflictOfInterest, ASSISTANCE_PROBLEMS.actorAlreadyInvolved],
  },
  {
    ...{ name: 'award', path: 'awards', record: Award, readScope: 'assistance:cases:read' },
    refuses: [PROBLEMS.conflictOfInterest],
  },
  { name: 'clueTask', path: 'clue-tasks', record: ClueTask, readScope: 'assistance:clue-tasks:read' },
];

/** House visits of cases and awards: whom they meet, and what is told when one is signed. */
@Injectable()
export class CaseVisits extends VisitHost {
  constructor(
    private readonly guards: CaseGuards,
    private readonly approvals: ApprovalService,
    private readonly relatives: OfficialRelatives,
    private readonly objections: ObjectionService,
    private readonly visits: VisitService,
    private readonly supervision: SupervisionService,
    private readonly clueTasks: ClueTaskService,
  ) {
    super();
  }

  async open(
    tx: Tx,
    type: string,
    id: string,
    investigators: readonly Investigator[],
  ): Promise<VisitedSubject> {
    if (type === 'clueTask') return this.#openClueTask(tx, id);
    return type === 'award' ? this.#openAward(tx, id, investigators) : this.#openCase(tx, id, investigators);
  }

  /** The visit is a fact too: whom it counts was seen. */
  async signed(tx: Tx, visit: HouseVisit, at: Date): Promise<void> {
    await this.#announceSigned(tx, visit, at);
    await this.clueTasks.visited(
      tx,
      {
        householdId: visit.householdId,
        ...(visit.subjectType === 'clueTask' ? { taskId: visit.subjectId } : {}),
      },
      toClueVisit(visit),
    );
    if (visit.subjectType === 'award') await reviewsVisited(tx, visit.subjectId, visit.visitedOn, at);
    announceFindings(tx, visit, this.visits.contentOf(visit)?.findings ?? [], at);
    if (visit.mode !== 'IN_PERSON') return;
    for (const personKey of visit.personKeys) {
      announceStatus(tx, {
        personKey,
        region: visit.region,
        kind: StatusKind.VISITED,
        from: visit.visitedOn,
        record: `visit/${visit.id}/${personKey}`,
        attributes: { by: 'assistance' },
        ...(visit.caseRef === null ? {} : { caseRef: visit.caseRef }),
        at,
      });
    }
  }

  /** The county looks at who signs for whom, and at photos (谁签字、谁负责). */
  async suspected(
    tx: Tx,
    { subjectType, subjectId, visitId, region, reasons }: VisitSuspicion,
  ): Promise<void> {
    const subject =
      visitId === undefined ? { type: subjectType, id: subjectId } : { type: 'visit', id: visitId };
    await this.supervision.flagAll(
      tx,
      reasons.map((reason) => ({ kind: 'SIGNATURE' as const, subject, region, reason: codeOf(reason) })),
    );
  }

  /** Nobody visits a relative; after an objection others visit than before. */
  async #openCase(tx: Tx, id: string, investigators: readonly Investigator[]): Promise<VisitedSubject> {
    const aidCase = await tx.loadForUpdate(AidCase, id);
    if (isClosed(aidCase.state)) {
      throw new IllegalTransition(CASE_LIFECYCLE.name, aidCase.state, 'recordVisit');
    }
    await this.#requireUnrelated(tx, aidCase, investigators);
    if (aidCase.state === 'REINVESTIGATING') await this.#requireOthers(tx, id, investigators);
    const { region, caseNo, householdId } = aidCase;
    const notBefore = aidCase.acceptedOn ?? (await this.#appliedOn(tx, id));
    return {
      ...{ region, caseRef: caseNo, householdId, personKeys: await countedIn(tx, householdId) },
      ...(notBefore === undefined ? {} : { notBefore }),
    };
  }

  async #appliedOn(tx: Tx, caseId: string): Promise<CivilDate | undefined> {
    const [begun] = await tx.query<{ at: Date }>(
      `select business_at as at from lifecycle_log where aggregate = $1 and aggregate_id = $2 and version = 1`,
      [CASE_LIFECYCLE.name, caseId],
    );
    return begun && civilDateOf(begun.at);
  }

  /** @throws Problem `conflict-of-interest` */
  async #requireUnrelated(
    tx: Tx,
    household: Pick<AidCase, 'householdId'>,
    investigators: readonly Investigator[],
  ): Promise<void> {
    const persons = await this.guards.personsOf(tx, household);
    const filings = await this.relatives.relativesOf(tx, persons);
    const related = new Set(filings.map(({ official }) => official));
    if (investigators.some(({ userId }) => related.has(userId)))
      throw new Problem(PROBLEMS.conflictOfInterest);
  }

  async #requireOthers(tx: Tx, id: string, investigators: readonly Investigator[]): Promise<void> {
    const objection = await this.objections.firstOpen(tx.manager, 'case', id);
    const visits = await tx.manager.findBy(HouseVisit, { subjectType: 'case', subjectId: id });
    const before = visits.filter((visit) => !objection || visit.id < objection.id);
    const involved = new Set(before.flatMap((visit) => visit.investigators.map(({ userId }) => userId)));
    for (const { userId } of investigators) this.approvals.requireOutsider(userId, involved);
  }

  /** Nobody visits a relative. */
  async #openAward(tx: Tx, id: string, investigators: readonly Investigator[]): Promise<VisitedSubject> {
    const award = await tx.loadForUpdate(Award, id);
    if (award.state === 'CEASED') {
      throw new IllegalTransition(AWARD_LIFECYCLE.name, award.state, 'recordVisit');
    }
    await this.#requireUnrelated(tx, award, investigators);
    const { region, householdId, caseId, approvedOn } = award;
    const { caseNo } = await tx.manager.findOneByOrFail(AidCase, { id: caseId });
    return {
      ...{ region, caseRef: caseNo, householdId, personKeys: await countedIn(tx, householdId) },
      ...(approvedOn === null ? {} : { notBefore: approvedOn }),
    };
  }

  async #openClueTask(tx: Tx, id: string): Promise<VisitedSubject> {
    const { state, region, householdId, personKeys, dispatchedAt } = await tx.loadForUpdate(ClueTask, id);
    if (state !== 'OPEN' && state !== 'VISITED') {
      throw new IllegalTransition(clueTaskLifecycle('assistance').name, state, 'recordVisit');
    }
    const of = { region, notBefore: civilDateOf(dispatchedAt) };
    if (householdId === null) return { ...of, personKeys };
    return { ...of, householdId, personKeys: await countedIn(tx, householdId) };
  }

  /** Messages of visits are keyed by the case, also where an award is visited; of a clue alone there is none. */
  async #announceSigned(tx: Tx, visit: HouseVisit, at: Date): Promise<void> {
    const caseId = await this.#caseId(tx, visit);
    if (caseId === undefined) return;
    tx.announce(
      HouseVisitSignedSchema,
      {
        ...said(visit.region, at),
        caseId,
        transition: transition('visit', visit, 'DRAFT', 'SIGNED'),
        visitId: visit.id,
        investigatorIds: visit.investigators.map(({ userId }) => userId),
        mode: visit.mode,
        contentSha256: visit.contentSha256,
      },
      visit,
    );
  }

  async #caseId(tx: Tx, { subjectType, subjectId }: HouseVisit): Promise<string | undefined> {
    if (subjectType === 'case') return subjectId;
    if (subjectType !== 'award') return undefined;
    return (await tx.manager.findOneByOrFail(Award, { id: subjectId })).caseId;
  }
}

async function countedIn(tx: Tx, householdId: string): Promise<string[]> {
  const members = await tx.manager.find(HouseholdMember, {
    where: { householdId, counted: true },
    order: { place: 'ASC' },
  });
  return members.map(({ personKey }) => personKey);
}

/** `two-investigators` as a code of a reason. */
const codeOf = (name: string): string => name.replaceAll('-', '_').toUpperCase();
