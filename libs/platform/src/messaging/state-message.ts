import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { fieldValue, messageRoute } from '@minzheng/contracts/catalogue';

/** When the state of a subject, as one message tells it, is over and is not sent again. */
export interface StateEnd<D extends DescMessage> {
  /**
   * SQL: true while it holds. The subject's id is `subject.id` (text). Without it, it holds until the subject is told
   * about again.
   *
   * @example exists (select from verification_request r where r.id = subject.id::uuid and r.state = 'OPEN')
   */
  readonly holdsWhile?: string;
  /** The subject, `<aggregate>/<id>`, of an earlier message of this type that this one puts an end to. */
  readonly replaces?: (message: MessageShape<D>) => string | undefined;
}

/**
 * A message that says how something stands, not only what happened: its newest of each subject is kept as it was sent,
 * so that a reader that is new, or has lost its copy, can be told again (`POST /v1/republications`).
 */
export interface StateMessage {
  readonly schema: DescMessage;
  readonly holdsWhile: string | undefined;
  readonly replaces: (message: object) => string | undefined;
}

export type StateMessages = ReadonlyMap<string, StateMessage>;

/** What of a message is kept beside its envelope and content. */
export interface AnnouncedState {
  readonly region: string;
  readonly replaces: string | undefined;
}

/**
 * Declares a message as one that says how something stands.
 *
 * @throws RangeError for a message without a key
 */
export function stateMessage<D extends DescMessage>(
  schema: D,
  { holdsWhile, replaces }: StateEnd<D> = {},
): StateMessage {
  if (!('keyField' in messageRoute(schema))) throw new RangeError(`${schema.typeName} has no key`);
  return {
    schema,
    holdsWhile,
    replaces: (message) => replaces?.(message as MessageShape<D>),
  };
}

/** By type, in the order in which they are sent again: what others refer to comes first. */
export function stateMessages(declared: readonly StateMessage[]): StateMessages {
  return new Map(declared.map((state) => [state.schema.typeName, state]));
}

/** Undefined for a message that says no state. */
export function stateOf(
  states: StateMessages | undefined,
  schema: DescMessage,
  message: object,
): AnnouncedState | undefined {
  const state = states?.get(schema.typeName);
  if (!state) return undefined;
  const region = fieldValue(message, 'region') as { readonly code?: string } | undefined;
  return { region: region?.code ?? '', replaces: state.replaces(message) };
}
