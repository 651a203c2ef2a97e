import { Injectable } from '@nestjs/common';
import { IllegalTransition } from '@minzheng/kernel/lifecycle';
import { addDays, type CivilDate } from '@minzheng/kernel/months';
import type { Region } from '@minzheng/kernel/region';
import { dueOn } from '@minzheng/kernel/working-days';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { amberAt, endOf } from '../clocks/limit.rules.js';
import { officeOf } from './office.rules.js';
import { WorkItem } from './work-item.entity.js';
import { WorkTable, type WorkLine } from './work-table.js';

/** Something to do about one subject. */
export interface NewWorkItem {
  readonly subjectId: string;
  /** The subject's region: the office is the one of the kind's level that it lies in. */
  readonly region: Region;
  /** The first instant that is late; default: what the kind's policy row says from today on. */
  readonly dueAt?: Date;
  /** The policy row's limit is not after this. */
  readonly latestAt?: Date;
  readonly assignee?: string | null;
  /** The record that the command is given to; default: the subject. */
  readonly targetId?: string | null;
}

/** An item that was overdue and has climbed. */
export interface ClimbedItem {
  readonly id: string;
  readonly kind: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly region: Region;
  readonly climbedTo: Region;
  readonly dueAt: Date;
}

export type OverdueListener = (tx: Tx, items: readonly ClimbedItem[]) => Promise<void>;

/** What an office has to do (待办); see `index.ts`. */
@Injectable()
export class WorkItems {
  readonly #listeners: OverdueListener[] = [];

