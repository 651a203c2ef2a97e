import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  UnitOfWork,
  type Aggregate,
  type LoggedCommand,
  type LoggedMove,
  type Tx,
} from '@minzheng/platform/persistence';
import { WorkItems } from './work-items.js';
import { WorkTable, type Until, type WorkLine } from './work-table.js';

interface Subject {
  readonly id: string;
  readonly region: string;
  readonly due: Date | null;
  readonly latest: Date | null;
  readonly target: string | null;
  readonly assignee: string | null;
  readonly holds: boolean;
}

/** Opens and settles items as their subjects move, in the transaction of the move. */
@Injectable()
export class MoveWatch implements OnModuleInit {
  readonly #bySubject: ReadonlyMap<string, readonly WorkLine[]>;
  readonly #byUntil: ReadonlyMap<string, readonly (WorkLine & { readonly until: Until })[]>;

  constructor(
    private readonly items: WorkItems,
    private readonly unitOfWork: UnitOfWork,
    { lines }: WorkTable,
  ) {
    this.#bySubject = Map.groupBy(
      lines.filter((line) => line.while !== undefined),
      ({ subject }) => subject,
    );
    const endedElsewhere = lines.flatMap((line) =>
      line.until === undefined ? [] : [{ ...line, until: line.until }],
    );
    this.#byUntil = Map.groupBy(endedElsewhere, ({ until }) => until.lifecycle);
  }

  onModuleInit(): void {
    this.unitOfWork.onMoves((tx, command, moves) => this.moved(tx, command, moves));
  }

  async moved(tx: Tx, { aggregate }: LoggedCommand, moves: readonly LoggedMove[]): Promise<void> {
    const lines = this.#bySubject.get(aggregate) ?? [];
    const left = lines.flatMap((line) =>
      moves
        .filter(({ from, to }) => isOpenIn(line, from) && !isOpenIn(line, to))
        .map(({ aggregateId }) => ({ kind: line.kind, subjectId: aggregateId })),
    );
    await this.items.settleAll(tx, left);
    for (const line of lines) await this.#open(tx, line, moves);
    for (const line of this.#byUntil.get(aggregate) ?? []) await this.#end(tx, line, moves);
  }

  /** Opens what was entered; what stays open is looked at again where its row tells by when, whose or whether it is. */
  async #open(tx: Tx, line: WorkLine, moves: readonly LoggedMove[]): Promise<void> {
    const { of, kind, opens = line.while ?? [], due, assignee, target, where } = line;
    const latest = due.by === 'policy' ? due.latest : undefined;
    const follows = due.by === 'row' || assignee !== undefined || where !== undefined;
    const entered = moves.flatMap(({ aggregateId, from, to }) =>
      !isOpenIn(line, from) && opens.includes(to) ? [aggregateId] : [],
    );
    const stayed = moves.flatMap(({ aggregateId, from, to }) =>
      follows && isOpenIn(line, from) && isOpenIn(line, to) ? [aggregateId] : [],
    );
    if (!of || entered.length + stayed.length === 0) return;
    const subjects = await tx.query<Subject>(
      `select t.id, t.region, ${due.by === 'row' ? due.sql : 'null::timestamptz'} as due,
              ${latest ?? 'null::timestamptz'} as latest, ${target ?? 'null::uuid'} as target,
              ${assignee ?? 'null::text'} as assignee, coalesce(${where ?? 'true'}, false) as holds
         from ${tableOf(tx, of)} t
        where t.id = any($1)
           or t.id = any($2) and exists (select from work_item w
                                          where w.subject_id = t.id and w.kind = $3 and w.state = 'OPEN')
        order by t.id`,
      [entered, stayed, kind],
    );
    const isDue = ({ holds, due: dueAt }: Subject): boolean => holds && (due.by !== 'row' || dueAt !== null);
    await this.items.settle(tx, {
      kind,
      subjectIds: subjects.filter((subject) => !isDue(subject)).map(({ id }) => id),
    });
    await this.items.open(tx, {
      kind,
      items: subjects
        .filter(isDue)
        .map(({ id, region, due: dueAt, latest: latestAt, assignee: whose, target: targetId }) => ({
          ...{ subjectId: id, region, assignee: whose, targetId },
          ...(latestAt === null ? {} : { latestAt }),
          ...(dueAt === null ? {} : { dueAt }),
        })),
    });
  }

  async #end(
    tx: Tx,
    { kind, until }: WorkLine & { readonly until: Until },
    moves: readonly LoggedMove[],
  ): Promise<void> {
    const ids = moves.flatMap(({ aggregateId, to }) => (until.enters.includes(to) ? [aggregateId] : []));
    if (ids.length === 0) return;
    const rows = await tx.query<{ id: string | null }>(
      `select distinct ${until.subject} as id from ${tableOf(tx, until.of)} t where t.id = any($1)`,
      [ids],
    );
    await this.items.settle(tx, { kind, subjectIds: rows.flatMap(({ id }) => (id === null ? [] : [id])) });
  }
}

const isOpenIn = ({ while: states = [] }: WorkLine, state: string | null): boolean =>
  state !== null && states.includes(state);

const tableOf = (tx: Tx, type: new () => Aggregate): string =>
  tx.manager.connection.getMetadata(type).tableName;
