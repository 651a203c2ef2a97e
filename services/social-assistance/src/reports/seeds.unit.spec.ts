import { readFileSync } from 'node:fs';
import { cellValue, type ReportDefinition } from '@minzheng/casework/reports';
import { RECIPIENTS } from './db-01-recipients.js';
import { POVERTY_LINK } from './db-02-poverty.js';
import { STANDARD_GROWTH } from './db-03-standard.js';
import { BENEFIT_LEVEL } from './db-04-benefit.js';
import { FUNDS } from './fu-01-funds.js';
import { REPORTS_SECTION } from './reports.js';

const cell = ({ cells }: ReportDefinition, code: string, sums: Record<string, bigint>) => {
  const definition = cells.find((each) => each.code === code);
  if (!definition) throw new RangeError(`no cell ${code}`);
  return cellValue(definition, { sums: new Map(Object.entries(sums)), distributions: new Map() }).value;
};

/** Social assistance, section 10: each report against a figure that was published. */
describe('the published figures', () => {
  it('DB-01: 1,515,600 at the end of October 2019, 294,000 more than before', () => {
    const movement = { end: 1_515_600n, base: 1_221_600n };
    expect(cell(RECIPIENTS, 'net', movement)).toBe('294000');
    expect(cell(RECIPIENTS, 'base', movement)).toBe('1221600');
  });

  it('DB-02: 72,697 of 179,100 recipients and of 339,704 registered poor', () => {
    const link = { covered: 72_697n, persons: 179_100n, registered: 339_704n, newlyCovered: 2_829n };
    expect(cell(POVERTY_LINK, 'ofRecipients', link)).toBe('40.59');
    expect(cell(POVERTY_LINK, 'ofRegistered', link)).toBe('21.40');
    expect(cell(POVERTY_LINK, 'newlyCovered', link)).toBe('2829');
  });

  it.each([
    [59_000n, 37_100n, '59', '59.03'],
    [39_000n, 19_000n, '105', '105.26'],
    [35_000n, 30_000n, '17', '16.67'],
    [64_900n, 59_000n, '10', '10.00'],
  ])('DB-03: %s fen after %s fen', (newFen, oldFen, whole, exact) => {
    expect(cell(STANDARD_GROWTH, 'growthWhole', { newFen, oldFen })).toBe(whole);
    expect(cell(STANDARD_GROWTH, 'growth', { newFen, oldFen })).toBe(exact);
  });

  it('DB-03: the margin over the poverty line is that of a year', () => {
    const margin = { annualFen: 12n * 59_000n, lineFen: 400_000n, lines: 1n };
    expect(cell(STANDARD_GROWTH, 'margin', margin)).toBe('308000');
    expect(cell(STANDARD_GROWTH, 'margin', {})).toBeUndefined();
  });

  it('DB-04: 66,900 in single-person awards', () => {
    const level = {
      awards: 669_000n,
      singlePerson: 66_900n,
      persons: 3n,
      baseFen: 57_000n,
      extrasFen: 29_500n,
    };
    expect(cell(BENEFIT_LEVEL, 'singlePerson', level)).toBe('10.00');
    expect(cell(BENEFIT_LEVEL, 'perPerson', level)).toBe('28833');
  });

  it('FU-01: 533.17 m a year, of which a part is paid', () => {
    const year = { budgetFen: 53_317_000_000n, yearPaidFen: 50_000_000_000n };
    expect(cell(FUNDS, 'unspent', year)).toBe('3317000000');
    expect(cell(FUNDS, 'unspent', { yearPaidFen: 5n })).toBeUndefined();
  });
});

it('the reports are described in the documentation as they are defined (npm run docs:reports)', () => {
  const document = readFileSync(new URL('../../../../docs/reports.md', import.meta.url), 'utf8');
  expect(document).toContain(REPORTS_SECTION);
});
