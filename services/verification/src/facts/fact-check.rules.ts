import { timestampMs } from '@bufbuild/protobuf/wkt';
import type { DescEnum, DescMessage } from '@bufbuild/protobuf';
import { enumName } from '@minzheng/contracts/catalogue';
import { AidPurposeSchema, ProgrammeSchema } from '@minzheng/contracts/common';
import {
  AssetFactSchema,
  AssetKindSchema,
  ExpenditureFactSchema,
  ExpenditureKindSchema,
  FactQualitySchema,
  IncomeBasisSchema,
  IncomeFactSchema,
  IncomeKindSchema,
  StatusFactSchema,
  StatusKindSchema,
  type AssetFact,
  type ExpenditureFact,
  type IncomeFact,
  type StatusFact,
} from '@minzheng/contracts/facts';
import { mayPublish, OWN_AGENCY, UnknownKind, type FactType } from '@minzheng/kernel/means-test';
import { MAX_FEN } from '@minzheng/kernel/money';
import {
  addMonths,
  civilDateOf,
  isCivilDate,
  isMonth,
  monthOf,
  type CivilDate,
  type Month,
} from '@minzheng/kernel/months';
import { mentionsPerson } from '@minzheng/kernel/personal-data';
import { isDatasetOf } from './dataset.rules.js';
import type { FactMessage } from './fact-row.js';

/** Why a fact is refused (verification, section 11); the same words in the stream and at the gateway. */
export type FactRefusal =
  | 'invalid-id'
  | 'invalid-amount'
  | 'invalid-period'
  | 'invalid-dataset'
  | 'future-fact'
  | 'unknown-kind'
  | 'unknown-value'
  | 'kind-not-in-agreement'
  | 'pii-in-event';

const DAY_MS = 86_400_000;
const MAX_PERIOD_MONTHS = 24;
/** A sum paid in advance is a fact, a scheduled one is not. */
const MAX_MONTHS_AHEAD = 12;

interface Check {
  readonly type: FactType;
  readonly kinds: DescEnum;
  readonly refuse: (message: FactMessage, now: Date) => FactRefusal | undefined;
}

const CHECKS = new Map<string, Check>([
  [IncomeFactSchema.typeName, { type: 'INCOME', kinds: IncomeKindSchema, refuse: refuseIncome }],
  [ExpenditureFactSchema.typeName, { type: 'EXPENDITURE', kinds: ExpenditureKindSchema, refuse: refuseSum }],
  [AssetFactSchema.typeName, { type: 'ASSET', kinds: AssetKindSchema, refuse: refuseAsset }],
  [StatusFactSchema.typeName, { type: 'STATUS', kinds: StatusKindSchema, refuse: refuseStatus }],
]);

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const WHOLE_BP = 10_000;

/** The canonical text of a UUID: what an id is compared as, and what its column takes. */
export const isUuid = (text: string): boolean => UUID.test(text);

/**
 * Checks one fact by the rules that need nothing but the fact itself.
 *
 * @returns why it is refused, or undefined
 */
export function checkFact(schema: DescMessage, message: FactMessage, now: Date): FactRefusal | undefined {
  const check = CHECKS.get(schema.typeName);
  if (!check) return 'unknown-kind';
  return (
    refuseIds(message) ??
    refuseKind(check, message) ??
    (isNamed(FactQualitySchema, message.quality) ? undefined : 'unknown-value') ??
    refuseObservation(message, now) ??
    check.refuse(message, now) ??
    refusePersonalData(message)
  );
}

function refuseIds({ factId, personKey, supersedesFactId }: FactMessage): FactRefusal | undefined {
  const isSound =
    isUuid(factId) && isUuid(personKey) && (supersedesFactId === undefined || isUuid(supersedesFactId));
  return isSound ? undefined : 'invalid-id';
}

/** Kinds known to the registry, by sender: looked up once for each. */
const verdicts = new Map<string, FactRefusal | undefined>();

function refuseKind({ type, kinds }: Check, message: FactMessage): FactRefusal | undefined {
  const sender = message.source?.agency ?? '';
  const place = `${type}/${message.kind}/${sender}`;
  if (!verdicts.has(place)) verdicts.set(place, kindVerdict(type, kinds, message.kind, sender));
  return verdicts.get(place);
}

