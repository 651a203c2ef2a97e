import { create } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { enumName, enumValue } from '@minzheng/contracts/catalogue';
import {
  AssetKindSchema,
  ExpenditureKindSchema,
  FactQualitySchema,
  IncomeBasis,
  IncomeKindSchema,
  StatusKindSchema,
} from '@minzheng/contracts/facts';
import {
  MemberFiguresSchema,
  type MemberFigures,
  type VerificationCompleted,
} from '@minzheng/contracts/verification';
import type {
  AssetFact,
  AssetKind,
  EconomicFact,
  ExpenditureFact,
  ExpenditureKind,
  FactQuality,
  IncomeFact,
  IncomeKind,
  MonthLine,
  StatusKind,
} from '@minzheng/kernel/means-test';
import type { CivilDate, Month } from '@minzheng/kernel/months';

/** What a visit has seen or a letter has answered, of one person (入户所见、函询答复). */
export interface SuppliedItem {
  /** Of the fact that tells it; an item that the report counts already is left out. */
  readonly factId: string;
  readonly personKey: string;
  readonly side: 'INCOME' | 'ASSET' | 'EXPENDITURE';
  readonly kind: string;
  /** Strings of digits, fen: the sum of the months, or the value. */
  readonly amountFen?: string;
  readonly valueFen?: string;
  readonly count?: number;
  readonly payerKey?: string;
  readonly fromMonth?: Month;
  readonly toMonth?: Month;
  readonly quality: Extract<FactQuality, 'SURVEYED' | 'VERIFIED'>;
  /** Who says it: an agency, or this service. */
  readonly agency: string;
  readonly on: CivilDate;
}

/** The items of the report as facts again. */
export function factsOf(report: VerificationCompleted): EconomicFact[] {
  const observedAt = (report.issuedAt ? timestampDate(report.issuedAt) : new Date(0)).toISOString();
  return report.members.flatMap((member) => {
    let at = 0n;
    const common = (factId: string, agency: string, quality: FactQuality) => ({
      factId,
      personKey: member.personKey,
      source: { agency, dataset: agency, recordKey: factId },
      quality,
      observedAt,
      recordedAtMicros: (at += 1n),
      retracted: false,
    });
    return [
      ...member.incomes.map((income) => ({
        // a fact of several months is here once for each
        ...common(`${income.factId}/${income.month}`, income.agency, qualityOf(income.quality)),
        type: 'INCOME' as const,
        kind: enumName(IncomeKindSchema, income.kind) as IncomeKind,
        amountFen: income.amountFen,
        period: { from: income.month, to: income.month },
        basis: income.basis === IncomeBasis.GROSS ? ('GROSS' as const) : ('NET' as const),
        payerKey: income.payerKey,
        itemKey: income.factId,
        householdShare: false,
      })),
      ...member.expenditures.map((spent) => ({
        ...common(`${spent.factId}/${spent.month}`, spent.agency, qualityOf(spent.quality)),
        type: 'EXPENDITURE' as const,
        kind: enumName(ExpenditureKindSchema, spent.kind) as ExpenditureKind,
        amountFen: spent.amountFen,
        period: { from: spent.month, to: spent.month },
        itemKey: spent.factId,
      })),
      ...member.assets
        .filter(({ ignoredReason }) => ignoredReason === undefined)
        .map((asset) => ({
          ...common(asset.factId, asset.agency, 'VERIFIED'),
          type: 'ASSET' as const,
          kind: enumName(AssetKindSchema, asset.kind) as AssetKind,
          ...(asset.valueFen === undefined ? {} : { valueFen: asset.valueFen }),
          ...(asset.count === undefined ? {} : { count: asset.count }),
          asOf: asset.asOf as CivilDate,
          itemKey: asset.itemKey,
          ...(asset.shareBp === 0 ? {} : { shareBp: asset.shareBp }),
          attributes: asset.attributes,
        })),
      ...member.statuses.map((status) => ({
        ...common(status.factId, 'PSB', 'VERIFIED'),
        type: 'STATUS' as const,
        kind: enumName(StatusKindSchema, status.kind) as StatusKind,
        days: {
          from: status.days?.from ?? '',
          ...(status.days?.to === undefined ? {} : { to: status.days.to }),
        },
        attributes: {},
      })),
    ];
  });
}

