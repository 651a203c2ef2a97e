import { Injectable } from '@nestjs/common';
import { HouseVisitSignedSchema } from '@minzheng/contracts/assistance';
import { StatusKind } from '@minzheng/contracts/facts';
import { canonicalJson, sha256Hex } from '@minzheng/kernel/canonical-json';
import { IllegalTransition } from '@minzheng/kernel/lifecycle';
import { addDays } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AidCase } from '../applications/application.entity.js';
import { CASE_LIFECYCLE, isClosed } from '../applications/application.lifecycle.js';
import { announceStatus } from '../facts/status-fact.js';
import { HouseholdMember } from '../households/household.entity.js';
import { said, transition } from '../messages.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import type { RecordVisitDto, SignVisitDto } from './visit.dto.js';
import { HouseVisit, isPublicStaff, type InvestigatorRole } from './visit.entity.js';
import { VISIT_LIFECYCLE } from './visit.lifecycle.js';

const SIGNED_BY_CALLER = {
  zh: '您已在本次入户调查上签字。',
  en: 'You have signed this visit already.',
};

/** House visits: entered once, signed by everybody who took part, then never changed. */
@Injectable()
export class VisitService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `two-investigators`, `remote-visit-not-allowed` */
  async record(tx: Tx, caseId: string, form: RecordVisitDto): Promise<HouseVisit> {
    const aidCase = await tx.loadForUpdate(AidCase, caseId);
    if (isClosed(aidCase.state)) {
      throw new IllegalTransition(CASE_LIFECYCLE.name, aidCase.state, 'recordVisit');
    }
    if (form.visitedOn > this.clock.today()) throw invalidField('visitedOn', 'max');
    const staff = form.investigators.filter(({ role }) => isPublicStaff(role));
    const people = new Set(form.investigators.map(({ userId }) => userId));
    const staffed = new Set(staff.map(({ userId }) => userId));
    if (staffed.size < 2 || people.size !== form.investigators.length) {
      throw new Problem(ASSISTANCE_PROBLEMS.twoInvestigators);
    }
    await this.#checkMode(tx, aidCase, form);
    const content = {
      caseId: aidCase.id,
      visitedOn: form.visitedOn,
      mode: form.mode,
      investigators: form.investigators.map(({ userId, role }) => ({ userId, role })),
      observations: { ...form.observations },
      photoHashes: form.photoHashes ?? [],
    };
    return tx.begin(
      Object.assign(new HouseVisit(), content, {
        id: uuidv7(),
        region: aidCase.region,
        signatures: [],
        contentSha256: sha256Hex(canonicalJson(content)),
      }),
      VISIT_LIFECYCLE,
      'record',
      this.clock.now(),
    );
  }

  /**
   * Each signs for himself, in the days after the visit; with the last signature the visit is signed.
   *
   * @throws Problem `signer-not-on-visit`, `visit-signed`, `visit-sign-expired`
   */
  async sign(tx: Tx, id: string, version: number, form: SignVisitDto): Promise<HouseVisit> {
    const visit = await tx.loadForUpdate(HouseVisit, id, version);
    if (!visit.investigators.some(({ userId }) => userId === tx.actor)) {
      throw new Problem(ASSISTANCE_PROBLEMS.signerNotOnVisit);
    }
    const hasSigned = visit.signatures.some(({ userId }) => userId === tx.actor);
    if (hasSigned) throw new Problem(ASSISTANCE_PROBLEMS.visitSigned, { detail: SIGNED_BY_CALLER });
    await this.#requireInTime(tx, visit);
    const at = this.clock.now();
    const { method, proof } = form;
    visit.signatures = [...visit.signatures, { userId: tx.actor, method, proof, at: at.toISOString() }];
    const isLast = visit.signatures.length === visit.investigators.length;
    await tx.move(visit, VISIT_LIFECYCLE, isLast ? 'signLast' : 'sign', at);
    if (isLast) await this.#announceSigned(tx, visit, at);
    return visit;
  }

  /** Who takes or took part in a visit of the case, signed or not. */
  async investigators(manager: EntityManager, caseId: string): Promise<Set<string>> {
    const visits = await manager.findBy(HouseVisit, { caseId });
    return new Set(
      visits.flatMap(({ createdBy, investigators }) => [
        createdBy,
        ...investigators.map(({ userId }) => userId),
      ]),
    );
  }

  isVisited(manager: EntityManager, caseId: string): Promise<boolean> {
    return manager.existsBy(HouseVisit, { caseId, state: 'SIGNED' });
  }

  async #requireInTime(tx: Tx, { region, visitedOn }: HouseVisit): Promise<void> {
    const today = this.clock.today();
    const days = (await this.policies.book(tx)).resolve('assistance.clock.visitSignDays', region, today);
    if (today > addDays(visitedOn, Number(days.value)))
      throw new Problem(ASSISTANCE_PROBLEMS.visitSignExpired);
  }

  async #checkMode(tx: Tx, { region }: AidCase, { mode, investigators }: RecordVisitDto): Promise<void> {
    const book = await this.policies.book(tx);
    const today = this.clock.today();
    const isEmergency = book.resolve('assistance.emergency.active', region, today).value === true;
    if (mode !== 'IN_PERSON' && !isEmergency) throw new Problem(ASSISTANCE_PROBLEMS.remoteVisitNotAllowed);
    const required = book.resolve('assistance.visit.requiredRoles', region, today)
      .value as InvestigatorRole[];
    const missing = required.filter(
      (role) => !investigators.some((investigator) => investigator.role === role),
    );
    if (missing.length > 0)
      throw new Problem(ASSISTANCE_PROBLEMS.twoInvestigators, { extensions: { missing } });
  }

  /** The visit is a fact too: whom it counts was seen. */
  async #announceSigned(tx: Tx, visit: HouseVisit, at: Date): Promise<void> {
    tx.announce(
      HouseVisitSignedSchema,
      {
        ...said(visit.region, at),
        caseId: visit.caseId,
        transition: transition('visit', visit, 'DRAFT', 'SIGNED'),
        visitId: visit.id,
        investigatorIds: visit.investigators.map(({ userId }) => userId),
        mode: visit.mode,
        contentSha256: visit.contentSha256,
      },
      visit,
    );
    if (visit.mode !== 'IN_PERSON') return;
    const { householdId, caseNo } = await tx.manager.findOneByOrFail(AidCase, { id: visit.caseId });
    const members = await tx.manager.findBy(HouseholdMember, { householdId, counted: true });
    for (const { personKey } of members) {
      announceStatus(tx, {
        personKey,
        region: visit.region,
        kind: StatusKind.VISITED,
        from: visit.visitedOn,
        record: `visit/${visit.id}/${personKey}`,
        attributes: { by: 'assistance' },
        caseRef: caseNo,
        at,
      });
    }
  }
}
