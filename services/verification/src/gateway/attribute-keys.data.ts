import { isCivilDate } from '@minzheng/kernel/months';
import { isRegionCode } from '@minzheng/kernel/region';
import { isUscc } from '@minzheng/kernel/uscc';
import type { InboundFactType } from './agency.rules.js';

const matches =
  (form: RegExp) =>
  (text: string): boolean =>
    form.test(text);
const flag = matches(/^(?:true|false)$/);
const count = matches(/^\d{1,9}$/);
const code = matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/);

/** What the value of an attribute looks like: codes, dates and numbers, never free text. */
const VALUES: Readonly<Record<string, (text: string) => boolean>> = {
  areaDm2: count,
  acquiredOn: isCivilDate,
  registeredOn: isCivilDate,
  active: flag,
  role: code,
  employees: count,
  cause: code,
  inRescue: flag,
  toRegion: isRegionCode,
  category: matches(/^[1-7]$/),
  grade: code,
  validTo: isCivilDate,
  illnessCode: code,
  level: matches(/^(?:COMPULSORY|UPPER_SECONDARY|BACHELOR|MASTER_OR_ABOVE)$/),
  fullTime: flag,
  uscc: isUscc,
  postKind: matches(/^(?:ORGAN|INSTITUTION|STATE_ENTERPRISE|ENTERPRISE|PUBLIC_INTEREST|OTHER)$/),
  by: code,
};

const HOME = 'areaDm2 acquiredOn';
const VEHICLE = 'registeredOn';
const BUSINESS = 'active role employees';

/** Attribute keys of each kind that an agency sends (EVENTS.md, 5.2 and 5.4). */
const KEYS: Readonly<Partial<Record<InboundFactType, Readonly<Record<string, string>>>>> = {
  asset: {
    residence: HOME,
    contractedHome: HOME,
    homestead: HOME,
    shop: HOME,
    office: HOME,
    factory: HOME,
    parking: HOME,
    passengerCar: VEHICLE,
    truck: VEHICLE,
    vessel: VEHICLE,
    motorcycle: VEHICLE,
    electricBike: VEHICLE,
    disabilityVehicle: VEHICLE,
    company: BUSINESS,
    partnership: BUSINESS,
    cooperative: BUSINESS,
    individualBusiness: BUSINESS,
  },
  status: {
    deceased: 'cause inRescue',
    hukouMoved: 'toRegion',
    disabled: 'category grade validTo',
    seriousIllness: 'illnessCode',
    enrolled: 'level fullTime',
    employed: 'uscc postKind',
    visited: 'by',
    houseUnsafe: 'grade',
  },
};

/** Keys of the attributes that a kind may have. */
export function attributesOf(type: InboundFactType, kind: string): string[] {
  return (KEYS[type]?.[kind] ?? '').split(' ').filter((key) => key !== '');
}

/**
 * The first attribute that its kind does not have, or whose value has not its form.
 *
 * @returns the key, and what is wrong with it
 */
export function wrongAttribute(
  type: InboundFactType,
  kind: string,
  attributes: Readonly<Record<string, unknown>>,
): { readonly key: string; readonly code: 'unknown' | 'is-attribute' } | undefined {
  const known = new Set((KEYS[type]?.[kind] ?? '').split(' '));
  for (const [key, value] of Object.entries(attributes)) {
    const accepts = known.has(key) ? VALUES[key] : undefined;
    if (!accepts) return { key, code: 'unknown' };
    if (typeof value !== 'string' || !accepts(value)) return { key, code: 'is-attribute' };
  }
  return undefined;
}
