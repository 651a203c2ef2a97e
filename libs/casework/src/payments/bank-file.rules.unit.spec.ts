import { csvLine, parseResultFile, type MismatchReason } from './bank-file.rules.js';

const RUN = '0197c000-fa92-76bb-8db9-aa6478e2a419';
const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const ABOUT = { runId: RUN, fileSha256: SHA256, today: '2025-07-08' };
const LINES = [1, 2, 3].map((number) => `0197c000-fa92-76bb-8db9-aa6478e2a42${number}`) as [
  string,
  string,
  string,
];
const HEAD = `H,1,${RUN},${SHA256},2025-07-08`;
const GOOD: readonly string[] = [
  HEAD,
  `R,${LINES[0]},57000,PAID`,
  `R,${LINES[1]},17700,RETURNED,ACCOUNT_CLOSED`,
  `R,${LINES[2]},11800,PAID`,
  'T,3,86500',
];

const file = (lines: readonly string[], end = '\r\n'): string => lines.map((line) => line + end).join('');
const replaced = (place: number, line: string): string[] => GOOD.with(place, line);

describe('a result file', () => {
  it('is read by column', () => {
    expect(parseResultFile(file(GOOD), ABOUT)).toEqual({
      file: {
        settledOn: '2025-07-08',
        lineIds: LINES,
        amounts: ['57000', '17700', '11800'],
        codes: [null, 'ACCOUNT_CLOSED', null],
        totalFen: 86_500n,
      },
    });
  });

  it('may end its lines by LF alone, and its last line by nothing', () => {
    expect(parseResultFile(file(GOOD, '\n'), ABOUT)).toEqual(parseResultFile(file(GOOD), ABOUT));
    expect(parseResultFile(GOOD.join('\r\n'), ABOUT)).toEqual(parseResultFile(file(GOOD), ABOUT));
  });

  it('of no lines is one', () => {
    expect(parseResultFile(file([HEAD, 'T,0,0']), ABOUT)).toMatchObject({
      file: { lineIds: [], totalFen: 0n },
    });
  });

  const wrong: [string, readonly string[], number, MismatchReason][] = [
    ['a sum that is not that of its lines', replaced(4, 'T,3,86499'), 5, 'WRONG_TOTAL'],
    ['a number that is not that of its lines', replaced(4, 'T,2,86500'), 5, 'WRONG_COUNT'],
    ['no trailer', GOOD.slice(0, 4), 4, 'MALFORMED'],
    ['no header', GOOD.slice(1), 1, 'MALFORMED'],
    ['nothing', [], 1, 'MALFORMED'],
    ['a day that is none', replaced(0, HEAD.replace('07-08', '06-31')), 1, 'MALFORMED'],
    ['a day that has not come', replaced(0, HEAD.replace('07-08', '07-09')), 1, 'FUTURE_DAY'],
    ['another version', replaced(0, HEAD.replace('H,1', 'H,2')), 1, 'MALFORMED'],
    ['another run', replaced(0, HEAD.replace(RUN, LINES[0])), 1, 'OTHER_RUN'],
    ['another payment file', replaced(0, HEAD.replace(SHA256, SHA256.replace('9', '8'))), 1, 'OTHER_FILE'],
    ['an amount with decimals', replaced(1, `R,${LINES[0]},570.00,PAID`), 2, 'MALFORMED'],
    ['an amount of nothing', replaced(1, `R,${LINES[0]},0,PAID`), 2, 'MALFORMED'],
    ['a line without an id', replaced(1, 'R,7,57000,PAID'), 2, 'MALFORMED'],
    ['a return without a code', replaced(2, `R,${LINES[1]},17700,RETURNED`), 3, 'MALFORMED'],
    ['a code that nobody knows', replaced(2, `R,${LINES[1]},17700,RETURNED,LOST`), 3, 'MALFORMED'],
    ['a payment with a code', replaced(1, `R,${LINES[0]},57000,PAID,OTHER`), 2, 'MALFORMED'],
    ['another outcome', replaced(1, `R,${LINES[0]},57000,MAYBE`), 2, 'MALFORMED'],
  ];
  it.each(wrong)('with %s does not fit', (_what, lines, line, reason) => {
    const parsed = parseResultFile(file(lines), ABOUT);
    expect('mismatches' in parsed && parsed.mismatches).toContainEqual({ line, reason });
  });

  it('names the first twenty of what does not fit', () => {
    const lines = [HEAD, ...Array.from({ length: 50 }, () => 'R,x,1,PAID'), 'T,50,50'];
    const parsed = parseResultFile(file(lines), ABOUT);
    expect('mismatches' in parsed && parsed.mismatches).toHaveLength(20);
  });
});

describe('a line of a payment file', () => {
  it('quotes what has a comma, a quote or a line break in it', () => {
    expect(csvLine(['L', 1, 5_000n, '买买提·吐尔逊', 'a,b', 'say "x"', 'two\nlines'])).toBe(
      'L,1,5000,买买提·吐尔逊,"a,b","say ""x""","two\nlines"\r\n',
    );
  });
});
