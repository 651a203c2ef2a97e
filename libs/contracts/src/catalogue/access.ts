import type { FixedAudience } from './message-route.js';
import { SERVICE_NAMES, type ServiceName, type WriterName, isServiceName } from './service-names.js';
import { topicName, topicsOf } from './topics.js';

/**
 * Who logs in at the broker, by the name that it has at its database too: each service, and the gateway (数据网关), which writes
 * what agencies send and is no reader of what is for the seven services.
 */
export type PrincipalName = ServiceName | 'gateway';

export const PRINCIPALS: readonly PrincipalName[] = [...SERVICE_NAMES, 'gateway'];

/** Whom an owner admits to its own topic beside itself. */
const ADMITTED: Partial<Record<ServiceName, readonly PrincipalName[]>> = {
  verification: ['gateway'],
};

export function isPrincipalName(name: string): name is PrincipalName {
  return PRINCIPALS.some((known) => known === name);
}

/** Who writes the topics of the catalogue. */
const WRITERS: readonly WriterName[] = [...SERVICE_NAMES, 'inbound'];

/** What a principal may do at the broker. Of topics it follows from their names: one writer, one audience. */
export interface BrokerAccess {
  /** Topics, sorted. */
  readonly writes: readonly string[];
  readonly reads: readonly string[];
  /** What the names of its consumers begin with. */
  readonly groups: string;
}

/** @example accessOf('gateway').reads // ['minzheng.verification.own.v1'] */
export function accessOf(principal: PrincipalName): BrokerAccess {
  const reads = WRITERS.flatMap((writer) => {
    const written = new Set(topicsOf(writer));
    return audiencesWith(principal, writer)
      .map((audience) => topicName(writer, audience))
      .filter((topic) => written.has(topic));
  });
  return {
    writes: topicsOf(writerOf(principal)),
    reads: reads.sort(),
    groups: isServiceName(principal) ? `${principal}.` : `verification-${principal}.`,
  };
}

/** Every topic that any writer writes. */
export function catalogueTopics(): readonly string[] {
  return WRITERS.flatMap((writer) => topicsOf(writer));
}

function writerOf(principal: PrincipalName): WriterName {
  return isServiceName(principal) ? principal : 'inbound';
}

/** The audiences of a writer to which the principal belongs. */
function audiencesWith(principal: PrincipalName, writer: WriterName): readonly FixedAudience[] {
  const isOwn =
    principal === writer || (isServiceName(writer) && ADMITTED[writer]?.includes(principal) === true);
  return [
    ...(isServiceName(principal) ? (['all', principal] as const) : []),
    ...(isOwn ? (['own'] as const) : []),
  ];
}
