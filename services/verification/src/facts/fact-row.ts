import { hash } from 'node:crypto';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import {
  AssetFactSchema,
  ExpenditureFactSchema,
  IncomeBasis,
  IncomeFactSchema,
  StatusFactSchema,
  type AssetFact,
  type ExpenditureFact,
  type FactSource,
  type IncomeFact,
  type StatusFact,
} from '@minzheng/contracts/facts';
import { addMonths, firstDay } from '@minzheng/kernel/months';
import type { Received } from '@minzheng/platform/messaging';

export type FactMessage = IncomeFact | AssetFact | ExpenditureFact | StatusFact;
export type ReceivedFact = Received<
  typeof IncomeFactSchema | typeof AssetFactSchema | typeof ExpenditureFactSchema | typeof StatusFactSchema
>;

/** Kinds are numbers of their enumeration, told apart by the thousands of their message. */
export const FACT_TYPE = { INCOME: 1_000, ASSET: 2_000, EXPENDITURE: 3_000, STATUS: 4_000 } as const;

export const FLAG = { RETRACTED: 1, GROSS: 2, HOUSEHOLD_SHARE: 4, FISCAL_PAID: 8 } as const;

/** A fact as it is stored; what only reading needs is in the row, nothing is kept as an opaque message. */
export interface FactRow {
  readonly personKey: string;
  readonly recordKey: bigint;
  readonly factId: string;
  readonly agency: string;
  readonly dataset: string;
  readonly observedAtMicros: bigint;
  readonly amountFen: bigint | null;
  readonly supersedesFactId: string | null;
  /** First day on which it is valid. */
  readonly validFrom: string;
  /** First day on which it is no longer valid; null while open. */
  readonly validTo: string | null;
  readonly count: number | null;
  readonly kind: number;
  readonly quality: number;
  readonly flags: number;
  readonly shareBp: number | null;
  readonly programme: number | null;
  readonly purpose: number | null;
  readonly region: string | null;
  readonly payerKey: string | null;
  readonly itemKey: string | null;
  readonly caseRef: string | null;
  readonly attributes: Readonly<Record<string, string>> | null;
}

/** 64-bit hash of agency, data set and record: a later observation of the record is found without another index. */
export function recordKeyOf({ agency, dataset, recordId }: FactSource): bigint {
  return hash('sha256', `${agency}\0${dataset}\0${recordId}`, 'buffer').readBigInt64BE(0);
}

export function toFactRow(received: Pick<ReceivedFact, 'schema' | 'message'>): FactRow {
  const message = received.message as FactMessage;
  const source = message.source;
  if (!source) throw new RangeError('a fact without a source');
  const own = ofItsType(received.schema.typeName, message);
  // one literal: all rows are of one shape to the engine, and none is copied
  return {
    personKey: message.personKey,
    recordKey: recordKeyOf(source),
    factId: message.factId,
    agency: source.agency,
    dataset: source.dataset,
    observedAtMicros: micros(source.observedAt),
    amountFen: own.amountFen ?? null,
    supersedesFactId: message.supersedesFactId ?? null,
    validFrom: own.validFrom,
    validTo: own.validTo ?? null,
    count: own.count ?? null,
    kind: own.kind,
    quality: message.quality,
    flags: own.flags,
    shareBp: own.shareBp ?? null,
    programme: own.programme ?? null,
    purpose: own.purpose ?? null,
    region: message.region?.code ?? null,
    payerKey: own.payerKey ?? null,
    itemKey: own.itemKey ?? null,
    caseRef: message.caseRef ?? null,
    attributes: own.attributes ?? null,
  };
}

/** What only facts of its type have; absent is null. */
type OfItsType = Pick<FactRow, 'kind' | 'flags' | 'validFrom'> & Partial<FactRow>;

function ofItsType(typeName: string, message: FactMessage): OfItsType {
  const flags = message.retracted ? FLAG.RETRACTED : 0;
  switch (typeName) {
    case IncomeFactSchema.typeName: {
      const fact = message as IncomeFact;
      return {
        ...months(fact),
        kind: FACT_TYPE.INCOME + fact.kind,
        flags:
          flags |
          (fact.basis === IncomeBasis.GROSS ? FLAG.GROSS : 0) |
          (fact.householdShare ? FLAG.HOUSEHOLD_SHARE : 0) |
          (fact.fiscalPaid ? FLAG.FISCAL_PAID : 0),
        amountFen: fact.amountFen,
        payerKey: fact.payerKey,
        itemKey: fact.itemKey,
        programme: fact.programme ?? null,
        purpose: fact.purpose ?? null,
      };
    }
    case AssetFactSchema.typeName: {
      const fact = message as AssetFact;
      return {
        kind: FACT_TYPE.ASSET + fact.kind,
        flags,
        validFrom: fact.asOf,
        amountFen: fact.valueFen ?? null,
        count: fact.count ?? null,
        shareBp: fact.shareBp,
        itemKey: fact.itemKey,
        attributes: orNull(fact.attributes),
      };
    }
    case ExpenditureFactSchema.typeName: {
      const fact = message as ExpenditureFact;
      return {
        ...months(fact),
        kind: FACT_TYPE.EXPENDITURE + fact.kind,
        flags,
        amountFen: fact.amountFen,
        itemKey: fact.itemKey,
        payerKey: fact.payeeKey ?? null,
      };
    }
    default: {
      const fact = message as StatusFact;
      return {
        kind: FACT_TYPE.STATUS + fact.kind,
        flags,
        validFrom: fact.days?.from ?? '',
        validTo: fact.days?.to ?? null,
        attributes: orNull(fact.attributes),
      };
    }
  }
}

function months({ period }: IncomeFact | ExpenditureFact): Pick<FactRow, 'validFrom' | 'validTo'> {
  if (!period) throw new RangeError('a fact without its period');
  return { validFrom: firstDay(period.fromMonth), validTo: firstDay(addMonths(period.toMonth, 1)) };
}

const orNull = (attributes: Record<string, string>): Record<string, string> | null =>
  Object.keys(attributes).length > 0 ? attributes : null;

function micros(timestamp: Timestamp | undefined): bigint {
  if (!timestamp) throw new RangeError('a source without the instant of its observation');
  return timestamp.seconds * 1_000_000n + BigInt(Math.trunc(timestamp.nanos / 1_000));
}
