/** An official whose token holds the scope, in the words of the specification. */
export interface Official {
  readonly by: 'official';
  readonly role: string;
  /** `<service>:<resource>:<read|write|approve>` */
  readonly scope: string;
}

/** A citizen whose own the aggregate is. */
export interface Citizen {
  readonly by: 'citizen';
  readonly role: string;
}

/** The service itself, when something has come or a time is over. */
export interface System {
  readonly by: 'system';
  readonly when: string;
}

/** Who may give a command. */
export type Party = Official | Citizen | System;

export const official = (role: string, scope: string): Official => ({ by: 'official', role, scope });
export const citizen = (role: string): Citizen => ({ by: 'citizen', role });
export const system = (when: string): System => ({ by: 'system', when });

/** How long something may take: a policy row says it, or the law itself. */
export type TimeLimit = {
  readonly unit: 'working days' | 'days' | 'months';
  /** What it is counted from. */
  readonly from: string;
} & (
  | {
      /** Key of the row, which names its legal basis. */
      readonly policy: string;
    }
  | { readonly count: number; readonly legalBasis: string }
);

/** What one row of a lifecycle says beside the states. */
export interface Step<State extends string, Command extends string> {
  readonly command: Command;
  readonly to: State;
  readonly who: readonly [Party, ...Party[]];
  /** Names of the problems that it may be refused with, beside those of every command. */
  readonly guard?: readonly string[];
  /** What else happens: names of the events that are announced. */
  readonly effect?: readonly string[];
  readonly limit?: TimeLimit;
  /**
   * The lifecycle whose log has it, where a whole moves very many parts at once: then each part has no row of its own, and
   * its columns say when it was.
   */
  readonly loggedBy?: string;
}

/** How a new aggregate comes to be. */
export type Beginning<State extends string, Command extends string> = Step<State, Command>;

/** The command moves an aggregate from any of the states `from` to the state `to`. */
export interface Transition<State extends string, Command extends string> extends Step<State, Command> {
  readonly from: State | readonly [State, ...State[]];
}

const SCOPE = /^[a-z][a-z-]*:[a-z][a-z-]*:(?:read|write|approve)$/;
const PROBLEM = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const EVENT = /^(?:[A-Z][a-z0-9]*)+$/;
const POLICY = /^[a-z]+(?:\.[A-Za-z0-9<>]+)+$/;

/** What is malformed in a row: scopes, problems, events, policy keys; nothing when all is well. */
export function mistakesOf({ who, guard = [], effect = [], limit }: Step<string, string>): string[] {
  const scopes = who.flatMap((party) => (party.by === 'official' ? [party.scope] : []));
  return [
    ...scopes.filter((scope) => !SCOPE.test(scope)).map((scope) => `${scope} is not a scope`),
    ...guard.filter((name) => !PROBLEM.test(name)).map((name) => `${name} is not a problem`),
    ...effect.filter((name) => !EVENT.test(name)).map((name) => `${name} is not an event`),
    ...(limit ? mistakesOfLimit(limit) : []),
  ];
}

function mistakesOfLimit(limit: TimeLimit): string[] {
  if ('policy' in limit) return POLICY.test(limit.policy) ? [] : [`${limit.policy} is not a policy key`];
  const isCount = Number.isSafeInteger(limit.count) && limit.count > 0;
  return [
    ...(isCount ? [] : [`${limit.count} is not a number of ${limit.unit}`]),
    ...(limit.legalBasis === '' ? ['a limit needs its legal basis'] : []),
  ];
}
