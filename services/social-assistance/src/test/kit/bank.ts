import type { Answer } from './client.js';

/** A line of a payment file. */
export interface FileLine {
  readonly id: string;
  readonly account: string;
  readonly holder: string;
  readonly amountFen: string;
}

/** The lines of a payment file, in its order. */
export function linesOf(file: Answer<unknown>): FileLine[] {
  return file.text
    .split('\r\n')
    .filter((line) => line.startsWith('L,'))
    .map((line) => {
      const [, , id = '', , account = '', holder = '', amountFen = ''] = line.split(',');
      return { id, account, holder, amountFen };
    });
}

/** What the bank answers to a payment file: paid, but for the lines of which a code says otherwise. */
export function answerTo(
  file: Answer<unknown>,
  codeOf: (line: FileLine) => string | undefined = () => undefined,
): string {
  const [, , runId = '', , , month = ''] = file.text.split(',');
  const lines = linesOf(file);
  const total = lines.reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n);
  return [
    `H,1,${runId},${file.headers.get('x-content-sha256') ?? ''},${month}-02`,
    ...lines.map((line) => {
      const code = codeOf(line);
      return `R,${line.id},${line.amountFen},${code === undefined ? 'PAID' : `RETURNED,${code}`}`;
    }),
    `T,${lines.length},${total}`,
    '',
  ].join('\r\n');
}
