import { InvalidPolicies, parsePolicyFiles } from './policy-files.js';

const ROW = `
- id: 019a2f00-0000-7000-8000-000000000001
  key: assistance.standard.monthlyFen
  regionPrefix: '5108'
  effectiveFrom: 2020-01-01
  value: { URBAN: '59000', RURAL: '39000' }
  legalBasis: 广府规〔2019〕1号
`;
const changed = (from: string | RegExp, to: string): string => ROW.replace(from, to);
const parse = (...contents: string[]) =>
  parsePolicyFiles(
    contents.map((content, index) => ({ name: `${'ab'[index]}.yaml`, content })),
    'assistance',
  );
const problemsOf = (...contents: string[]): readonly string[] => {
  try {
    parse(...contents);
  } catch (error) {
    if (error instanceof InvalidPolicies) return error.problems;
    throw error;
  }
  return [];
};

describe('policy files', () => {
  it('are lists of rows', () => {
    expect(parse(ROW)).toEqual([
      {
        id: '019a2f00-0000-7000-8000-000000000001',
        key: 'assistance.standard.monthlyFen',
        regionPrefix: '5108',
        effectiveFrom: '2020-01-01',
        value: { URBAN: '59000', RURAL: '39000' },
        legalBasis: '广府规〔2019〕1号',
        place: 'a.yaml, row 1 (019a2f00-0000-7000-8000-000000000001)',
      },
    ]);
  });

  it.each([
    ['an unknown field', changed(/\n$/, '\n  unit: fen\n'), /unit is not a known field/],
    ['no legal basis', changed(/ {2}legalBasis.*\n/, ''), /legalBasis is missing/],
    ['an empty legal basis', changed(/legalBasis: .*\n/, "legalBasis: ' '\n"), /legalBasis must be/],
    ['a date that is none', changed('2020-01-01', '2020-02-30'), /effectiveFrom must be a date/],
    ['an end before the beginning', changed(/\n$/, '\n  effectiveTo: 2019-12-31\n'), /effectiveTo is before/],
    ['no region', changed(/ {2}regionPrefix.*\n/, ''), /regionPrefix is missing/],
    ['a region that is a number', changed("'5108'", '5108'), /regionPrefix must be .* in quotes/],
    ['a region of a length that none has', changed("'5108'", "'510'"), /regionPrefix must be/],
    ['a fraction', changed("'59000'", '0.5'), /value must be JSON without fractions/],
    ['no value', changed(/ {2}value.*\n/, ''), /value is missing/],
    ['an id that is none', changed('019a2f00-', '019a2f-'), /id must be a UUID/],
    ['another service’s key', changed('assistance.', 'eldercare.'), /key must begin with assistance\./],
    ['a key with a blank', changed('monthlyFen', 'monthly fen'), /key must be/],
  ])('with %s are refused', (_, content, problem) => {
    const problems = problemsOf(content);
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems[0]).toMatch(/^a\.yaml, row 1/);
  });

  it('name every problem at once', () => {
    const second = changed('000001', '000002')
      .replace('2020-01-01', '2020-13-01')
      .replace(/ {2}legalBasis.*\n/, '');
    expect(problemsOf(ROW + second)).toEqual([
      expect.stringMatching(/^a\.yaml, row 2 \(019a2f00-0000-7000-8000-000000000002\): effectiveFrom/),
      expect.stringMatching(/^a\.yaml, row 2 .*: legalBasis/),
    ]);
  });

  it('use an id once, also across files', () => {
    expect(problemsOf(ROW, changed('5108', '5109'))).toEqual([
      'b.yaml, row 1 (019a2f00-0000-7000-8000-000000000001): has the id of ' +
        'a.yaml, row 1 (019a2f00-0000-7000-8000-000000000001)',
    ]);
  });

  it('have one row for a key, a region and a first day', () => {
    expect(problemsOf(ROW, changed('000001', '000002'))).toEqual([
      expect.stringMatching(/^b\.yaml, row 1 .*: has key, region and first day of a\.yaml, row 1/),
    ]);
  });

  it.each([
    ['no YAML', '- id: [', /^a\.yaml, line 1: /],
    ['a name twice', changed(/\n$/, '\n  key: again\n'), /^a\.yaml, line 8: DUPLICATE_KEY/],
    ['no list', 'id: 1', /^a\.yaml: it must be a list/],
    ['nothing', '', /^a\.yaml: it must be a list/],
    ['a row without fields', '- text', /^a\.yaml, row 1: it must have named fields/],
  ])('that hold %s are refused', (_, content, problem) => {
    expect(problemsOf(content)).toEqual([expect.stringMatching(problem)]);
  });
});
