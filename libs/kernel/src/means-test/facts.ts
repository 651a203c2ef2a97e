import type { Fen } from '../money/index.js';
import type { CivilDate, Month } from '../months/index.js';
import type { AidPurpose, AssetKind, ExpenditureKind, IncomeKind, StatusKind } from './kind-registry.js';

/** The only identifier of a person outside the service that took the ID number in (人员标识). */
export type PersonKey = string;

/** Months, both included (月份区间). */
export interface MonthRange {
  readonly from: Month;
  readonly to: Month;
}

/** Days (有效期间): `from` is the first on which it holds, `to` the first on which it no longer holds; open without. */
export interface DayRange {
  readonly from: CivilDate;
  readonly to?: CivilDate;
}

export type FactQuality = 'REGISTERED' | 'VERIFIED' | 'SURVEYED' | 'REPORTED' | 'DECLARED';

/** Where a fact comes from (数源): one record of one data set of one agency or service. */
export interface FactSource {
  /** Code of an agency, or short name of a service; `verification` for that service's own decisions. */
  readonly agency: string;
  readonly dataset: string;
  /** Record of the data set; a later observation of the same record replaces an earlier one. */
  readonly recordKey: string;
}

interface StoredFact {
  readonly factId: string;
  readonly personKey: PersonKey;
  readonly source: FactSource;
  readonly quality: FactQuality;
  /** When the source saw it, RFC 3339 in UTC. */
  readonly observedAt: string;
  /** When it became known here, in microseconds since 1970; no two are equal for one person. */
  readonly recordedAtMicros: bigint;
  readonly supersededAtMicros?: bigint;
  readonly supersedesFactId?: string;
  readonly retracted: boolean;
  readonly disputed?: boolean;
}

/** An income (收入): `amountFen` in all for the months of `period`. */
export interface IncomeFact extends StoredFact {
  readonly type: 'INCOME';
  readonly kind: IncomeKind;
  readonly amountFen: Fen;
  readonly period: MonthRange;
  readonly basis: 'NET' | 'GROSS';
  /** Credit code of the payer, the personKey of who pays support, or `*` when unknown. */
  readonly payerKey: string;
  readonly itemKey: string;
  readonly programme?: string;
  readonly purpose?: AidPurpose;
  /** The sum is this person's part of a benefit of the household. */
  readonly householdShare: boolean;
  /** Where it is paid, of a benefit (发放地). */
  readonly region?: string;
  /** The case in which a benefit was decided. */
  readonly caseRef?: string;
}

/** A possession (财产) on the day `asOf`; a count or value of 0 says that it is gone. */
export interface AssetFact extends StoredFact {
  readonly type: 'ASSET';
  readonly kind: AssetKind;
  /** Value of the whole item; of a business its paid-in capital. */
  readonly valueFen?: Fen;
  readonly count?: number;
  readonly asOf: CivilDate;
  readonly itemKey: string;
  /** The person's part of the item in basis points; absent when unknown. */
  readonly shareBp?: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What the person paid (支出) after insurance, aid and subsidy. */
export interface ExpenditureFact extends StoredFact {
  readonly type: 'EXPENDITURE';
  readonly kind: ExpenditureKind;
  readonly amountFen: Fen;
  readonly period: MonthRange;
  readonly itemKey: string;
}

/** What a person is (状态) while the days last. */
export interface StatusFact extends StoredFact {
  readonly type: 'STATUS';
  readonly kind: StatusKind;
  readonly days: DayRange;
  readonly attributes: Readonly<Record<string, string>>;
}

/** An economic fact (经济事实), told apart by `type`. */
export type EconomicFact = IncomeFact | AssetFact | ExpenditureFact | StatusFact;

export type HukouType = 'URBAN' | 'RURAL';
export type Relation =
  'APPLICANT' | 'SPOUSE' | 'CHILD' | 'PARENT' | 'SIBLING' | 'GRANDPARENT' | 'GRANDCHILD' | 'OTHER';
export type Study = 'NONE' | 'SCHOOL' | 'BACHELOR' | 'MASTER_OR_ABOVE';

/** A person named in the request (家庭成员); `relation` is to the applicant. */
export interface HouseholdMember {
  readonly personKey: PersonKey;
  readonly relation: Relation;
  readonly birthDate: CivilDate;
  readonly livesTogetherSince?: CivilDate;
  readonly study: Study;
}

/** Who owes support (赡养抚养扶养义务人); `relation` is what he is to the person supported. */
export interface Obligor {
  readonly personKey: PersonKey;
  readonly obligorOfKey: PersonKey;
  readonly relation: Relation;
}

/** The household as it was named (家庭快照). */
export interface HouseholdSnapshot {
  readonly members: readonly HouseholdMember[];
  readonly obligors: readonly Obligor[];
}
