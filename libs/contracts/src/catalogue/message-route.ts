import {
  type DescField,
  type DescMessage,
  type MessageShape,
  ScalarType,
  getOption,
  hasOption,
} from '@bufbuild/protobuf';

import { Audience, ServiceCodeSchema, Writer, routing } from '../common/index.js';
import { type ServiceName, type WriterName, isServiceName } from './service-names.js';

/** Who may read a message, whatever it says. */
export type FixedAudience = 'all' | 'own' | ServiceName;

/** Where the options of a message send it. Fields are named as TypeScript names them. */
export type MessageRoute = {
  readonly writers: readonly WriterName[];
} & (
  | { readonly audience: FixedAudience }
  /**
   * The field that names the only reader, a ServiceCode or the short name of a service; `own` where it is unset or
   * names no service, such as an agency code.
   */
  | { readonly addresseeField: string }
) &
  (
    | { readonly keyField: string }
    /** No key: the writer puts one copy into each partition. */
    | { readonly byPartition: true }
  );

const ROUTES = new Map<DescMessage, MessageRoute>();

/**
 * The route of a message that is sent.
 * @throws RangeError when it has none (a shape inside other messages), or one that cannot be followed.
 */
export function messageRoute(message: DescMessage): MessageRoute {
  let route = ROUTES.get(message);
  if (!route) {
    route = readRoute(message);
    ROUTES.set(message, route);
  }
  return route;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * The record key of a message: a uuid in its canonical lower-case text, any other key as it stands.
 * @throws RangeError when the key field is empty, or the message is sent by partition and has no key.
 */
export function keyOf<Desc extends DescMessage>(desc: Desc, message: MessageShape<Desc>): string {
  const route = messageRoute(desc);
  if (!('keyField' in route)) throw new RangeError(`${desc.typeName} is sent by partition, it has no key`);
  const key = fieldValue(message, route.keyField);
  if (typeof key !== 'string' || key === '') {
    throw new RangeError(`${desc.typeName} has no ${route.keyField}`);
  }
  return UUID.test(key) ? key.toLowerCase() : key;
}

/** The value of a field whose name comes from the options. */
export function fieldValue(message: object, localName: string): unknown {
  return Reflect.get(message, localName);
}

function readRoute(message: DescMessage): MessageRoute {
  if (!hasOption(message, routing)) throw new RangeError(`${message.typeName} has no route`);
  const options = getOption(message, routing);
  if (options.writers.length === 0) throw new RangeError(`${message.typeName} has no writer`);
  return {
    writers: options.writers.map(writerName),
    ...(options.audience === Audience.ADDRESSEE
      ? { addresseeField: addresseeField(message, options.addresseeField) }
      : { audience: fixedAudience(message, options.audience) }),
    ...(options.byPartition
      ? { byPartition: true as const }
      : { keyField: keyField(message, options.keyField) }),
  };
}

function writerName(writer: Writer): WriterName {
  const name = Writer[writer]?.toLowerCase() ?? '';
  if (name === 'inbound' || isServiceName(name)) return name;
  throw new RangeError(`no writer has code ${writer}`);
}

function fixedAudience(message: DescMessage, audience: Audience): FixedAudience {
  const name = Audience[audience]?.toLowerCase() ?? '';
  if (name === 'all' || name === 'own' || isServiceName(name)) return name;
  throw new RangeError(`${message.typeName} has no audience`);
}

function addresseeField(message: DescMessage, name: string): string {
  const field = fieldNamed(message, name);
  const isCode = field.fieldKind === 'enum' && field.enum.typeName === ServiceCodeSchema.typeName;
  if (!isCode && !isText(field)) throw new RangeError(`${message.typeName}.${name} names no service`);
  return field.localName;
}

function keyField(message: DescMessage, name: string): string {
  const field = fieldNamed(message, name);
  if (!isText(field)) throw new RangeError(`${message.typeName}.${name} is no key`);
  return field.localName;
}

function isText(field: DescField): boolean {
  return field.fieldKind === 'scalar' && field.scalar === ScalarType.STRING;
}

function fieldNamed(message: DescMessage, name: string): DescField {
  const field = message.fields.find((candidate) => candidate.name === name);
  if (!field) throw new RangeError(`${message.typeName} has no field ${name}`);
  return field;
}
