import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { canonicalJson, sha256Hex } from '@minzheng/kernel/canonical-json';
import { addDays } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { invalidField, Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Department } from '../department/index.js';
import { metresBetween, type GeoPoint } from './distance.rules.js';
import type { RecordVisitDto, SignVisitDto } from './visit.dto.js';
import {
  HouseVisit,
  isPublicStaff,
  type InvestigatorRole,
  type VisitContent,
  type VisitFlag,
} from './visit.entity.js';
import { contentOf, requireFindings, requireMembers, signatureOf } from './visit-form.rules.js';
import { VisitHost, type VisitedSubject, type VisitSuspicion } from './visit-host.js';
import { visitLifecycle } from './visit.lifecycle.js';
import { VISIT_PROBLEMS } from './visit.problems.js';

const SIGNED_BY_CALLER = {
  zh: '您已在本次入户调查上签字。',
  en: 'You have signed this visit already.',
};
const SIGNED_BY_MEMBER = {
  zh: '该家庭成员已在本次入户调查上签字或者拒签。',
  en: 'This member has signed the visit already, or refused to.',
};
const OTHER_UPLOAD = {
  zh: '同一上传编号下已登记内容不同的入户调查。',
  en: 'A visit of other content was uploaded under this id.',
};
const ROWS_AT_ONCE = 500;
/** Refusals that say something of who tried. */
const SUSPICIOUS: readonly string[] = Object.values(VISIT_PROBLEMS)
  .filter((problem) => problem !== VISIT_PROBLEMS.visitTooEarly)
  .map(({ name }) => name);

/** House visits: entered once, signed by everybody who took part, then never changed. */
@Injectable()
export class VisitService implements OnModuleInit, OnApplicationBootstrap {
  readonly #lifecycle;
  #host!: VisitHost;

  constructor(
    private readonly department: Department,
    private readonly moduleRef: ModuleRef,
    private readonly policies: PolicyStore,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
    private readonly unitOfWork: UnitOfWork,
  ) {
    this.#lifecycle = visitLifecycle(department.name);
  }

  onModuleInit(): void {
    this.#host = this.moduleRef.get(VisitHost, { strict: false });
  }