  constructor(
    readonly table: WorkTable,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** Told, in the transaction in which they climb, of items that are overdue: of each once. */
  whenOverdue(listener: OverdueListener): void {
    this.#listeners.push(listener);
  }

  get overdueListeners(): readonly OverdueListener[] {
    return this.#listeners;
  }

  /**
   * Opens an item for each subject that has none of the kind; of one that has, the limit and the assignee are brought
   * up to date where they are said.
   *
   * @throws PolicyMissing
   */
  async open(
    tx: Tx,
    { kind, items }: { readonly kind: string; readonly items: readonly NewWorkItem[] },
  ): Promise<void> {
    if (items.length === 0) return;
    const line = this.table.line(kind);
    const openedAt = this.clock.now();
    const dueOf = await this.#dueByPolicy(tx, line, items);
    const dues = items.map((item) => item.dueAt ?? earlier(dueOf(item.region), item.latestAt));
    await tx.execute(
      `insert into work_item as mine
              (id, region, created_by, kind, subject_type, subject_id, opened_at, amber_at, due_at, assignee, target_id, state)
       select n.id, n.region, $1, $2, $3, n.subject_id, $4, n.amber_at, n.due_at, n.assignee, n.target_id, 'OPEN'
         from unnest($5::uuid[], $6::text[], $7::uuid[], $8::timestamptz[], $9::timestamptz[], $10::text[],
                     $12::uuid[])
           as n(id, region, subject_id, amber_at, due_at, assignee, target_id)
       on conflict (subject_id, kind) where state = 'OPEN' do update
         set due_at = case when mine.subject_id = any($11) then excluded.due_at else mine.due_at end,
             amber_at = case when mine.subject_id = any($11)
                             then mine.opened_at + (excluded.due_at - mine.opened_at) * 4 / 5 else mine.amber_at end,
             assignee = coalesce(excluded.assignee, mine.assignee), version = mine.version + 1
         where mine.subject_id = any($11) and mine.due_at <> excluded.due_at
            or mine.assignee is distinct from coalesce(excluded.assignee, mine.assignee)`,
      [
        ...[tx.actor, kind, line.subject, openedAt],
        items.map(() => uuidv7()),
        items.map(({ region }) => officeOf(region, line.office)),
        items.map(({ subjectId }) => subjectId),
        dues.map((due) => amberAt(openedAt, due)),
        dues,
        items.map(({ assignee }) => assignee ?? null),
        items.flatMap(({ subjectId, dueAt }) => (dueAt === undefined ? [] : [subjectId])),
        items.map(({ targetId }) => targetId ?? null),
      ],
    );
  }

  /** It is done, or no longer to be done. @returns how many were open */
  settle(
    tx: Tx,
    { kind, subjectIds }: { readonly kind: string; readonly subjectIds: readonly string[] },
  ): Promise<number> {
    return this.settleAll(
      tx,
      subjectIds.map((subjectId) => ({ kind: this.table.line(kind).kind, subjectId })),
    );
  }

  /** As {@link settle}, of several kinds in one statement. */
  async settleAll(
    tx: Tx,
    settled: readonly { readonly kind: string; readonly subjectId: string }[],
  ): Promise<number> {
    if (settled.length === 0) return 0;
    return tx.execute(
      `update work_item w set state = 'SETTLED', settled_at = $1, settled_by = $2, version = version + 1
         from unnest($3::text[], $4::uuid[]) as done(kind, subject_id)
        where w.subject_id = done.subject_id and w.kind = done.kind and w.state = 'OPEN'`,
      [
        this.clock.now(),
        tx.actor,
        settled.map(({ kind }) => kind),
        settled.map(({ subjectId }) => subjectId),
      ],
    );
  }

  /** An open item is due later, or earlier. */
  async postpone(
    tx: Tx,
    { kind, subjectId, dueAt }: { readonly kind: string; readonly subjectId: string; readonly dueAt: Date },
  ): Promise<void> {
    await tx.execute(
      `update work_item
          set due_at = $3, amber_at = opened_at + ($3 - opened_at) * 4 / 5, version = version + 1
        where kind = $1 and subject_id = $2 and state = 'OPEN' and due_at <> $3`,
      [this.table.line(kind).kind, subjectId, dueAt],
    );
  }

  /**
   * Somebody of the office takes it, or is given it.
   *
   * @throws Problem `scope-missing` for who could not do it; NotFound, VersionConflict, IllegalTransition
   */
  async assign(
    tx: Tx,
    caller: AuthenticatedCaller,
    { id, version, userId }: { readonly id: string; readonly version: number; readonly userId: string },
  ): Promise<WorkItem> {
    const item = await tx.loadForUpdate(WorkItem, id, version);
    if (!this.isFor(caller, item)) caller.requireScope(this.table.line(item.kind).scope);
    if (item.state === 'SETTLED') throw new IllegalTransition('workItem', item.state, 'assign');
    item.assignee = userId;
    return tx.save(item);
  }

  /** Whether the caller's scopes let him or her do it, or see to what was overdue below. */
  isFor(caller: Pick<AuthenticatedCaller, 'hasScope'>, item: Pick<WorkItem, 'kind' | 'climbedTo'>): boolean {
    const { scope, overdueScope = scope } = this.table.line(item.kind);
    return caller.hasScope(scope) || (item.climbedTo !== null && caller.hasScope(overdueScope));
  }

  /** By region, since a row holds for regions. */
  async #dueByPolicy(
    tx: Tx,
    { kind, due }: WorkLine,
    items: readonly NewWorkItem[],
  ): Promise<(region: Region) => Date> {
    const unsaid = new Set(items.flatMap(({ dueAt, region }) => (dueAt === undefined ? [region] : [])));
    if (unsaid.size === 0) return () => new Date(Number.NaN);
    if (due.by !== 'policy') throw new RangeError(`work of kind ${kind} is opened with its limit`);
    const today = this.clock.today();
    const book = await this.policies.book(tx);
    const ends = new Map(
      [...unsaid].map((region): [Region, Date] => {
        const count = Number(book.resolve(due.key, region, today).value);
        return [region, endOf(lastDay(due.unit, today, count))];
      }),
    );
    return (region) => ends.get(region) ?? new Date(Number.NaN);
  }
}

const earlier = (due: Date, latest: Date | undefined): Date => (latest && latest < due ? latest : due);

const lastDay = (unit: 'working days' | 'days', today: CivilDate, count: number): CivilDate =>
  unit === 'days' ? addDays(today, count) : dueOn(today, count);