function kindVerdict(type: FactType, kinds: DescEnum, kind: number, sender: string): FactRefusal | undefined {
  try {
    const isPublished = mayPublish(type, enumName(kinds, kind), sender);
    return isPublished || sender === OWN_AGENCY ? undefined : 'kind-not-in-agreement';
  } catch (error) {
    if (error instanceof UnknownKind || error instanceof RangeError) return 'unknown-kind';
    throw error;
  }
}

function refuseObservation({ source }: FactMessage, now: Date): FactRefusal | undefined {
  if (!source?.observedAt) return 'invalid-period';
  if (!isDatasetOf(source.agency, source.dataset)) return 'invalid-dataset';
  return timestampMs(source.observedAt) > now.getTime() + DAY_MS ? 'future-fact' : undefined;
}

/** False for "not set", and for a value of a later version: nobody could read what was stored with it. */
const isNamed = (enumeration: DescEnum, value: number): boolean =>
  value !== 0 && enumeration.value[value] !== undefined;

function refuseIncome(message: FactMessage, now: Date): FactRefusal | undefined {
  const { basis, programme, purpose } = message as IncomeFact;
  const isReadable =
    isNamed(IncomeBasisSchema, basis) &&
    (programme === undefined || isNamed(ProgrammeSchema, programme)) &&
    (purpose === undefined || isNamed(AidPurposeSchema, purpose));
  return isReadable ? refuseSum(message, now) : 'unknown-value';
}

function refuseSum(message: FactMessage, now: Date): FactRefusal | undefined {
  const { amountFen, period, supersedesFactId } = message as IncomeFact | ExpenditureFact;
  if (amountFen < 0n || amountFen > MAX_FEN) return 'invalid-amount';
  if (amountFen === 0n && supersedesFactId === undefined) return 'invalid-amount';
  if (!period || !isMonth(period.fromMonth) || !isMonth(period.toMonth)) return 'invalid-period';
  const { fromMonth, toMonth } = period;
  if (toMonth < fromMonth || toMonth >= addMonths(fromMonth, MAX_PERIOD_MONTHS)) return 'invalid-period';
  return toMonth > limitsOf(now).latestMonth ? 'future-fact' : undefined;
}

function refuseAsset(message: FactMessage, now: Date): FactRefusal | undefined {
  const { valueFen, count, shareBp, asOf } = message as AssetFact;
  if (valueFen === undefined && count === undefined) return 'invalid-amount';
  if (valueFen !== undefined && (valueFen < 0n || valueFen > MAX_FEN)) return 'invalid-amount';
  if (count !== undefined && count < 0) return 'invalid-amount';
  if (shareBp < 0 || shareBp > WHOLE_BP) return 'invalid-amount';
  if (!isCivilDate(asOf)) return 'invalid-period';
  return asOf > limitsOf(now).tomorrow ? 'future-fact' : undefined;
}

/** The planned end of a status may lie in the future, its beginning within the months ahead. */
function refuseStatus(message: FactMessage, now: Date): FactRefusal | undefined {
  const { days } = message as StatusFact;
  if (!days || !isCivilDate(days.from)) return 'invalid-period';
  if (days.to !== undefined && (!isCivilDate(days.to) || days.to < days.from)) return 'invalid-period';
  return monthOf(days.from) > limitsOf(now).latestMonth ? 'future-fact' : undefined;
}

interface Limits {
  readonly now: Date;
  readonly latestMonth: Month;
  readonly tomorrow: CivilDate;
}
let limits: Limits | undefined;

/** The same for all facts of a batch: made once for an instant. */
function limitsOf(now: Date): Limits {
  if (limits?.now !== now) {
    const latestMonth = addMonths(monthOf(civilDateOf(now)), MAX_MONTHS_AHEAD);
    limits = { now, latestMonth, tomorrow: civilDateOf(new Date(now.getTime() + DAY_MS)) };
  }
  return limits;
}

function refusePersonalData(message: FactMessage): FactRefusal | undefined {
  const { source, caseRef } = message;
  const { payerKey, itemKey, payeeKey, attributes } = message as Partial<
    IncomeFact & ExpenditureFact & AssetFact
  >;
  for (const text of [source?.recordId, caseRef, payerKey, itemKey, payeeKey]) {
    if (text !== undefined && mentionsPerson(text)) return 'pii-in-event';
  }
  if (attributes) {
    for (const value of Object.values<string>(attributes)) if (mentionsPerson(value)) return 'pii-in-event';
  }
  return undefined;
}
