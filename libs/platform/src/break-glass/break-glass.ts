import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Lifecycle } from '@minzheng/kernel/lifecycle';
import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import { dueOn } from '@minzheng/kernel/working-days';
import type { AuthenticatedCaller } from '../access/caller.js';
import type { GlassBreaker } from '../access/record.guard.js';
import type { ConcernedRecord, RecordDirectory } from '../access/record.js';
import type { BusinessClock } from '../clock/business-clock.js';
import type { PlatformSettings } from '../config/index.js';
import { defineProblem, Problem, PROBLEMS } from '../http/problem.js';
import { NotFound } from '../persistence/errors.js';
import type { Tx } from '../persistence/transaction.js';
import { BreakGlassAccess, type Finding } from './break-glass-access.entity.js';
import {
  breakGlassLifecycle,
  type BreakGlassCommand,
  type BreakGlassState,
} from './break-glass.lifecycle.js';

export const NOT_NEEDED = defineProblem({
  name: 'break-glass-not-needed',
  status: 422,
  zh: '该记录在令牌的管辖区域内，无需紧急查阅',
  en: 'The region of the token covers the record: there is no glass to break',
  meaning: {
    zh: '令牌的区域已包含该记录，可以直接查阅。',
    en: 'The region of the token covers the record: it can be read as it is.',
  },
  remedy: { zh: '直接读取该记录。', en: 'Read the record.' },
});
const HOUR_MS = 3_600_000;

/**
 * Break-glass (紧急查阅): an official reads a record of another region at once, with a reason, for a time; each read is
 * entered with the access, and a second person reviews it. Nothing can be changed by it.
 */
export class BreakGlass implements GlassBreaker {
  readonly #lifecycle: Lifecycle<BreakGlassState, BreakGlassCommand>;

  /** @param service - as scopes name it */
  constructor(
    service: string,
    private readonly dataSource: DataSource,
    private readonly records: RecordDirectory,
    private readonly clock: BusinessClock,
    private readonly settings: Pick<PlatformSettings, 'breakGlassHours' | 'breakGlassReviewDays'>,
  ) {
    this.#lifecycle = breakGlassLifecycle(service);
  }

  async opening(
    subject: string,
    { type, id }: Pick<ConcernedRecord, 'type' | 'id'>,
  ): Promise<string | undefined> {
    const [access] = await this.dataSource.query<{ id: string }[]>(
      `select id from break_glass_access
        where created_by = $1 and target_type = $2 and target_id = $3 and state = 'OPEN' and valid_until > $4
        order by valid_until desc limit 1`,
      [subject, type, id, this.clock.now()],
    );
    return access?.id;
  }

  /**
   * @param target - `<aggregate>/<id>`
   * @returns the access, and the record that it opens
   * @throws NotFound, Problem `break-glass-not-needed`, `out-of-region` for who has no region at all
   */
  async open(
    tx: Tx,
    caller: AuthenticatedCaller,
    { target, reason }: { readonly target: string; readonly reason: string },
  ): Promise<{ access: BreakGlassAccess; record: ConcernedRecord }> {
    if (caller.region === undefined) throw new Problem(PROBLEMS.outOfRegion);
    const [type = '', id = ''] = target.split('/');
    const record = await this.records.find(type, id);
    if (!record) throw new NotFound(type);
    if (caller.covers(record.region)) throw new Problem(NOT_NEEDED);
    const openedAt = this.clock.now();
    const access = Object.assign(new BreakGlassAccess(), {
      id: uuidv7(),
      region: record.region,
      org: caller.org ?? null,
      targetType: type,
      targetId: id,
      reason,
      openedAt,
      validUntil: new Date(openedAt.getTime() + this.settings.breakGlassHours * HOUR_MS),
      reviewDue: dueOn(civilDateOf(openedAt), this.settings.breakGlassReviewDays),
      ...{ finding: null, findingText: null, reviewedBy: null, reviewedAt: null },
    });
    return { access: await tx.begin(access, this.#lifecycle, 'open', openedAt), record };
  }

  /** @throws NotFound, VersionConflict, IllegalTransition, Problem `out-of-region`, `same-person` */
  async review(
    tx: Tx,
    caller: AuthenticatedCaller,
    { id, version, finding, text }: { id: string; version: number; finding: Finding; text: string },
  ): Promise<BreakGlassAccess> {
    const access = await tx.loadForUpdate(BreakGlassAccess, id, version);
    if (access.createdBy === caller.subject) throw new Problem(PROBLEMS.samePerson);
    caller.requireRegion(access.region);
    const at = this.clock.now();
    Object.assign(access, { finding, findingText: text, reviewedBy: caller.subject, reviewedAt: at });
    await tx.move(access, this.#lifecycle, 'review', at, finding);
    return access;
  }

  /** Ends those whose time is over. */
  async expire(tx: Tx): Promise<void> {
    const now = this.clock.now();
    await tx.moveWhere(BreakGlassAccess, this.#lifecycle, 'expire', now, {
      where: 't.valid_until <= $1',
      parameters: [now],
      atMost: 500,
    });
  }

  /** Those whose review is overdue and of whom nobody was told yet; each is given out once. */
  async remind(tx: Tx): Promise<{ id: string; region: string; reviewDue: CivilDate }[]> {
    return tx.query<{ id: string; region: string; reviewDue: CivilDate }>(
      `update break_glass_access set reminded_at = clock_timestamp()
        where reminded_at is null and state <> 'REVIEWED' and review_due < $1
        returning id, region, review_due as "reviewDue"`,
      [this.clock.today()],
    );
  }

  /** How many reviews are overdue. */
  async overdue(): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>(
      `select count(*)::int as count from break_glass_access where state <> 'REVIEWED' and review_due < $1`,
      [this.clock.today()],
    );
    return row?.count ?? 0;
  }
}
