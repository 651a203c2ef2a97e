import type { CivilDate } from '@minzheng/kernel/months';
import { contains } from '@minzheng/kernel/region';
import type { DatasetDirection } from '../agreements/dataset.data.js';
import { OUTWARD_MESSAGES, outwardMessage, type OutwardMessage } from './outward-messages.js';

/** What of an agreement decides what leaves under it. */
export interface FeedAgreement {
  readonly id: string;
  readonly direction: DatasetDirection;
  readonly dataset: string;
  readonly purposes: readonly string[];
  readonly fields: readonly string[];
  readonly region: string;
  readonly validFrom: CivilDate;
  /** The last day. */
  readonly validTo: CivilDate;
}

/** What of an event decides under which agreement it leaves. */
export interface FeedItem {
  readonly type: string;
  /** The region that is responsible for it. */
  readonly region: string;
  /** The agency's dataset, where it is about one. */
  readonly dataset?: string | undefined;
}

/** True on the days of the agreement, both included. */
export const isInForce = (
  { validFrom, validTo }: Pick<FeedAgreement, 'validFrom' | 'validTo'>,
  today: CivilDate,
): boolean => validFrom <= today && today <= validTo;

/**
 * Whether a type tells of persons: it is read for a purpose of the agreement alone (PIPL art. 6). What became of the party's own
 * data, of its agreements and of its subscriptions needs none.
 */
export const needsPurpose = (type: string): boolean => typeof outwardMessage(type)?.ground === 'object';

/** The types that may leave under an agreement. */
export function typesUnder(agreement: Pick<FeedAgreement, 'direction' | 'dataset'>): readonly string[] {
  return OUTWARD_MESSAGES.filter((message) => isGround(message, agreement)).map(
    ({ schema }) => schema.typeName,
  );
}

/** Of the types under an agreement those that leave for a purpose; without one: those that need none. */
export const typesFor = (agreement: FeedAgreement, purpose: string | undefined): readonly string[] =>
  typesUnder(agreement).filter((type) => !needsPurpose(type) || isPurposeOf(agreement, purpose));

/** What data of persons may go out for, under any of the agreements. */
export const purposesOf = (
  agreements: readonly Pick<FeedAgreement, 'direction' | 'purposes'>[],
): readonly string[] => [
  ...new Set(agreements.flatMap(({ direction, purposes }) => (direction === 'OUT' ? purposes : []))),
];

const isPurposeOf = (agreement: FeedAgreement, purpose: string | undefined): boolean =>
  purpose !== undefined && purposesOf([agreement]).includes(purpose);

function isGround(
  { ground }: OutwardMessage,
  { direction, dataset }: Pick<FeedAgreement, 'direction' | 'dataset'>,
): boolean {
  if (ground === 'any') return true;
  if (ground === 'own-data') return direction === 'IN';
  return direction === 'OUT' && dataset === ground.product;
}

/**
 * Whether an event of the party leaves under this agreement: its type, its region, the dataset that it is about, and what it is
 * read for where it tells of persons.
 */
export function covers(
  agreement: FeedAgreement,
  { type, region, dataset }: FeedItem,
  purpose: string | undefined,
): boolean {
  const message = outwardMessage(type);
  if (!message || !isGround(message, agreement)) return false;
  if (needsPurpose(type) && !isPurposeOf(agreement, purpose)) return false;
  if (!contains(agreement.region, region)) return false;
  if (message.ground !== 'own-data' || dataset === undefined) return true;
  return dataset === agreement.dataset || dataset.startsWith(`${agreement.dataset}.`);
}

/** What a subscriber wants of what an agreement allows. */
export interface WantedEvents {
  readonly eventTypes: readonly string[];
  readonly region: string;
  readonly purpose?: string | undefined;
}

/** Where a wish goes beyond the agreement: names of its fields, in their order; none: it does not. */
export function beyondAgreement(
  agreement: FeedAgreement,
  { eventTypes, region, purpose }: WantedEvents,
): readonly string[] {
  const allowed = typesUnder(agreement);
  const isOtherPurpose =
    agreement.direction === 'OUT' && purpose !== undefined && !isPurposeOf(agreement, purpose);
  return [
    ...eventTypes.flatMap((type, index) => (allowed.includes(type) ? [] : [`eventTypes.${index}`])),
    ...(contains(agreement.region, region) ? [] : ['region']),
    ...(isOtherPurpose ? ['purpose'] : []),
  ];
}
