export type { ExpenditureUse, RigidGroup } from './expenditure-kinds.data.js';
export type { PropertyGroup } from './asset-kinds.data.js';
export type { Gate, IncomeNature, Treatment } from './income-kinds.data.js';
export * from './facts.js';
export * from './kind-registry.js';
export * from './treatment.js';
export * from './means-policy.js';
export { PolicyMalformed } from './policy-values.js';
export * from './reason.js';
export type { CoveredThrough, MonthLine } from './month-lines.rules.js';
export { holdsOn, isMinor, Statuses } from './status.rules.js';
export { OWN_AGENCY, visibleFacts } from './supersession.rules.js';
export { rankOf, sourceConflicts, type SourceDifference, type SourceStatement } from './source-rank.rules.js';
export { selectFacts, type SelectedFacts, type SelectionMoment } from './selection.rules.js';
export {
  composeHousehold,
  isCustody,
  type CompositionPolicy,
  type HouseholdComposition,
  type HouseholdQuestion,
  type MembershipCode,
  type MembershipVerdict,
} from './household.rules.js';
export { perCapitaMonthly, type KindIncome, type PersonIncome } from './income.rules.js';
export type { CountedAmount } from './countable.rules.js';
export type { LabourDeductions } from './labour.rules.js';
export {
  imputedSupport,
  type ObligorStanding,
  type SupportAmount,
  type SupportCode,
} from './support.rules.js';
export {
  isBelowDisposableIncome,
  perCapitaAfterRigid,
  rigidRatio,
  rigidSpending,
  type RigidRatio,
  type RigidSpending,
} from './rigid.rules.js';
export {
  testProperty,
  type MissingSource,
  type PropertyCode,
  type PropertyQuestion,
  type PropertyResult,
  type PropertyVerdict,
} from './property.rules.js';
export { itemsOf, uninhabitableHomes, type PropertyItem } from './property-items.js';
export * from './means-test.js';
