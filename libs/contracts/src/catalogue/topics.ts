import type { DescMessage, MessageShape } from '@bufbuild/protobuf';

import { ServiceCode } from '../common/index.js';
import { type FixedAudience, fieldValue, messageRoute } from './message-route.js';
import { allMessages } from './messages.js';
import {
  SERVICE_NAMES,
  type ServiceName,
  type WriterName,
  isServiceName,
  serviceName,
} from './service-names.js';

/** Name of the topic that one writer has for one audience. */
export function topicName(writer: WriterName, audience: FixedAudience): string {
  return `minzheng.${writer}.${audience}.v1`;
}

/**
 * The topic that a message goes to when `writer` sends it.
 *
 * A message addressed by a field goes to the service that the field names, and to `own` where the field is unset,
 * names the writer itself, or names an agency, which has no topic.
 *
 * @example topicOf('verification', VerificationCompletedSchema, completed) // minzheng.verification.assistance.v1
 * @throws RangeError when the writer may not send the message, when it has no route, or when a message that is
 * addressed by a field is not given.
 */
export function topicOf<Desc extends DescMessage>(
  writer: string,
  desc: Desc,
  message?: MessageShape<Desc>,
): string {
  const route = messageRoute(desc);
  const name = route.writers.find((known) => known === writer);
  if (!name) throw new RangeError(`${writer} may not send ${desc.typeName}`);
  if ('audience' in route) return topicName(name, route.audience);
  if (!message) throw new RangeError(`${desc.typeName} is addressed by its ${route.addresseeField}`);
  return topicName(name, addressee(name, fieldValue(message, route.addresseeField)));
}

/** All topics that a writer may write, sorted: what is created for it and what its access list allows. */
export function topicsOf(writer: WriterName): readonly string[] {
  const audiences = new Set<FixedAudience>();
  for (const desc of allMessages()) {
    const route = messageRoute(desc);
    if (!route.writers.includes(writer)) continue;
    if ('audience' in route) audiences.add(route.audience);
    else for (const name of ['own', ...SERVICE_NAMES] as const) if (name !== writer) audiences.add(name);
  }
  return [...audiences].map((audience) => topicName(writer, audience)).sort();
}

function addressee(writer: WriterName, named: unknown): FixedAudience {
  const name = namedService(named);
  return name === undefined || name === writer ? 'own' : name;
}

function namedService(named: unknown): ServiceName | undefined {
  if (typeof named === 'string') return isServiceName(named) ? named : undefined;
  return typeof named === 'number' && named !== ServiceCode.UNSPECIFIED ? serviceName(named) : undefined;
}
