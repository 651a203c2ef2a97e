import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { enumValue } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema, PurposeSchema } from '@minzheng/contracts/common';
import {
  AssetKindSchema,
  ExpenditureKindSchema,
  FactQualitySchema,
  IncomeBasisSchema,
  IncomeKindSchema,
  StatusKindSchema,
} from '@minzheng/contracts/facts';
import {
  ConclusionBasisSchema,
  EconomicSideSchema,
  GapStateSchema,
  IncomeBandSchema,
  PropertyVerdictSchema,
} from '@minzheng/contracts/verification';
import { toWire } from '@minzheng/kernel/rational';
import type {
  AssetItem,
  ExpenditureItem,
  IncomeItem,
  PersonFigures,
  StatusItem,
} from './member-figures.rules.js';
import type { HouseholdTotals, ReportBody, ReportConclusion, ReportDiscrepancy } from './report-body.js';

/** The parts of a report as `VerificationCompleted` carries them. */
export function householdFigures(totals: HouseholdTotals) {
  return {
    memberCount: totals.memberCount,
    annualIncomeFen: totals.annualIncomeFen,
    perCapitaMonthly: toWire(totals.perCapitaMonthly),
    perCapitaAfterRigid: toWire(totals.perCapitaAfterRigid),
    rigidAnnualFen: totals.rigidOfWindowFen,
    financialAssetsPerHead: toWire(totals.financialAssetsPerHead),
    incomeBand: enumValue(IncomeBandSchema, totals.incomeBand),
    standardMonthlyFen: totals.standardMonthlyFen,
  };
}

export function memberFigures(person: PersonFigures) {
  return {
    personKey: person.personKey,
    counted: person.counted,
    reasonCode: person.reasonCode,
    ownMonthly: toWire(person.ownMonthly),
    ...(person.financialAssetsFen !== undefined && { financialAssetsFen: person.financialAssetsFen }),
    incomes: person.incomes.map(incomeFigure),
    expenditures: person.expenditures.map(expenditureFigure),
    assets: person.assets.map(assetFigure),
    statuses: person.statuses.map(statusFigure),
  };
}

/** A report of a form that did not tell property apart says nothing of it. */
export function conclusionMessage({
  purpose,
  conclusion,
  basis,
  personKey,
  reasonCodes,
  property,
}: ReportConclusion) {
  return {
    purpose: enumValue(PurposeSchema, purpose),
    conclusion,
    ...(personKey === undefined ? {} : { personKey }),
    basis: enumValue(ConclusionBasisSchema, basis),
    reasonCodes: [...reasonCodes],
    ...(property && {
      property: enumValue(PropertyVerdictSchema, property.verdict),
      propertyReasonCodes: [...property.reasonCodes],
    }),
  };
}

export function discrepancyMessages(discrepancies: readonly ReportDiscrepancy[]) {
  return discrepancies.map(({ personKey, side, kind, declaredFen, verifiedFen, class: found, material }) => ({
    personKey,
    side: enumValue(EconomicSideSchema, side),
    kind,
    ...(declaredFen !== undefined && { declaredFen }),
    ...(verifiedFen !== undefined && { verifiedFen }),
    class: found,
    material,
  }));
}

export function gapMessages(gaps: ReportBody['gaps']) {
  return gaps.map(({ agency, dataset, personKeys, state, observedAt }) => ({
    agency,
    ...(dataset !== undefined && { dataset }),
    personKeys: [...personKeys],
    state: enumValue(GapStateSchema, state),
    ...(observedAt !== undefined && { observedAt: timestampFromDate(new Date(observedAt)) }),
  }));
}

function incomeFigure({
  kind,
  programme,
  payerKey,
  basis,
  month,
  amountFen,
  quality,
  agency,
  factId,
}: IncomeItem) {
  return {
    kind: enumValue(IncomeKindSchema, kind),
    ...(programme !== undefined && { programme: enumValue(ProgrammeSchema, programme) }),
    payerKey,
    basis: enumValue(IncomeBasisSchema, basis),
    month,
    amountFen,
    quality: enumValue(FactQualitySchema, quality),
    agency,
    factId,
  };
}

function expenditureFigure({ kind, month, amountFen, quality, agency, factId }: ExpenditureItem) {
  return {
    kind: enumValue(ExpenditureKindSchema, kind),
    month,
    amountFen,
    quality: enumValue(FactQualitySchema, quality),
    agency,
    factId,
  };
}

function assetFigure(item: AssetItem) {
  return {
    kind: enumValue(AssetKindSchema, item.kind),
    ...(item.valueFen !== undefined && { valueFen: item.valueFen }),
    ...(item.count !== undefined && { count: item.count }),
    ...(item.shareBp !== undefined && { shareBp: item.shareBp }),
    attributes: { ...item.attributes },
    itemKey: item.itemKey,
    asOf: item.asOf,
    agency: item.agency,
    factId: item.factId,
    ...(item.ignoredReason !== undefined && { ignoredReason: item.ignoredReason }),
  };
}

function statusFigure({ kind, from, to, factId }: StatusItem) {
  return { kind: enumValue(StatusKindSchema, kind), days: { from, ...(to !== undefined && { to }) }, factId };
}
