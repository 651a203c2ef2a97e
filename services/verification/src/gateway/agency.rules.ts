import { isKindOf, kindsOf, mayPublish, UnknownKind, type FactType } from '@minzheng/kernel/means-test';

/** How the four facts are named in HTTP, and in the registry of kinds. */
export const FACT_TYPES = {
  income: 'INCOME',
  asset: 'ASSET',
  expenditure: 'EXPENDITURE',
  status: 'STATUS',
} as const satisfies Record<string, FactType>;
export type InboundFactType = keyof typeof FACT_TYPES;

export function isFactType(text: unknown): text is InboundFactType {
  return typeof text === 'string' && Object.hasOwn(FACT_TYPES, text);
}

/** Agencies have codes in capitals (公安 `PSB`), services of the platform short names. */
const AGENCY_CODE = /^[A-Z]{2,8}$/;

/** True for an agency (数源部门) to which the registry of kinds grants any kind at all. */
export function isAgency(code: string): boolean {
  return AGENCY_CODE.test(code) && Object.values(FACT_TYPES).some((type) => kindsOf(type, code).length > 0);
}

/** Whether the registry knows a kind of this name. */
export const isKnownKind = (type: InboundFactType, kind: string): boolean => isKindOf(FACT_TYPES[type], kind);

/** Whether the agency may send facts of the kind; nobody may send one that the registry does not know. */
export function maySend(agency: string, type: InboundFactType, kind: string): boolean {
  try {
    return mayPublish(FACT_TYPES[type], kind, agency);
  } catch (error) {
    if (error instanceof UnknownKind) return false;
    throw error;
  }
}

/** Whether what is said of one dataset is also said of the other. */
export function includesDataset(agency: string, whole: string, part: string): boolean {
  return whole === agency || whole === part || part === agency;
}
