import { readFileSync } from 'node:fs';
import { cellValue, type ReportDefinition } from '@minzheng/casework/reports';
import { findingOf } from './report-finding.js';
import { REPORTS_SECTION } from './reports.js';
import { CLUES_ISSUED } from './vf-02-clues.js';
import { CROSS_SCHEME } from './vf-09-service.js';
import { POVERTY_OVERLAP } from './vf-10-poverty.js';
import { PRIVACY } from './vf-12-privacy.js';

const cell = ({ cells }: ReportDefinition, code: string, sums: Record<string, bigint>) => {
  const definition = cells.find((each) => each.code === code);
  if (!definition) throw new RangeError(`no cell ${code}`);
  return cellValue(definition, { sums: new Map(Object.entries(sums)), distributions: new Map() }).value;
};

/** Verification, section 10. */
describe('the published figures', () => {
  it('VF-10: 72,697 of 179,100 persons in dibao and of 339,704 registered poor', () => {
    const overlap = { both: 72_697n, dibao: 179_100n, bothThere: 72_697n, registered: 339_704n };
    expect(cell(POVERTY_OVERLAP, 'ofDibao', overlap)).toBe('40.59');
    expect(cell(POVERTY_OVERLAP, 'ofRegistered', overlap)).toBe('21.40');
  });

  it('VF-02: rates of what was closed and of what was due', () => {
    const clues = { issued: 95_000n, closed: 3n, confirmed: 2n, due: 8n, onTime: 7n };
    expect(cell(CLUES_ISSUED, 'hitRate', clues)).toBe('66.67');
    expect(cell(CLUES_ISSUED, 'onTimeRate', clues)).toBe('87.50');
  });

  it('VF-09: by reports and by checks together', () => {
    expect(cell(CROSS_SCHEME, 'served', { reported: 200_000n, checked: 8_400n })).toBe('208400');
  });

  it('VF-12: for each thousand people', () => {
    expect(cell(PRIVACY, 'perThousand', { lookups: 12_345n, people: 4_421_200n })).toBe('2.79');
    expect(cell(PRIVACY, 'perThousand', { lookups: 1n })).toBeUndefined();
  });
});

describe('what is counted of a report', () => {
  const household = { basis: 'HOUSEHOLD', reasonCodes: [] } as const;

  it('is nothing where all is within the limits and agrees', () => {
    const conclusions = [{ purpose: 'DIBAO', conclusion: 'WITHIN_LIMITS', ...household }] as never;
    expect(findingOf({ conclusions, discrepancies: [], gaps: [] })).toEqual({
      ...{ exceeds: false, material: false },
      ...{ kinds: [], gaps: [] },
    });
  });

  it('is each kind and each agency once, and what one purpose is over', () => {
    const conclusions = [
      { purpose: 'DIBAO', conclusion: 'EXCEEDS_PROPERTY', ...household },
      { purpose: 'EDGE', conclusion: 'WITHIN_LIMITS', ...household },
    ] as never;
    const differs = { personKey: 'a', class: 'NOT_DECLARED', material: true } as const;
    const discrepancies = [
      { ...differs, side: 'INCOME', kind: 'wage' },
      { ...differs, side: 'ASSET', kind: 'deposit' },
      { ...differs, personKey: 'b', side: 'INCOME', kind: 'wage' },
    ] as never;
    const gaps = ['TAX', 'BANK', 'TAX'].map((agency) => ({
      agency,
      personKeys: [],
      state: 'NOT_ANSWERED',
    })) as never;
    expect(findingOf({ conclusions, discrepancies, gaps })).toEqual({
      ...{ exceeds: true, material: true },
      ...{ kinds: ['ASSET.deposit', 'INCOME.wage'], gaps: ['BANK', 'TAX'] },
    });
  });
});

it('the reports are described in the documentation as they are defined (npm run docs:reports)', () => {
  const document = readFileSync(new URL('../../../../docs/reports.md', import.meta.url), 'utf8');
  expect(document).toContain(REPORTS_SECTION);
});
