import { create } from '@bufbuild/protobuf';
import { enumNames, enumValue } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import {
  AssetFactSchema,
  AssetKindSchema,
  ExpenditureFactSchema,
  ExpenditureKindSchema,
  IncomeBasisSchema,
  IncomeFactSchema,
  IncomeKindSchema,
  StatusFactSchema,
  StatusKindSchema,
} from '@minzheng/contracts/facts';
import {
  ASSET_KINDS,
  EXPENDITURE_KINDS,
  INCOME_KINDS,
  STATUS_KIND_ENTRIES,
} from '@minzheng/kernel/means-test';
import { addMonthsToDate, type CivilDate } from '@minzheng/kernel/months';
import { isUscc } from '@minzheng/kernel/uscc';
import type { FactRefusal } from '../facts/fact-check.rules.js';
import { ownFact, refusalOf, type OwnFactOrigin } from '../facts/own-facts.js';
import type { FactToStore } from '../facts/stored-fact.js';
import { wrongAttribute } from '../gateway/attribute-keys.data.js';

export const STATEMENT_TYPES = ['income', 'asset', 'expenditure', 'status'] as const;

/** What is stated (认定内容): fields of the other types are left out. Sums are fen, as digits. */
export interface ManualStatement {
  readonly type: (typeof STATEMENT_TYPES)[number];
  readonly kind: string;
  readonly itemKey?: string;
  readonly amountFen?: string;
  readonly period?: { readonly fromMonth: string; readonly toMonth: string };
  readonly basis?: 'NET' | 'GROSS';
  /** Credit code of the payer; absent: unknown. */
  readonly payerKey?: string;
  readonly programme?: string;
  readonly valueFen?: string;
  readonly count?: number;
  readonly asOf?: string;
  readonly shareBp?: number;
  readonly from?: string;
  readonly to?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

const UNKNOWN_PAYER = '*';
const WHOLE_BP = 10_000;

const OF_TYPE = {
  income: {
    kinds: INCOME_KINDS,
    needed: ['amountFen', 'period', 'basis'],
    allowed: ['payerKey', 'programme', 'itemKey'],
  },
  asset: {
    kinds: ASSET_KINDS,
    needed: ['asOf', 'itemKey'],
    allowed: ['valueFen', 'count', 'shareBp', 'attributes'],
  },
  expenditure: { kinds: EXPENDITURE_KINDS, needed: ['amountFen', 'period', 'itemKey'], allowed: [] },
  status: { kinds: STATUS_KIND_ENTRIES, needed: ['from'], allowed: ['to', 'attributes'] },
} as const satisfies Record<ManualStatement['type'], StatementForm>;

interface StatementForm {
  readonly kinds: ReadonlyMap<string, unknown>;
  readonly needed: readonly (keyof ManualStatement)[];
  readonly allowed: readonly (keyof ManualStatement)[];
}

/** What is wrong with a statement, and where. */
export interface StatementMistake {
  readonly reason: FactRefusal | 'missing' | 'unknown' | 'is-uscc' | 'is-attribute';
  readonly field?: string;
}

/**
 * The fact of this service's own that says what is stated.
 *
 * @returns why not, where the statement lacks something or no fact may be so
 */
export function manualFact(
  personKey: string,
  statement: ManualStatement,
  origin: Omit<OwnFactOrigin, 'dataset' | 'supersedesFactId'>,
): { readonly fact: FactToStore } | { readonly mistake: StatementMistake } {
  const mistake = mistakeIn(statement);
  if (mistake) return { mistake };
  const fact = ownFact(toMessage(personKey, statement), { ...origin, dataset: 'verification.manual' });
  const reason = refusalOf(fact, origin.at);
  return reason === undefined ? { fact } : { mistake: { reason } };
}

function mistakeIn(statement: ManualStatement): StatementMistake | undefined {
  const { type, kind, attributes, payerKey, programme } = statement;
  const { kinds, needed, allowed }: StatementForm = OF_TYPE[type];
  if (!kinds.has(kind)) return { reason: 'unknown-kind', field: 'kind' };
  const missing = needed.find((field) => statement[field] === undefined);
  if (missing) return { reason: 'missing', field: missing };
  const given = (Object.keys(statement) as (keyof ManualStatement)[]).filter(
    (field) => statement[field] !== undefined && field !== 'type' && field !== 'kind',
  );
  const unknown = given.find((field) => !needed.includes(field) && !allowed.includes(field));
  if (unknown) return { reason: 'unknown', field: unknown };
  if (payerKey !== undefined && payerKey !== UNKNOWN_PAYER && !isUscc(payerKey)) {
    return { reason: 'is-uscc', field: 'payerKey' };
  }
  if (programme !== undefined && !enumNames(ProgrammeSchema).includes(programme)) {
    return { reason: 'unknown-value', field: 'programme' };
  }
  const wrong = attributes && wrongAttribute(type, kind, attributes);
  return wrong && { reason: wrong.code, field: 'attributes' };
}

function toMessage(personKey: string, statement: ManualStatement): FactToStore {
  const { type, kind, itemKey = '', amountFen = '0', attributes = {} } = statement;
  const sum = {
    amountFen: BigInt(amountFen),
    ...(statement.period ? { period: { ...statement.period } } : {}),
  };
  switch (type) {
    case 'income': {
      const { basis = 'NET', payerKey = UNKNOWN_PAYER, programme } = statement;
      const message = create(IncomeFactSchema, {
        ...{ personKey, itemKey, payerKey, ...sum },
        kind: enumValue(IncomeKindSchema, kind),
        basis: enumValue(IncomeBasisSchema, basis),
        ...(programme === undefined ? {} : { programme: enumValue(ProgrammeSchema, programme) }),
      });
      return { schema: IncomeFactSchema, message };
    }
    case 'asset': {
      const { valueFen, count, asOf = '', shareBp = WHOLE_BP } = statement;
      const message = create(AssetFactSchema, {
        ...{ personKey, itemKey, asOf, shareBp, attributes: { ...attributes } },
        kind: enumValue(AssetKindSchema, kind),
        ...(valueFen === undefined ? {} : { valueFen: BigInt(valueFen) }),
        ...(count === undefined ? {} : { count }),
      });
      return { schema: AssetFactSchema, message };
    }
    case 'expenditure': {
      const message = create(ExpenditureFactSchema, {
        ...{ personKey, itemKey, ...sum },
        kind: enumValue(ExpenditureKindSchema, kind),
      });
      return { schema: ExpenditureFactSchema, message };
    }
    case 'status': {
      const { from = '', to } = statement;
      const message = create(StatusFactSchema, {
        ...{ personKey, attributes: { ...attributes } },
        kind: enumValue(StatusKindSchema, kind),
        days: { from, ...(to === undefined ? {} : { to }) },
      });
      return { schema: StatusFactSchema, message };
    }
  }
}

/** Whether evidence may carry a manual fact (证明材料有效期): it holds today, and not longer than so many months. */
export function isEvidenceUsable(validTo: CivilDate, today: CivilDate, mostMonths: number): boolean {
  return today <= validTo && validTo <= addMonthsToDate(today, mostMonths);
}
