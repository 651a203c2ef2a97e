import { mistakesOf, type Beginning, type Transition } from './step.js';

/** The states of an aggregate and who may move between them, under which rule, with what effect: a table. */
export interface LifecycleDefinition<State extends string, Command extends string> {
  /** The aggregate's name: its log and its events carry it. */
  readonly name: string;
  /** The aggregate in both languages. */
  readonly title: { readonly en: string; readonly zh: string };
  readonly begins: readonly [Beginning<State, Command>, ...Beginning<State, Command>[]];
  readonly transitions: readonly Transition<State, Command>[];
}

export interface Lifecycle<State extends string, Command extends string> extends LifecycleDefinition<
  State,
  Command
> {
  /** All states, in the order in which the table names them. */
  readonly states: readonly State[];
  /**
   * State of a new aggregate.
   *
   * @throws RangeError when nothing begins with the command
   */
  begin(command: Command): State;
  /**
   * The state after the command.
   *
   * @throws IllegalTransition when the state does not allow the command
   */
  next(state: State, command: Command): State;
  /** Commands that the state allows, in the order of the table; none in a final state. */
  allowed(state: State): readonly Command[];
  /** Where the command leads, by the state before. */
  targets(command: Command): ReadonlyMap<State, State>;
  /** The lifecycle whose log has the command where a whole moves its parts; undefined: each has a row of its own. */
  loggedBy(command: Command): string | undefined;
}

/** State of an aggregate with this lifecycle. */
export type StateOf<L> = L extends Lifecycle<infer State, string> ? State : never;

/** The state of an aggregate does not allow the command. */
export class IllegalTransition extends Error {
  override readonly name = 'IllegalTransition';
  readonly problem = 'illegal-transition';

  constructor(
    readonly aggregate: string,
    readonly state: string,
    readonly command: string,
  ) {
    super(`${aggregate} in state ${state} does not allow ${command}`);
  }
}

/**
 * Makes a lifecycle of its table.
 *
 * @throws RangeError when a command has two rows for one state, a state can't be reached, or a row names a scope,
 * problem, event or policy key that can't be one
 * @example
 * const review = defineLifecycle<'OPEN' | 'CONCLUDED', 'open' | 'conclude'>({
 *   name: 'review',
 *   title: { en: 'review', zh: '复核' },
 *   begins: [{ command: 'open', to: 'OPEN', who: [system('its day has come')] }],
 *   transitions: [
 *     {
 *       command: 'conclude',
 *       from: 'OPEN',
 *       to: 'CONCLUDED',
 *       who: [official('county reviewer', 'assistance:awards:approve')],
 *     },
 *   ],
 * });
 * review.next('OPEN', 'conclude'); // 'CONCLUDED'
 */
export function defineLifecycle<State extends string, Command extends string>(
  definition: LifecycleDefinition<State, Command>,
): Lifecycle<State, Command> {
  const { name, begins, transitions } = definition;
  const beginnings = beginningsOf(definition);
  const targets = targetsOf(definition);
  const states = [...new Set([...begins, ...transitions].map(({ to }) => to))];
  requireReachable(definition, states);
  const mistakes = [...begins, ...transitions].flatMap(mistakesOf);
  if (mistakes.length > 0) throw new RangeError(`${name}: ${mistakes.join(', ')}`);
  return {
    ...definition,
    states,
    begin(command) {
      const state = beginnings.get(command);
      if (state === undefined) throw new RangeError(`no ${name} begins with ${command}`);
      return state;
    },
    next(state, command) {
      const to = targets.get(command)?.get(state);
      if (to === undefined) throw new IllegalTransition(name, state, command);
      return to;
    },
    allowed(state) {
      return [...targets].flatMap(([command, ofCommand]) => (ofCommand.has(state) ? [command] : []));
    },
    targets(command) {
      return targets.get(command) ?? new Map<State, State>();
    },
    loggedBy(command) {
      return [...begins, ...transitions].find((step) => step.command === command)?.loggedBy;
    },
  };
}

function beginningsOf<State extends string, Command extends string>({
  name,
  begins,
}: LifecycleDefinition<State, Command>): ReadonlyMap<Command, State> {
  const beginnings = new Map(begins.map(({ command, to }) => [command, to]));
  if (beginnings.size < begins.length) throw new RangeError(`${name} begins twice with one command`);
  return beginnings;
}

function targetsOf<State extends string, Command extends string>({
  name,
  transitions,
}: LifecycleDefinition<State, Command>): ReadonlyMap<Command, ReadonlyMap<State, State>> {
  const targets = new Map<Command, Map<State, State>>();
  for (const { command, from, to } of transitions) {
    const ofCommand = targets.get(command) ?? new Map<State, State>();
    for (const state of statesOf(from)) {
      if (ofCommand.has(state)) {
        throw new RangeError(`${name} in state ${state} has two transitions for ${command}`);
      }
      ofCommand.set(state, to);
    }
    targets.set(command, ofCommand);
  }
  return targets;
}

/** Every state that something leads from is one that something led to. */
function requireReachable<State extends string, Command extends string>(
  { name, begins, transitions }: LifecycleDefinition<State, Command>,
  states: readonly State[],
): void {
  const reached = new Set(begins.map(({ to }) => to));
  for (let before = -1; before < reached.size;) {
    before = reached.size;
    for (const { from, to } of transitions) {
      if (statesOf(from).some((state) => reached.has(state))) reached.add(to);
    }
  }
  const all = [...states, ...transitions.flatMap(({ from }) => statesOf(from))];
  const unreached = all.find((state) => !reached.has(state));
  if (unreached !== undefined) throw new RangeError(`no ${name} ever comes to the state ${unreached}`);
}

const statesOf = <State extends string>(from: State | readonly State[]): readonly State[] =>
  typeof from === 'string' ? [from] : from;
