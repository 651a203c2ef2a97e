import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { CivilDate } from '@minzheng/kernel/months';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Department } from '../department/index.js';
import { NoticeService, PublicNotice } from '../notices/index.js';
import {
  Objection,
  ObjectionReporter,
  type ObjectionKind,
  type ObjectionOutcome,
} from './objection.entity.js';
import { ObjectionHost } from './objection-host.js';
import { objectionLifecycle } from './objection.lifecycle.js';
import { OBJECTION_PROBLEMS } from './objection.problems.js';

/** So many of one sender are taken in a day. */
const A_DAY = 5;

/** Who says it. */
export interface Sender {
  /** As it was left: a name and how to reach him or her. */
  readonly contact?: string | undefined;
  readonly personKey?: string | undefined;
  /** Where it came from, for one who left no contact: an address of the network. Never stored as it is. */
  readonly source: string;
}

/** What is said, against what. */
export interface ObjectionToReceive {
  readonly kind: ObjectionKind;
  readonly subject?: { readonly type: string; readonly id: string } | undefined;
  readonly noticeId?: string | undefined;
  readonly region: string;
  readonly text: string;
  readonly dueOn: CivilDate;
  readonly sender: Sender;
}

/** Objections, complaints, petitions and appeals: received, answered by their day, taken to the next stage. */
@Injectable()
export class ObjectionService implements OnModuleInit {
  readonly #lifecycle;
  #host!: ObjectionHost;

  constructor(
    department: Department,
    private readonly notices: NoticeService,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
    private readonly moduleRef: ModuleRef,
  ) {
    this.#lifecycle = objectionLifecycle(department.name);
  }

  onModuleInit(): void {
    this.#host = this.moduleRef.get(ObjectionHost, { strict: false });
  }

