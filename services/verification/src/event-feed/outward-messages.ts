import type { DescMessage } from '@bufbuild/protobuf';
import {
  AgencyFeedLateSchema,
  AgencyFeedRecoveredSchema,
  AgreementActivatedSchema,
  AgreementSuspendedSchema,
  FactCorrectedSchema,
  FactDisputedSchema,
  FileLoadedSchema,
  FileRejectedSchema,
  MonitoredSubjectEnteredSchema,
  MonitoredSubjectLeftSchema,
  SubscriptionPausedSchema,
  VerificationCompletedSchema,
  VerificationReopenedSchema,
  VerificationReportRevokedSchema,
  VerificationReportSupersededSchema,
} from '@minzheng/contracts/verification';
import { LOW_INCOME_CATEGORIES, OWN_RESULTS } from '../agreements/dataset.data.js';
import type { Category } from '../indicators/categories.rules.js';
import { OUTWARD_FIELDS, type OutwardFields } from './outward-fields.data.js';

/**
 * Who outside may be told of a message. `agency`: the one that a field names. `knows-person`: whoever was given a key of the
 * person. `requester`: the department outside that asked for the check. `subscriber`: whose subscription it is.
 */
export type Addressing =
  | { readonly kind: 'agency'; readonly field: 'agency' | 'receiver' }
  | { readonly kind: 'knows-person' | 'requester' | 'subscriber' };

/** Under which agreements a message leaves. */
export type Ground =
  /** Under an agreement by which this data product goes out. */
  | { readonly product: string }
  /** Under an agreement by which the agency sends: it is told what became of its own data. */
  | 'own-data'
  /** Under any agreement of the party. */
  | 'any';

/** A message that may leave the platform, and what of it. All others stay inside. */
export interface OutwardMessage extends OutwardFields {
  readonly schema: DescMessage;
  readonly ground: Ground;
  readonly to: Addressing;
  /** What ends it is not told, so that it is news each time, however much like the last. */
  readonly isEachTimeNew?: true;
}

function outward(schema: DescMessage, ground: Ground, to: Addressing): OutwardMessage {
  const leaving = OUTWARD_FIELDS[schema.name];
  if (!leaving) throw new Error(`OUTWARD_FIELDS does not say what of ${schema.name} leaves`);
  return { schema, ground, to, ...leaving };
}

const AGENCY: Addressing = { kind: 'agency', field: 'agency' };
const RECEIVER: Addressing = { kind: 'agency', field: 'receiver' };

const ofOwnData = (schema: DescMessage, to: Addressing): OutwardMessage => outward(schema, 'own-data', to);

const ofCategories = (schema: DescMessage): OutwardMessage =>
  outward(schema, { product: LOW_INCOME_CATEGORIES }, { kind: 'knows-person' });

const ofResults = (schema: DescMessage): OutwardMessage =>
  outward(schema, { product: OWN_RESULTS }, { kind: 'requester' });

/**
 * What outside parties (平台外单位) may be told (PIPL arts. 6, 23): messages whose audience is `own`, which is "audit, statistics
 * and subscribers whom the writer admits", and of them what the party may know of over HTTP too. Neither clues and figures nor
 * anything of a child's or of protection leaves.
 */
export const OUTWARD_MESSAGES: readonly OutwardMessage[] = [
  ofCategories(MonitoredSubjectEnteredSchema),
  ofCategories(MonitoredSubjectLeftSchema),
  ofResults(VerificationCompletedSchema),
  ofResults(VerificationReopenedSchema),
  ofResults(VerificationReportSupersededSchema),
  ofResults(VerificationReportRevokedSchema),
  ofOwnData(FactDisputedSchema, RECEIVER),
  ofOwnData(FactCorrectedSchema, RECEIVER),
  ofOwnData(AgencyFeedLateSchema, AGENCY),
  ofOwnData(AgencyFeedRecoveredSchema, AGENCY),
  ofOwnData(FileLoadedSchema, AGENCY),
  ofOwnData(FileRejectedSchema, AGENCY),
  outward(AgreementActivatedSchema, 'any', AGENCY),
  outward(AgreementSuspendedSchema, 'any', AGENCY),
  { ...outward(SubscriptionPausedSchema, 'any', { kind: 'subscriber' }), isEachTimeNew: true },
];

const BY_TYPE = new Map(OUTWARD_MESSAGES.map((message) => [message.schema.typeName, message]));

/** All types that may leave, as `type` of an event names them. */
export const OUTWARD_TYPES: readonly string[] = [...BY_TYPE.keys()];

/** Undefined for a message that stays inside. */
export const outwardMessage = (type: string): OutwardMessage | undefined => BY_TYPE.get(type);

/** Categories in which children alone are: whether a child is an orphan is not sent out. */
const OF_CHILDREN: readonly string[] = ['orphan', 'deFactoUnattended'] satisfies Category[];

/** Of the categories of a message those that may leave; undefined: it says no other, and stays inside. */
export function outwardCategories(categories: readonly string[]): readonly string[] | undefined {
  const left = categories.filter((category) => !OF_CHILDREN.includes(category));
  return left.length === 0 && categories.length > 0 ? undefined : left;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json };

/** Of a JSON value what the paths name, lists through and through; the rest is not there. */
export function picked(value: Json, paths: readonly string[]): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => picked(item, paths));
  if (typeof value !== 'object' || value === null) return value;
  const below = Map.groupBy(paths, (path) => path.split('.', 1)[0] ?? '');
  const members = Object.entries(value).flatMap(([name, member]): [string, Json][] => {
    const named = below.get(name);
    if (!named) return [];
    const deeper = named.filter((path) => path !== name).map((path) => path.slice(name.length + 1));
    return [[name, deeper.length === 0 ? member : picked(member, deeper)]];
  });
  return Object.fromEntries(members);
}

/** All that may ever leave of a message: what is kept of it for the feed. */
export const keptPaths = ({ always, fields }: OutwardMessage): readonly string[] => [...always, ...fields];

/** What leaves under an agreement with these fields. */
export const allowedPaths = (
  { always, fields }: OutwardMessage,
  granted: readonly string[],
): readonly string[] => [
  ...always,
  ...fields.filter((path) => granted.includes(path.split('.', 1)[0] ?? '')),
];