const qualityOf = (quality: number): FactQuality => enumName(FactQualitySchema, quality) as FactQuality;

/** Recorded after everything in the report, which was known before. */
const AFTER = 1_000_000_000n;

/**
 * What was added as a fact.
 *
 * @param asOf - what is seen or answered later is taken as held on that day: the test is of that day
 */
export function toFact(item: SuppliedItem, index: number, asOf: CivilDate): EconomicFact {
  const { factId, personKey, kind, quality, agency, on } = item;
  const common = {
    ...{ factId, personKey, quality, retracted: false },
    source: { agency, dataset: agency, recordKey: factId },
    observedAt: `${on}T12:00:00.000Z`,
    recordedAtMicros: AFTER + BigInt(index),
  };
  const months = { from: item.fromMonth ?? '', to: item.toMonth ?? '' } as { from: Month; to: Month };
  switch (item.side) {
    case 'INCOME':
      return {
        ...common,
        type: 'INCOME',
        kind: kind as IncomeKind,
        amountFen: BigInt(item.amountFen ?? '0'),
        period: months,
        basis: 'NET',
        payerKey: item.payerKey ?? '*',
        itemKey: factId,
        householdShare: false,
      };
    case 'EXPENDITURE':
      return {
        ...common,
        type: 'EXPENDITURE',
        kind: kind as ExpenditureKind,
        amountFen: BigInt(item.amountFen ?? '0'),
        period: months,
        itemKey: factId,
      };
    case 'ASSET':
      return {
        ...common,
        type: 'ASSET',
        kind: kind as AssetKind,
        ...(item.valueFen === undefined ? {} : { valueFen: BigInt(item.valueFen) }),
        ...(item.count === undefined ? {} : { count: item.count }),
        asOf: on > asOf ? asOf : on,
        itemKey: factId,
        shareBp: 10_000,
        attributes: {},
      } satisfies AssetFact;
  }
}

/** What counts of facts, as a report lists it. */
export function figuresOf(
  incomes: readonly MonthLine<IncomeFact>[],
  expenditures: readonly MonthLine<ExpenditureFact>[],
  assets: readonly AssetFact[],
): Pick<MemberFigures, 'incomes' | 'expenditures' | 'assets'> {
  return create(MemberFiguresSchema, {
    incomes: incomes.map(({ fact, month, amountFen }) => ({
      ...{ kind: enumValue(IncomeKindSchema, fact.kind), payerKey: fact.payerKey, basis: IncomeBasis.NET },
      ...{ month, amountFen, ...sourceOf(fact) },
    })),
    expenditures: expenditures.map(({ fact, month, amountFen }) => ({
      ...{ kind: enumValue(ExpenditureKindSchema, fact.kind), month, amountFen, ...sourceOf(fact) },
    })),
    assets: assets.map((fact) => ({
      ...{ kind: enumValue(AssetKindSchema, fact.kind), shareBp: fact.shareBp ?? 0 },
      ...{ itemKey: fact.itemKey, asOf: fact.asOf, attributes: { ...fact.attributes } },
      ...{ agency: fact.source.agency, factId: fact.factId },
      ...(fact.valueFen === undefined ? {} : { valueFen: fact.valueFen }),
      ...(fact.count === undefined ? {} : { count: fact.count }),
    })),
  });
}

const sourceOf = ({ quality, source, factId }: IncomeFact | ExpenditureFact) => ({
  quality: enumValue(FactQualitySchema, quality),
  agency: source.agency,
  factId,
});
