import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Department } from '../department/index.js';
import { PublicNotice, type NoticeKind } from './notice.entity.js';
import { noticeEndsOn } from './notice-end.rules.js';
import { NoticeHost } from './notice-host.js';
import { noticeLifecycle } from './notice.lifecycle.js';
import { NOTICE_PROBLEMS } from './notice.problems.js';

/** What is posted, where, of what. */
export interface NoticeToPost {
  readonly subjectType: string;
  readonly subjectId: string;
  readonly region: string;
  readonly kind: NoticeKind;
  readonly postedOn: CivilDate;
  /** Before that day there was nothing to post. */
  readonly notBefore?: CivilDate;
  readonly place: string;
  /** SHA-256 of the photo, hex. */
  readonly photo?: string | undefined;
}

const AT_ONCE = 100;

/** Public notices: posted for their days, ended by the clock, objected to or taken down. */
@Injectable()
export class NoticeService implements OnModuleInit {
  readonly #lifecycle;
  #host!: NoticeHost;

  constructor(
    private readonly department: Department,
    private readonly moduleRef: ModuleRef,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {
    this.#lifecycle = noticeLifecycle(department.name);
  }

  onModuleInit(): void {
    this.#host = this.moduleRef.get(NoticeHost, { strict: false });
  }

  /** @throws Problem `posted-on-future`, `validation` for a day on which there was nothing to post yet */
  async post(tx: Tx, notice: NoticeToPost): Promise<PublicNotice> {
    const today = this.clock.today();
    const { subjectType, subjectId, region, kind, postedOn, place, photo } = notice;
    if (postedOn > today) throw new Problem(NOTICE_PROBLEMS.postedOnFuture);
    if (notice.notBefore !== undefined && postedOn < notice.notBefore) throw invalidField('postedOn', 'min');
    const book = await this.policies.book(tx);
    const days = book.resolve(`${this.department.name}.notice.days`, region, today).value;
    return tx.begin(
      Object.assign(new PublicNotice(), {
        ...{ id: uuidv7(), subjectType, subjectId, region, kind, postedOn, place },
        endsOn: noticeEndsOn(postedOn, Number(days)),
        photoSha256: photo ?? null,
      }),
      this.#lifecycle,
      'post',
      this.clock.now(),
    );
  }

  /** Ends the notices whose last day is over, each once. @returns how many */
  async closeEnded(tx: Tx): Promise<number> {
    const due = await tx.query<{ id: string; subject_type: string; subject_id: string }>(
      `select id, subject_type, subject_id from public_notice where state = 'POSTED' and ends_on < $1::date
        order by subject_id, id limit $2`,
      [this.clock.today(), AT_ONCE],
    );
    let ended = 0;
    for (const { id, subject_type, subject_id } of due) {
      if (!(await this.#host.lockEnding(tx, subject_type, subject_id))) continue;
      const notice = await tx.loadForUpdate(PublicNotice, id);
      if (notice.state !== 'POSTED') continue;
      const at = this.clock.now();
      await tx.move(notice, this.#lifecycle, 'end', at);
      await this.#host.ended(tx, notice, at);
      ended += 1;
    }
    return ended;
  }

  /** What a subject's notices say no longer holds: they end without an effect. */
  async takeDown(tx: Tx, type: string, id: string): Promise<void> {
    await tx.moveWhere(PublicNotice, this.#lifecycle, 'takeDown', this.clock.now(), {
      where: 't.subject_type = $1 and t.subject_id = $2',
      parameters: [type, id],
    });
  }

  /** Somebody has objected, once for a notice: the caller holds its subject. */
  async object(tx: Tx, notice: PublicNotice): Promise<void> {
    await tx.move(notice, this.#lifecycle, 'object', this.clock.now());
  }

  /** All notices of a subject, oldest first. */
  of(manager: EntityManager, type: string, id: string): Promise<PublicNotice[]> {
    return manager.find(PublicNotice, { where: { subjectType: type, subjectId: id }, order: { id: 'ASC' } });
  }

  latest(manager: EntityManager, type: string, id: string, kind: NoticeKind): Promise<PublicNotice | null> {
    return manager.findOne(PublicNotice, {
      where: { subjectType: type, subjectId: id, kind },
      order: { id: 'DESC' },
    });
  }
}
