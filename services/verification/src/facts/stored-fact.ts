import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { enumName } from '@minzheng/contracts/catalogue';
import {
  AssetFactSchema,
  AssetKindSchema,
  ExpenditureFactSchema,
  ExpenditureKindSchema,
  IncomeBasis,
  IncomeFactSchema,
  IncomeKindSchema,
  StatusFactSchema,
  StatusKindSchema,
} from '@minzheng/contracts/facts';
import type { FactType } from '@minzheng/kernel/means-test';
import { addMonths, monthOf } from '@minzheng/kernel/months';
import { FACT_TYPE, FLAG, type FactMessage } from './fact-row.js';
import type { Queries } from './fact.reader.js';

/** A fact as its row has it, with whether it is visible now. */
export interface StoredFact {
  readonly personKey: string;
  readonly recordKey: string;
  readonly factId: string;
  readonly agency: string;
  readonly dataset: string;
  readonly isVisible: boolean;
  readonly kind: number;
  readonly quality: number;
  readonly flags: number;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly amountFen: string | null;
  readonly count: number | null;
  readonly shareBp: number | null;
  readonly programme: number | null;
  readonly purpose: number | null;
  readonly region: string | null;
  readonly payerKey: string | null;
  readonly itemKey: string | null;
  readonly caseRef: string | null;
  readonly attributes: Record<string, string> | null;
}

/** The columns of a stored fact `f` of the source `s`. */
export const STORED_FACT = `
            f.person_key as "personKey", f.record_key as "recordKey", f.fact_id as "factId", s.agency, s.dataset, f.kind,
            f.quality, f.flags, f.valid_from::text as "validFrom", f.valid_to::text as "validTo",
            f.amount_fen as "amountFen", f.count, f.share_bp as "shareBp", f.programme, f.purpose, f.region,
            f.payer_key as "payerKey", f.item_key as "itemKey", f.case_ref as "caseRef", f.attributes`;

/** These facts of some persons, those too that were superseded or are retractions. */
export function readStoredFacts(
  queries: Queries,
  personKeys: readonly string[],
  factIds: readonly string[],
): Promise<StoredFact[]> {
  return queries.query<StoredFact>(
    `select ${STORED_FACT}, f.superseded_at is null and f.flags & $3 = 0 as "isVisible"
       from unnest(array(select unnest($1::uuid[]))) as p(key)
      cross join lateral (
        select * from fact where fact.person_key = p.key and fact.fact_id = any($2::uuid[]) offset 0
      ) f
       join fact_source s on s.id = f.source_id
      order by f.person_key, f.fact_id`,
    [personKeys, factIds, FLAG.RETRACTED],
  );
}

const TYPES: readonly [FactType, number][] = [
  ['STATUS', FACT_TYPE.STATUS],
  ['EXPENDITURE', FACT_TYPE.EXPENDITURE],
  ['ASSET', FACT_TYPE.ASSET],
  ['INCOME', FACT_TYPE.INCOME],
];

export function typeOf({ kind }: Pick<StoredFact, 'kind'>): FactType {
  const found = TYPES.find(([, thousands]) => kind >= thousands);
  if (!found) throw new RangeError('a fact of no type');
  return found[0];
}

const KINDS = {
  INCOME: IncomeKindSchema,
  ASSET: AssetKindSchema,
  EXPENDITURE: ExpenditureKindSchema,
  STATUS: StatusKindSchema,
} as const;

/** The kind by its name in the registry: `passengerCar` */
export function kindOf(fact: Pick<StoredFact, 'kind'>): string {
  return enumName(KINDS[typeOf(fact)], fact.kind % 1_000);
}

/** A message of `minzheng.facts.v1` with its schema. */
export interface FactToStore {
  readonly schema:
    typeof IncomeFactSchema | typeof AssetFactSchema | typeof ExpenditureFactSchema | typeof StatusFactSchema;
  readonly message: FactMessage;
}

/** What a stored fact says, as a message; its source, ids and instants are the caller's to set. */
export function toFactMessage(fact: StoredFact): FactToStore {
  const { personKey, quality, region, caseRef } = fact;
  const common = {
    personKey,
    quality,
    ...(region === null ? {} : { region: { code: region } }),
    ...(caseRef === null ? {} : { caseRef }),
  };
  const kind = fact.kind % 1_000;
  const itemKey = fact.itemKey ?? '';
  const amountFen = BigInt(fact.amountFen ?? 0);
  switch (typeOf(fact)) {
    case 'INCOME': {
      const { programme, purpose, flags } = fact;
      const init: MessageInitShape<typeof IncomeFactSchema> = {
        ...{ ...common, kind, amountFen, itemKey, period: periodOf(fact), payerKey: fact.payerKey ?? '' },
        basis: flags & FLAG.GROSS ? IncomeBasis.GROSS : IncomeBasis.NET,
        householdShare: (flags & FLAG.HOUSEHOLD_SHARE) !== 0,
        ...(flags & FLAG.FISCAL_PAID ? { fiscalPaid: true } : {}),
        ...(programme === null ? {} : { programme }),
        ...(purpose === null ? {} : { purpose }),
      };
      return { schema: IncomeFactSchema, message: create(IncomeFactSchema, init) };
    }
    case 'ASSET': {
      const init: MessageInitShape<typeof AssetFactSchema> = {
        ...{ ...common, kind, itemKey, asOf: fact.validFrom, shareBp: fact.shareBp ?? 0 },
        ...(fact.amountFen === null ? {} : { valueFen: amountFen }),
        ...(fact.count === null ? {} : { count: fact.count }),
        attributes: { ...fact.attributes },
      };
      return { schema: AssetFactSchema, message: create(AssetFactSchema, init) };
    }
    case 'EXPENDITURE': {
      const init: MessageInitShape<typeof ExpenditureFactSchema> = {
        ...{ ...common, kind, amountFen, itemKey, period: periodOf(fact) },
        ...(fact.payerKey === null ? {} : { payeeKey: fact.payerKey }),
      };
      return { schema: ExpenditureFactSchema, message: create(ExpenditureFactSchema, init) };
    }
    case 'STATUS': {
      const init: MessageInitShape<typeof StatusFactSchema> = {
        ...{ ...common, kind, attributes: { ...fact.attributes } },
        days: { from: fact.validFrom, ...(fact.validTo === null ? {} : { to: fact.validTo }) },
      };
      return { schema: StatusFactSchema, message: create(StatusFactSchema, init) };
    }
  }
}

const periodOf = ({ validFrom, validTo }: StoredFact) => ({
  fromMonth: monthOf(validFrom),
  toMonth: addMonths(monthOf(validTo ?? validFrom), -1),
});
