/** One row of a lifecycle: the command moves an aggregate from any of the states `from` to the state `to`. */
export interface Transition<State extends string, Command extends string> {
  readonly command: Command;
  readonly from: State | readonly State[];
  readonly to: State;
  /** Who may give the command, in the words of the specification. */
  readonly who?: string;
}

/** The states of an aggregate and who may move between them: a table. */
export interface LifecycleDefinition<State extends string, Command extends string> {
  /** The aggregate's name. */
  readonly name: string;
  /** State of a new aggregate. */
  readonly initial: State;
  readonly transitions: readonly Transition<State, Command>[];
}

export interface Lifecycle<State extends string, Command extends string> extends LifecycleDefinition<
  State,
  Command
> {
  /**
   * The state after the command.
   *
   * @throws IllegalTransition when the state does not allow the command
   */
  next(state: State, command: Command): State;
  /** Commands that the state allows, in the order of the table; none in a final state. */
  allowed(state: State): readonly Command[];
}

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
 * @throws RangeError when a command has two rows for one state
 * @example
 * const review = defineLifecycle<'OPEN' | 'CONCLUDED', 'conclude'>({
 *   name: 'Review',
 *   initial: 'OPEN',
 *   transitions: [{ command: 'conclude', from: 'OPEN', to: 'CONCLUDED', who: 'county' }],
 * });
 * review.next('OPEN', 'conclude'); // 'CONCLUDED'
 */
export function defineLifecycle<State extends string, Command extends string>(
  definition: LifecycleDefinition<State, Command>,
): Lifecycle<State, Command> {
  const { name } = definition;
  const targets = new Map<State, Map<Command, State>>();
  for (const { command, from, to } of definition.transitions) {
    for (const state of typeof from === 'string' ? [from] : from) {
      const ofState = targets.get(state) ?? new Map<Command, State>();
      if (ofState.has(command)) {
        throw new RangeError(`${name} in state ${state} has two transitions for ${command}`);
      }
      targets.set(state, ofState.set(command, to));
    }
  }
  return {
    ...definition,
    next(state, command) {
      const to = targets.get(state)?.get(command);
      if (to === undefined) {
        throw new IllegalTransition(name, state, command);
      }
      return to;
    },
    allowed(state) {
      return [...(targets.get(state)?.keys() ?? [])];
    },
  };
}