  /**
   * Enters a visit of a subject. What a device has kept without a connection is uploaded under its own id: again, it
   * is the same visit.
   *
   * @throws Problem `visit-too-early`, `two-investigators`, `remote-visit-not-allowed`, `visit-signed` for another content
   * of one upload
   */
  async record(tx: Tx, type: string, id: string, form: RecordVisitDto): Promise<HouseVisit> {
    const subject = await this.#host.open(tx, type, id, form.investigators);
    return this.#watched(tx, { subjectType: type, subjectId: id, region: subject.region }, async () => {
      const content = contentOf(form);
      const frozen = {
        ...{ subjectType: type, subjectId: id, visitedOn: form.visitedOn, mode: form.mode },
        investigators: form.investigators.map(({ userId, role }) => ({ userId, role })),
        present: [...(form.present ?? [])].sort(),
      };
      const contentSha256 = sha256Hex(canonicalJson({ ...frozen, ...content }));
      const known = await this.#uploaded(tx, form.uploadId, contentSha256);
      if (known) return known;
      if (form.visitedOn > this.clock.today()) throw invalidField('visitedOn', 'max');
      const { notBefore } = subject;
      if (notBefore !== undefined && form.visitedOn < notBefore)
        throw new Problem(VISIT_PROBLEMS.visitTooEarly, { extensions: { notBefore } });
      requireMembers(subject, 'present', frozen.present);
      requireMembers(subject, 'carers', content.carers ?? []);
      requireFindings(subject, content.findings ?? []);
      await this.#requireStaff(tx, subject, form);
      const visitId = uuidv7();
      const photoHashes = content.photos.map(({ sha256 }) => sha256);
      const flags = await this.#flags(tx, subject, content);
      const visit = await tx.begin(
        Object.assign(new HouseVisit(), frozen, {
          id: visitId,
          region: subject.region,
          caseRef: subject.caseRef ?? null,
          householdId: subject.householdId ?? null,
          personKeys: [...subject.personKeys],
          contentEnc: this.cipher.encrypt(JSON.stringify(content), placeOfContent(visitId)),
          ...{ photoHashes, flags, contentSha256 },
          signatures: [],
          uploadId: form.uploadId ?? null,
        }),
        this.#lifecycle,
        'record',
        this.clock.now(),
      );
      if (flags.length > 0) await this.#host.suspected(tx, suspicionOf(visit, flags));
      return visit;
    });
  }

  /**
   * Each investigator signs for himself, and enters the signatures of the members who were there, in the days after
   * the visit; with the last one the visit is signed.
   *
   * @throws Problem `signer-not-on-visit`, `visit-signed`, `visit-sign-expired`, `validation`
   */
  async sign(tx: Tx, id: string, version: number, form: SignVisitDto): Promise<HouseVisit> {
    const visit = await tx.loadForUpdate(HouseVisit, id, version);
    return this.#watched(tx, suspicionOf(visit, []), async () => {
      const isOn = visit.investigators.some(({ userId }) => userId === tx.actor);
      const isPresent = form.personKey === undefined || visit.present.includes(form.personKey);
      if (!isOn || !isPresent) throw new Problem(VISIT_PROBLEMS.signerNotOnVisit);
      const hasSigned = visit.signatures.some(({ userId, personKey }) =>
        form.personKey === undefined ? isOwn(userId, personKey, tx.actor) : personKey === form.personKey,
      );
      if (hasSigned)
        throw new Problem(VISIT_PROBLEMS.visitSigned, {
          detail: form.personKey === undefined ? SIGNED_BY_CALLER : SIGNED_BY_MEMBER,
        });
      await this.#requireInTime(tx, visit);
      const at = this.clock.now();
      visit.signatures = [...visit.signatures, signatureOf(visit, form, tx.actor, at)];
      const isLast = visit.signatures.length === visit.investigators.length + visit.present.length;
      await tx.move(visit, this.#lifecycle, isLast ? 'signLast' : 'sign', at);
      if (isLast) await this.#host.signed(tx, visit, at);
      return visit;
    });
  }

  /** Who takes or took part in visits of the subject, signed or not, and who entered them. */
  async investigators(manager: EntityManager, type: string, id: string): Promise<Set<string>> {
    const visits = await manager.findBy(HouseVisit, { subjectType: type, subjectId: id });
    return new Set(
      visits.flatMap(({ createdBy, investigators }) => [
        createdBy,
        ...investigators.map(({ userId }) => userId),
      ]),
    );
  }

  isVisited(manager: EntityManager, type: string, id: string): Promise<boolean> {
    return manager.existsBy(HouseVisit, { subjectType: type, subjectId: id, state: 'SIGNED' });
  }

  /** Signed visits of the subject, the latest first. */
  signedVisits(manager: EntityManager, type: string, id: string): Promise<HouseVisit[]> {
    return manager.find(HouseVisit, {
      where: { subjectType: type, subjectId: id, state: 'SIGNED' },
      order: { visitedOn: 'DESC', id: 'DESC' },
    });
  }

  /** What was seen, in the clear: the caller says why. */
  contentOf({ id, contentEnc }: HouseVisit): VisitContent | undefined {
    if (contentEnc === null) return undefined;
    return JSON.parse(this.cipher.decrypt(contentEnc, placeOfContent(id))) as VisitContent;
  }

  /** What was seen stood in clear before: it is encrypted once, when the service first starts with this code. */
  async onApplicationBootstrap(): Promise<void> {
    for (let encrypted = ROWS_AT_ONCE; encrypted === ROWS_AT_ONCE;) {
      encrypted = await this.unitOfWork.run('visits', (tx) => this.#encryptClear(tx));
    }
  }

  async #encryptClear(tx: Tx): Promise<number> {
    const rows = await tx.query<{ id: string; observations: object; photo_hashes: string[] }>(
      `select id, observations, photo_hashes from house_visit
        where content_enc is null and observations is not null order by id limit $1 for update skip locked`,
      [ROWS_AT_ONCE],
    );
    await tx.execute(
      `update house_visit v set content_enc = c.content, observations = null
         from unnest($1::uuid[], $2::text[]) as c (id, content) where v.id = c.id`,
      [
        rows.map(({ id }) => id),
        rows.map(({ id, observations, photo_hashes }) => {
          const content = { observations, photos: photo_hashes.map((sha256) => ({ sha256 })) };
          return this.cipher.encrypt(JSON.stringify(content), placeOfContent(id));
        }),
      ],
    );
    return rows.length;
  }

  /** The same upload again is answered with what it made. @throws Problem `visit-signed` */
  async #uploaded(
    tx: Tx,
    uploadId: string | undefined,
    contentSha256: string,
  ): Promise<HouseVisit | undefined> {
    if (uploadId === undefined) return undefined;
    const known = await tx.manager.findOneBy(HouseVisit, { uploadId });
    if (!known) return undefined;
    if (known.contentSha256 === contentSha256) return known;
    throw new Problem(VISIT_PROBLEMS.visitSigned, { detail: OTHER_UPLOAD });
  }

  async #requireStaff(tx: Tx, { region }: VisitedSubject, { mode, investigators }: RecordVisitDto) {
    const people = new Set(investigators.map(({ userId }) => userId));
    const staff = new Set(
      investigators.filter(({ role }) => isPublicStaff(role)).map(({ userId }) => userId),
    );
    if (staff.size < 2 || people.size !== investigators.length) {
      throw new Problem(VISIT_PROBLEMS.twoInvestigators);
    }
    const isEmergency = await this.#policy<boolean>(tx, 'emergency.active', region);
    if (mode !== 'IN_PERSON' && !isEmergency) throw new Problem(VISIT_PROBLEMS.remoteVisitNotAllowed);
    const required = await this.#policy<InvestigatorRole[]>(tx, 'visit.requiredRoles', region);
    const missing = required.filter((role) => !investigators.some((each) => each.role === role));
    if (missing.length > 0) throw new Problem(VISIT_PROBLEMS.twoInvestigators, { extensions: { missing } });
  }

  async #requireInTime(tx: Tx, { region, visitedOn }: HouseVisit): Promise<void> {
    const days = await this.#policy<number>(tx, 'clock.visitSignDays', region);
    if (this.clock.today() > addDays(visitedOn, Number(days)))
      throw new Problem(VISIT_PROBLEMS.visitSignExpired);
  }

  /** A photo serves as evidence once, of the household where it was taken. */
  async #flags(tx: Tx, subject: VisitedSubject, content: VisitContent): Promise<VisitFlag[]> {
    const hashes = content.photos.map(({ sha256 }) => sha256);
    if (hashes.length === 0) return [];
    const used = await tx.query<{ household_id: string | null }>(
      'select household_id from house_visit where photo_hashes && $1::text[]',
      [hashes],
    );
    const isRepeated = new Set(hashes).size < hashes.length;
    const isOther = used.some(({ household_id }) => household_id !== (subject.householdId ?? null));
    const isFar = await this.#isFar(tx, subject, content);
    return [
      ...(isOther ? (['PHOTO_OF_OTHER_HOUSEHOLD'] as const) : []),
      ...(!isOther && (used.length > 0 || isRepeated) ? (['PHOTO_USED_BEFORE'] as const) : []),
      ...(isFar ? (['FAR_FROM_DWELLING'] as const) : []),
    ];
  }

  async #isFar(tx: Tx, subject: VisitedSubject, { photos, place }: VisitContent): Promise<boolean> {
    const tagged = photos.flatMap((photo) => (photo.place ? [photo.place] : []));
    if (tagged.length === 0) return false;
    const dwelling = subject.dwelling ?? (await this.#firstPlace(tx, subject)) ?? place;
    if (!dwelling) return false;
    const limit = await this.#policy<number>(tx, 'visit.geoMetres', subject.region);
    return tagged.some((at) => metresBetween(dwelling, at) > Number(limit));
  }

  async #firstPlace(tx: Tx, { householdId }: VisitedSubject): Promise<GeoPoint | undefined> {
    if (householdId === undefined) return undefined;
    const visits = await tx.manager.find(HouseVisit, {
      where: { householdId, state: 'SIGNED' },
      order: { id: 'ASC' },
      take: 20,
    });
    return visits.map((visit) => this.contentOf(visit)?.place).find((place) => place !== undefined);
  }

  async #policy<T>(tx: Tx, key: string, region: string): Promise<T> {
    const book = await this.policies.book(tx);
    return book.resolve(`${this.department.name}.${key}`, region, this.clock.today()).value as T;
  }

  /** Nothing of a refused command is stored: what it says of who tried is, before the refusal is answered. */
  async #watched<T>(tx: Tx, suspicion: Omit<VisitSuspicion, 'reasons'>, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Problem && SUSPICIOUS.includes(error.type.name)) {
        const told = { ...suspicion, reasons: [error.type.name] };
        this.unitOfWork.afterRollback(tx, (own) => this.#host.suspected(own, told));
      }
      throw error;
    }
  }
}

const placeOfContent = (id: string): string => `house_visit/${id}/content`;

const isOwn = (userId: string, personKey: string | undefined, actor: string): boolean =>
  personKey === undefined && userId === actor;

function suspicionOf(visit: HouseVisit, reasons: readonly string[]): VisitSuspicion {
  const { id: visitId, subjectType, subjectId, region } = visit;
  return { subjectType, subjectId, region, visitId, reasons };
}
