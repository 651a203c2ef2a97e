import type { Lifecycle } from '@minzheng/kernel/lifecycle';
import type { Aggregate } from '@minzheng/platform/persistence';

/** Level of the office that has to do it. */
export type OfficeLevel = 'VILLAGE' | 'TOWNSHIP' | 'COUNTY' | 'PREFECTURE' | 'PROVINCE';

/** By when: a policy row counts from the day on which it is opened, or the subject's own row tells. */
export type Due =
  | {
      readonly by: 'policy';
      readonly unit: 'working days' | 'days';
      readonly key: string;
      /** SQL over the subject's row `t`: an instant that is late too, if it comes earlier. */
      readonly latest?: string;
    }
  /** SQL over the subject's row `t`: the first instant that is late; nothing is opened where it is null. */
  | { readonly by: 'row'; readonly sql: string }
  /** Whoever opens it says. */
  | { readonly by: 'hand' };

/** @example workingDays('assistance.clock.countyWd') */
export const workingDays = (key: string): Due => ({ by: 'policy', unit: 'working days', key });
export const days = (key: string): Due => ({ by: 'policy', unit: 'days', key });
/** @param sql - an instant of the subject's row `t` */
export const at = (sql: string): Due => ({ by: 'row', sql });
/** @param sql - a day of the subject's row `t`, to its end in Asia/Shanghai */
export const atEndOf = (sql: string): Due => at(endOfDay(sql));
/**
 * As {@link workingDays}, and not after the end of a day of the subject's row `t`.
 *
 * @example workingDaysUntil('assistance.clock.countyWd', 't.due_on')
 */
export const workingDaysUntil = (key: string, sql: string): Due => ({
  ...{ by: 'policy', unit: 'working days', key },
  latest: endOfDay(sql),
});
const endOfDay = (sql: string): string => `((${sql})::date + 1)::timestamp at time zone 'Asia/Shanghai'`;
export const asSaid: Due = { by: 'hand' };

/** A kind of work item as everybody may read it. */
export interface WorkKind {
  /** camelCase, unique in a department: `caseDecision` */
  readonly kind: string;
  /** What there is to do. */
  readonly title: { readonly zh: string; readonly en: string };
  readonly due: Due;
  readonly office: OfficeLevel;
  /** Who holds it may do it, and sees it. */
  readonly scope: string;
  /** Who holds it in the office above sees what is overdue; default: `scope`. */
  readonly overdueScope?: string;
  /** The command that settles it; `{id}` is the subject's id, or that of the `target`. */
  readonly command: `${'POST' | 'PUT' | 'GET'} /v1/${string}`;
}

/** Something that is open while its subject is in some states. */
export interface WorkRule<State extends string> extends WorkKind {
  readonly while: readonly State[];
  /** States that open it when they are entered from outside; default: all of `while`; none: it is opened by hand. */
  readonly opens?: readonly State[];
  /** SQL over the subject's row `t`: only of these, as long as it is true. */
  readonly where?: string;
  /** SQL over the subject's row `t`: whose it is (text), kept as the subject moves. */
  readonly assignee?: string;
  /** SQL over the subject's row `t`: id (uuid) of the record that the command is given to; default: the subject. */
  readonly target?: string;
  /** It is settled too when another record of the subject comes to one of the states. */
  readonly until?: Until;
}

export interface Until {
  readonly of: Entity;
  readonly lifecycle: string;
  readonly enters: readonly string[];
  /** SQL over that record's row `t`: the id of the subject. */
  readonly subject: string;
}

type Entity = new () => Aggregate;

/** One line of a department's table. */
export type WorkLine = WorkKind & {
  /** Name of the lifecycle of its subject. */
  readonly subject: string;
  readonly of?: Entity;
  readonly while?: readonly string[];
  readonly opens?: readonly string[];
  readonly where?: string;
  readonly assignee?: string;
  readonly target?: string;
  readonly until?: Until;
};

/**
 * What there is to do about a kind of aggregate.
 *
 * @example
 * ...workOf(Permit, PERMIT_LIFECYCLE, [
 *   { kind: 'permitAnswer', while: ['FILED'], due: workingDays('assistance.permit.answerWd'), … },
 * ])
 */
export const workOf = <State extends string, Command extends string>(
  of: Entity,
  { name }: Lifecycle<State, Command>,
  rules: readonly WorkRule<NoInfer<State>>[],
): WorkLine[] => rules.map((rule) => ({ ...rule, subject: name, of }));

/** What no state tells: opened and settled by code. @param subject - type of what it is about */
export const byHand = (subject: string, kind: WorkKind): WorkLine => ({ ...kind, subject });

/** Everything that a department has to do, by kind. */
export class WorkTable {
  readonly #lines: ReadonlyMap<string, WorkLine>;

  /** @throws RangeError when a kind stands twice, or what opens it is not a state of it */
  constructor(readonly lines: readonly WorkLine[]) {
    this.#lines = new Map(lines.map((line) => [line.kind, line]));
    if (this.#lines.size < lines.length) throw new RangeError('a kind of work stands in the table once');
    const astray = lines.find(({ opens = [], while: states = [] }) =>
      opens.some((state) => !states.includes(state)),
    );
    if (astray) throw new RangeError(`${astray.kind} is opened by a state in which it is not open`);
  }

  /** Scopes by which somebody sees any of it, each once. */
  get scopes(): string[] {
    return [...new Set(this.lines.flatMap(({ scope, overdueScope = scope }) => [scope, overdueScope]))];
  }

  get kinds(): string[] {
    return [...this.#lines.keys()];
  }

  /** @throws RangeError for a kind that is not in the table */
  line(kind: string): WorkLine {
    const line = this.#lines.get(kind);
    if (!line) throw new RangeError(`no work of kind ${kind}`);
    return line;
  }
}
