import type { FactType } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { isFinancialAgency, isFinancialKind } from './financial-kinds.rules.js';
import type { ReportBody } from './report-body.js';
import { stateOn, type ReportStanding } from './report-standing.entity.js';
import type { VerificationReport } from './verification-report.entity.js';

/** What a reader's scopes open beside conclusions. */
export interface ReaderRights {
  /** `items:read` */
  readonly items: boolean;
  /** `finances:read` */
  readonly finances: boolean;
  /** `operations:write`: ids of records, and who paid. */
  readonly records: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** Parts of the body that hold amounts, kinds and agencies of items. */
const ITEM_PARTS = [
  'members',
  'inclusion',
  'comparison',
  'discrepancies',
  'sourceConflicts',
  'patterns',
  'totals',
] as const;

/** A report as its reader may see it (按权限展示): what is left out is named in `redacted`. */
export function reportView(
  report: VerificationReport,
  rights: ReaderRights,
  standing: ReportStanding,
  today: CivilDate,
): Json {
  const body = JSON.parse(report.body) as ReportBody;
  const redacted = [
    ...(rights.items ? [] : [...ITEM_PARTS]),
    ...(rights.items && !rights.finances ? FINANCES : []),
    ...(rights.items && rights.finances ? [] : ['computation']),
    ...(rights.items && !rights.records ? ['recordKey', 'payerKey'] : []),
  ];
  return {
    ...summaryOf(report, standing, today),
    purposes: body.purposes,
    validAt: body.validAt,
    knownAt: body.knownAt,
    conclusions: body.conclusions,
    ...(body.totals && { incomeBand: body.totals.incomeBand }),
    sources: body.sources,
    gaps: body.gaps,
    ...(rights.items && itemsOf(body, rights)),
    ...(rights.items && rights.finances && { computation: body.computation }),
    policyVersions: body.policyVersions,
    bodySha256: report.bodySha256,
    redacted: redacted.toSorted(),
  };
}

/** What a list shows. */
export function summaryOf(report: VerificationReport, standing: ReportStanding, today: CivilDate): Json {
  const { supersededBy, version } = standing;
  return {
    id: report.id,
    number: report.number,
    requestId: report.requestId,
    sequence: report.sequence,
    caseRef: report.caseRef,
    region: report.region,
    state: stateOn(standing, today),
    version,
    result: report.result,
    issuedAt: report.issuedAt.toISOString(),
    validTo: report.validTo,
    ...(report.supersedes !== null && { supersedes: report.supersedes }),
    ...(supersededBy !== null && { supersededBy }),
  };
}

const FINANCES = [
  'members.financialAssetsFen',
  'members.incomes of banks and insurers',
  'members.expenditures of insurers',
  'members.flags of insurers',
  'comparison of banks, securities firms and insurers',
  'discrepancies of banks, securities firms and insurers',
  'sourceConflicts of banks, securities firms and insurers',
  'totals.financialAssetsPerHead',
  'patterns.figures',
];

function itemsOf(body: ReportBody, { finances, records }: ReaderRights): Json {
  const isShown = (
    type: FactType,
    { kind, agency = '' }: { readonly kind: string; readonly agency?: string },
  ) => finances || !(isFinancialKind(type, kind) || isFinancialAgency(agency));
  const { financialAssetsPerHead, ...totals } = body.totals ?? { financialAssetsPerHead: undefined };
  return {
    members: body.members.map(({ financialAssetsFen, ...person }) => ({
      ...person,
      ...(person.flags && {
        flags: person.flags.filter((flag) => finances || flag !== 'COMMERCIAL_ENDOWMENT'),
      }),
      ...(finances && financialAssetsFen !== undefined && { financialAssetsFen }),
      incomes: person.incomes
        .filter((item) => isShown('INCOME', item))
        .map((item) => withoutRecord(item, records)),
      expenditures: person.expenditures
        .filter((item) => isShown('EXPENDITURE', item))
        .map((item) => withoutRecord(item, records)),
      assets: person.assets.map((item) => withoutRecord(item, records)),
      statuses: person.statuses.map((item) => withoutRecord(item, records)),
    })),
    inclusion: body.inclusion,
    comparison: body.comparison.filter((item) => isShown(item.side, item)),
    discrepancies: body.discrepancies.filter((item) => isShown(item.side, item)),
    sourceConflicts: body.sourceConflicts
      .filter((item) => isShown(item.type, item))
      .map((conflict) => withoutRecord(conflict, records)),
    ...(body.patterns && {
      patterns: body.patterns.map(({ figures, ...pattern }) => ({
        ...pattern,
        ...(finances && { figures }),
      })),
    }),
    ...(body.totals && { totals: finances ? { ...totals, financialAssetsPerHead } : totals }),
  };
}

function withoutRecord(item: object, records: boolean): Json {
  const hidden = records ? [] : ['recordKey', 'payerKey'];
  return Object.fromEntries(Object.entries(item).filter(([name]) => !hidden.includes(name)));
}
