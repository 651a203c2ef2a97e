import type { HukouRow, Leaf, ReportDefinition } from '@minzheng/casework/reports';
import type { Fen } from '@minzheng/kernel/money';
import { addDays, firstDay, type CivilDate } from '@minzheng/kernel/months';
import { PolicyMissing, type PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';

const STANDARD = 'assistance.dibao.standardMonthlyFen';
const POVERTY_LINE = 'assistance.poverty.lineAnnualFen';
const HUKOU_TYPES = ['URBAN', 'RURAL'] as const satisfies readonly HukouRow[];
const MONTHS_A_YEAR = 12n;

/** DB-03: what the standard is, and how it has grown (低保标准及增长). */
export const STANDARD_GROWTH: ReportDefinition = {
  code: 'DB-03',
  version: 1,
  title: { zh: '低保标准及增长', en: 'Standard and growth' },
  meaning: {
    zh: '本月执行的县级低保标准；比上一次标准的增幅；全年标准与防止返贫监测线之差。多个县的为平均数。',
    en: 'The standard in force in the county in the month; (new − old) ÷ old against the standard before it; 12 × standard − the poverty line. Of several counties the mean.',
  },
  basis:
    '社会救助暂行办法 art. 10; Guangyuan: 590 (+59 %) and 390 (+105 %), from about 371 and 190; Chongqing: 300 → 350 = 16.67 %',
  measures: {
    standards: { of: null },
    standardFen: { of: null },
    newFen: { of: null },
    oldFen: { of: null },
    lines: { of: null },
    annualFen: { of: null },
    lineFen: { of: null },
  },
  cells: [
    {
      code: 'standard',
      title: { zh: '低保标准', en: 'Standard' },
      unit: 'FEN',
      numerator: ['standardFen'],
      denominator: ['standards'],
    },
    {
      code: 'growth',
      title: { zh: '增幅', en: 'Growth' },
      unit: 'PERCENT',
      numerator: ['newFen', '-oldFen'],
      denominator: ['oldFen'],
    },
    {
      code: 'growthWhole',
      title: { zh: '增幅（取整）', en: 'Growth, whole' },
      unit: 'PERCENT',
      numerator: ['newFen', '-oldFen'],
      denominator: ['oldFen'],
      decimals: 0,
    },
    {
      code: 'margin',
      title: { zh: '高于监测线', en: 'Margin over the poverty line' },
      unit: 'FEN',
      numerator: ['annualFen', '-lineFen'],
      denominator: ['lines'],
    },
  ],
  leaves({ months, counties }, { book }) {
    return Promise.resolve(
      counties.flatMap((region) =>
        months.flatMap((month) =>
          HUKOU_TYPES.flatMap((hukouType) =>
            Object.entries(standardFigures(book, region, hukouType, firstDay(month))).map(
              ([measure, value]): Leaf => ({ region, hukouType, month, item: '', measure, bucket: 0, value }),
            ),
          ),
        ),
      ),
    );
  },
};

function standardFigures(
  book: PolicyBook,
  region: string,
  hukouType: (typeof HUKOU_TYPES)[number],
  on: CivilDate,
): Readonly<Record<string, Fen>> {
  const current = resolved(book, STANDARD, region, on);
  if (!current) return {};
  const of = ({ value }: PolicyRow): Fen =>
    BigInt((value as Readonly<Record<string, string>>)[hukouType] ?? 0);
  const standardFen = of(current);
  let before = resolved(book, STANDARD, region, addDays(current.effectiveFrom, -1));
  // a row says both numbers: one that changes the other is no new standard
  while (before && of(before) === standardFen) {
    before = resolved(book, STANDARD, region, addDays(before.effectiveFrom, -1));
  }
  const line = resolved(book, POVERTY_LINE, region, on);
  return {
    ...{ standards: 1n, standardFen },
    ...(before ? { newFen: standardFen, oldFen: of(before) } : {}),
    ...(line
      ? { lines: 1n, annualFen: MONTHS_A_YEAR * standardFen, lineFen: BigInt(line.value as string) }
      : {}),
  };
}

function resolved(book: PolicyBook, key: string, region: string, on: CivilDate): PolicyRow | undefined {
  try {
    return book.resolve(key, region, on);
  } catch (error) {
    if (error instanceof PolicyMissing) return undefined;
    throw error;
  }
}