  /**
   * Somebody objects to a notice that hangs: the first one has its effect, later ones are answered with it.
   *
   * @throws NotFound, Problem `notice-ended`, `rate-limited`
   */
  async objectTo(tx: Tx, noticeId: string, text: string, sender: Sender): Promise<Objection> {
    const seen = await tx.manager.findOneBy(PublicNotice, { id: noticeId });
    if (!seen) throw new NotFound(PublicNotice.name);
    await this.#host.lock(tx, seen);
    const notice = await tx.loadForUpdate(PublicNotice, noticeId);
    const isOpen = notice.state === 'POSTED' || notice.state === 'OBJECTED';
    if (!isOpen || this.clock.today() > notice.endsOn || notice.kind === 'RESULT') {
      throw new Problem(OBJECTION_PROBLEMS.noticeEnded);
    }
    await this.#requireFew(tx, sender);
    const { subjectType: type, subjectId: id, region } = notice;
    const at = this.clock.now();
    const isFirst = notice.state === 'POSTED';
    if (isFirst) await this.notices.object(tx, notice);
    const dueOn = isFirst ? await this.#host.objected(tx, notice, at) : await this.#host.dueOn(tx, notice);
    return this.#receive(tx, {
      kind: 'OBJECTION',
      subject: { type, id },
      noticeId,
      region,
      text,
      dueOn,
      sender,
    });
  }

  /** Anything else that is said against an act or a person. @throws Problem `rate-limited` */
  async receive(tx: Tx, objection: ObjectionToReceive): Promise<Objection> {
    await this.#requireFew(tx, objection.sender);
    return this.#receive(tx, objection);
  }

  /** @throws Problem of the host: `own-investigation`, `reinvestigation-missing` … */
  async answer(
    tx: Tx,
    id: string,
    version: number,
    { outcome, text }: { readonly outcome: ObjectionOutcome; readonly text: string },
    caller: AuthenticatedCaller,
  ): Promise<Objection> {
    const seen = await tx.manager.findOneBy(Objection, { id });
    if (!seen) throw new NotFound(Objection.name);
    this.#lifecycle.next(seen.state, 'answer');
    await this.#host.requireAnswerable(tx, seen, caller);
    const objection = await tx.loadForUpdate(Objection, id, version);
    objection.outcome = outcome;
    objection.answerEnc = this.cipher.encrypt(text, placeOf(id, 'answer'));
    objection.answeredOn = this.clock.today();
    objection.answeredBy = tx.actor;
    const at = this.clock.now();
    await tx.move(objection, this.#lifecycle, 'answer', at);
    await this.#host.answered(tx, objection, at);
    return objection;
  }

  /** The answer is not accepted: the next stage. */
  async advance(
    tx: Tx,
    id: string,
    version: number,
    { kind, text, dueOn }: { readonly kind: ObjectionKind; readonly text: string; readonly dueOn: CivilDate },
  ): Promise<Objection> {
    const previous = await tx.loadForUpdate(Objection, id, version);
    await tx.move(previous, this.#lifecycle, 'advance', this.clock.now());
    const reporter = await tx.manager.findOneByOrFail(ObjectionReporter, { objectionId: id });
    const next = await this.#begin(tx, {
      ...{ kind, text, dueOn, region: previous.region, noticeId: previous.noticeId },
      ...{ subjectType: previous.subjectType, subjectId: previous.subjectId },
      ...{ stage: previous.stage + 1, previousId: id, named: previous.named },
    });
    const contact = reporter.contactEnc && this.cipher.decrypt(reporter.contactEnc, placeOfContact(id));
    await this.#keepReporter(tx, next.id, contact ?? undefined, reporter.personKey, reporter.senderHash);
    return next;
  }

  /** Whether something about a subject waits for its answer. */
  isAnyOpen(manager: EntityManager, type: string, id: string, kind: ObjectionKind): Promise<boolean> {
    return manager.existsBy(Objection, { subjectType: type, subjectId: id, kind, state: 'RECEIVED' });
  }

  /** The first objection about a subject that waits for its answer. */
  firstOpen(manager: EntityManager, type: string, id: string): Promise<Objection | null> {
    return manager.findOne(Objection, {
      where: { subjectType: type, subjectId: id, kind: 'OBJECTION', state: 'RECEIVED' },
      order: { id: 'ASC' },
    });
  }

  /** What was said and answered, in the clear. */
  shown({ id, textEnc, answerEnc }: Objection): { readonly text: string; readonly answer: string | null } {
    return {
      text: this.cipher.decrypt(textEnc, placeOf(id, 'text')),
      answer: answerEnc === null ? null : this.cipher.decrypt(answerEnc, placeOf(id, 'answer')),
    };
  }

  /** Who it was: the caller's scope has been checked. */
  async reporterOf(manager: EntityManager, objectionId: string): Promise<Omit<Sender, 'source'>> {
    const reporter = await manager.findOneBy(ObjectionReporter, { objectionId });
    if (!reporter) throw new NotFound(ObjectionReporter.name);
    const { contactEnc, personKey } = reporter;
    return {
      ...(contactEnc === null
        ? {}
        : { contact: this.cipher.decrypt(contactEnc, placeOfContact(objectionId)) }),
      ...(personKey === null ? {} : { personKey }),
    };
  }

  async #receive(tx: Tx, objection: ObjectionToReceive): Promise<Objection> {
    const { kind, subject, noticeId = null, region, text, dueOn, sender } = objection;
    const stored = await this.#begin(tx, {
      ...{ kind, region, text, dueOn, noticeId },
      ...{ subjectType: subject?.type ?? null, subjectId: subject?.id ?? null },
      ...{ stage: 1, previousId: null },
      named: sender.contact !== undefined || sender.personKey !== undefined,
    });
    await this.#keepReporter(tx, stored.id, sender.contact, sender.personKey ?? null, this.#hashOf(sender));
    return stored;
  }

  #begin(
    tx: Tx,
    {
      text,
      ...form
    }: { text: string } & Pick<
      Objection,
      | 'kind'
      | 'region'
      | 'dueOn'
      | 'noticeId'
      | 'subjectType'
      | 'subjectId'
      | 'stage'
      | 'previousId'
      | 'named'
    >,
  ): Promise<Objection> {
    const id = uuidv7();
    return tx.begin(
      Object.assign(new Objection(), form, {
        id,
        receivedOn: this.clock.today(),
        textEnc: this.cipher.encrypt(text, placeOf(id, 'text')),
        ...{ outcome: null, answerEnc: null, answeredOn: null, answeredBy: null },
      }),
      this.#lifecycle,
      'receive',
      this.clock.now(),
    );
  }

  async #keepReporter(
    tx: Tx,
    objectionId: string,
    contact: string | undefined,
    personKey: string | null,
    senderHash: string,
  ): Promise<void> {
    const contactEnc =
      contact === undefined ? null : this.cipher.encrypt(contact, placeOfContact(objectionId));
    await tx.manager.insert(ObjectionReporter, { objectionId, contactEnc, senderHash, personKey });
  }

  async #requireFew(tx: Tx, sender: Sender): Promise<void> {
    const senderHash = this.#hashOf(sender);
    // one sender at a time: two at once would both see four
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`objection/${senderHash}`]);
    const [count] = await tx.query<{ taken: number }>(
      `select count(*)::int as taken from objection_reporter r join objection o on o.id = r.objection_id
        where r.sender_hash = $1 and o.received_on = $2`,
      [senderHash, this.clock.today()],
    );
    if ((count?.taken ?? 0) >= A_DAY) throw new Problem(PROBLEMS.rateLimited);
  }

  /** HMAC: a telephone number could be guessed from a plain digest. */
  #hashOf({ contact, personKey, source }: Sender): string {
    const sender = personKey ?? contact?.replaceAll(/[\s-]/gu, '').toLowerCase() ?? `from/${source}`;
    return this.cipher.fingerprint(sender);
  }
}

const placeOf = (id: string, part: 'text' | 'answer'): string => `objection/${id}/${part}`;
const placeOfContact = (id: string): string => `objection_reporter/${id}/contact`;
