import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { AidPurpose, Programme } from '@minzheng/contracts/common';
import {
  AssetFactSchema,
  ExpenditureFactSchema,
  FactQuality,
  IncomeBasis,
  IncomeFactSchema,
  StatusFactSchema,
  type AssetKind,
  type ExpenditureKind,
  type IncomeKind,
  type StatusKind,
} from '@minzheng/contracts/facts';
import type { CivilDate, Month } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { said } from '../messages/index.js';
import { factIdOf, recordHash, type FactDataset } from './fact.rules.js';

/** What every fact says, whatever it is about. */
export interface Told {
  readonly personKey: string;
  readonly region: string;
  /** The row that says so and the person, such as `award/<id>/<personKey>`; told again, it is the same fact. */
  readonly record: string;
  /** Which telling of the row it is, from 1; numbers may be left out, as those of an aggregate's versions are. */
  readonly version?: number;
  /** The telling that this one replaces; without it the one before, where there is one. */
  readonly supersedes?: number;
  /** What it replaces was never so. */
  readonly retracted?: boolean;
  /** Checked against evidence (`VERIFIED`) where nothing else is said. */
  readonly quality?: FactQuality;
  /** Number of the case in which it arose. */
  readonly caseRef?: string;
  /** When it happened, by the business clock. */
  readonly at: Date;
  /** When the department held it to be so, where that was not `at`: of one item and month the later one stands. */
  readonly observedAt?: Date;
}

/** A status (身份或状态): an award, a recognition, a visit. */
export interface StatusTold extends Told {
  readonly kind: StatusKind;
  /** First day on which it holds. */
  readonly from: CivilDate;
  /** First day on which it no longer holds. */
  readonly to?: CivilDate;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Both included. */
interface Months {
  readonly fromMonth: Month;
  readonly toMonth: Month;
}

/** Money that a person received (收入). */
export interface IncomeTold extends Told {
  readonly kind: IncomeKind;
  /** Of the whole period; 0 only in a fact that replaces another. */
  readonly amountFen: bigint;
  readonly period: Months;
  /** After work costs, tax and contributions (`NET`) where nothing else is said. */
  readonly basis?: IncomeBasis;
  /** Credit code of the payer, of support the payer's personKey, `*` where unknown. */
  readonly payerKey: string;
  /**
   * What it was paid by, such as `award/<id>/run/<id>`: sent hashed. Facts of different items add up; of one item and
   * month the one observed later stands.
   */
  readonly item: string;
  readonly programme?: Programme;
  readonly purpose?: AidPurpose;
  /** The person's whole-fen part of a household benefit. */
  readonly householdShare?: boolean;
  readonly fiscalPaid?: boolean;
  readonly linkedFactId?: string;
}

/** A thing that a person owns, or no longer owns (财产): a value, a number, or both; 0 = gone. */
export interface AssetTold extends Told {
  readonly kind: AssetKind;
  /** Of the whole item. */
  readonly valueFen?: bigint;
  readonly count?: number;
  /** The day on which it was worth that. */
  readonly asOf: CivilDate;
  /** The department's own record of the thing: sent hashed. */
  readonly item: string;
  /** The person's part, basis points; all of it where nothing is said. */
  readonly shareBp?: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** What a person paid after insurance, aid and subsidy (支出). */
export interface ExpenditureTold extends Told {
  readonly kind: ExpenditureKind;
  /** Of the whole period. */
  readonly amountFen: bigint;
  readonly period: Months;
  /** The bill: sent hashed; the same bill is the same item. */
  readonly item: string;
  /** Credit code of who was paid. */
  readonly payeeKey?: string;
  readonly linkedFactId?: string;
}

const WHOLE_BP = 10_000;

/** Publishes a status. @returns the id of the fact */
export function announceStatus(tx: Tx, told: StatusTold): string {
  const { from, to } = told;
  const common = commonOf(tx, 'statuses', told);
  tx.announce(
    StatusFactSchema,
    {
      ...common,
      kind: told.kind,
      days: { from, ...(to === undefined ? {} : { to }) },
      attributes: { ...told.attributes },
    },
    subjectOf(common.factId, told),
  );
  return common.factId;
}

/** Publishes an income; of a household benefit one for each covered person. @returns the id of the fact */
export function announceIncome(tx: Tx, told: IncomeTold): string {
  const { kind, amountFen, payerKey, basis = IncomeBasis.NET, householdShare = false } = told;
  const { programme, purpose, fiscalPaid, linkedFactId } = told;
  const common = commonOf(tx, 'incomes', told);
  tx.announce(
    IncomeFactSchema,
    {
      ...common,
      ...{ kind, amountFen, payerKey, basis, householdShare },
      period: { ...told.period },
      itemKey: recordHash(told.item),
      ...(programme === undefined ? {} : { programme }),
      ...(purpose === undefined ? {} : { purpose }),
      ...(fiscalPaid === undefined ? {} : { fiscalPaid }),
      ...(linkedFactId === undefined ? {} : { linkedFactId }),
    },
    subjectOf(common.factId, told),
  );
  return common.factId;
}

/** Publishes an asset. @returns the id of the fact @throws RangeError without value and number */
export function announceAsset(tx: Tx, told: AssetTold): string {
  const { kind, asOf, valueFen, count, shareBp = WHOLE_BP } = told;
  if (valueFen === undefined && count === undefined)
    throw new RangeError('an asset without value and number');
  const common = commonOf(tx, 'assets', told);
  tx.announce(
    AssetFactSchema,
    {
      ...common,
      ...{ kind, asOf, shareBp },
      ...(valueFen === undefined ? {} : { valueFen }),
      ...(count === undefined ? {} : { count }),
      itemKey: recordHash(told.item),
      attributes: { ...told.attributes },
    },
    subjectOf(common.factId, told),
  );
  return common.factId;
}

/** Publishes an expenditure. @returns the id of the fact */
export function announceExpenditure(tx: Tx, told: ExpenditureTold): string {
  const { kind, amountFen, payeeKey, linkedFactId } = told;
  const common = commonOf(tx, 'expenditures', told);
  tx.announce(
    ExpenditureFactSchema,
    {
      ...common,
      ...{ kind, amountFen },
      period: { ...told.period },
      itemKey: recordHash(told.item),
      ...(payeeKey === undefined ? {} : { payeeKey }),
      ...(linkedFactId === undefined ? {} : { linkedFactId }),
    },
    subjectOf(common.factId, told),
  );
  return common.factId;
}

function commonOf(tx: Tx, dataset: FactDataset, told: Told) {
  const { personKey, record, version = 1, at, caseRef, quality = FactQuality.VERIFIED } = told;
  const replaced = told.supersedes ?? version - 1;
  return {
    ...said(told.region, at),
    factId: factIdOf(dataset, record, version),
    personKey,
    quality,
    source: {
      agency: tx.writer,
      dataset: `${tx.writer}.${dataset}`,
      recordId: recordHash(record),
      observedAt: timestampFromDate(told.observedAt ?? at),
    },
    retracted: told.retracted ?? false,
    ...(replaced > 0 ? { supersedesFactId: factIdOf(dataset, record, replaced) } : {}),
    ...(caseRef === undefined ? {} : { caseRef }),
  };
}

const subjectOf = (id: string, { version = 1 }: Told) => ({
  aggregate: 'fact',
  id,
  version: BigInt(version),
});
