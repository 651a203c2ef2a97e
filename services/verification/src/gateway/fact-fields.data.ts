import { attributesOf } from './attribute-keys.data.js';
import type { InboundFactType } from './agency.rules.js';

/** What a fact of each sort may tell, beyond whose it is, of what kind, and from which record. */
const FIELDS: Readonly<Record<InboundFactType, readonly string[]>> = {
  income: ['amountFen', 'period', 'basis', 'payerKey', 'payerIdNumber', 'itemKey', 'fiscalPaid'],
  asset: ['valueFen', 'count', 'asOf', 'itemKey', 'shareBp', 'receiverIdNumber'],
  expenditure: ['amountFen', 'period', 'itemKey', 'payeeKey'],
  status: ['from', 'to', 'itemKey', 'spouseIdNumber', 'wardIdNumber'],
};

/** Names of what facts of these kinds may tell (数据项): members of the fact, and keys of its attributes. */
export function fieldsOfKinds(type: InboundFactType, kinds: readonly string[]): string[] {
  if (kinds.length === 0) return [];
  return [...FIELDS[type], ...kinds.flatMap((kind) => attributesOf(type, kind))];
}

/** The first field of a fact that is not among those that may be sent; undefined where there is none. */
export function fieldOutside(
  type: InboundFactType,
  fact: Readonly<Record<string, unknown>>,
  fields: ReadonlySet<string>,
): string | undefined {
  const isOutside = (name: string, value: unknown): boolean => value != null && !fields.has(name);
  const member = FIELDS[type].find((name) => isOutside(name, fact[name]));
  if (member !== undefined) return member;
  const { attributes } = fact;
  if (typeof attributes !== 'object' || attributes === null) return undefined;
  const key = Object.entries(attributes).find(([name, value]) => isOutside(name, value))?.[0];
  return key === undefined ? undefined : `attributes.${key}`;
}
