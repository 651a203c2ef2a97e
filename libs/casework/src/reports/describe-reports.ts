import type { CellDefinition, ReportDefinition } from './report-definition.js';

/** Whose reports they are, as documentation names it. */
export interface ReportingService {
  readonly name: string;
  readonly en: string;
  readonly zh: string;
}

/** A section of `docs/reports.md`: what each report of a service says and of what it is made. */
export function describeReports(
  { name, en, zh }: ReportingService,
  definitions: readonly ReportDefinition[],
): string {
  return [
    `<!-- ${name} -->`,
    '',
    `## ${en} · ${zh} (\`${name}\`)`,
    '',
    ...definitions.flatMap(described),
  ].join('\n');
}

function described({
  code,
  version,
  title,
  meaning,
  items,
  basis,
  cells,
  measures,
}: ReportDefinition): string[] {
  const isTold = Object.values(measures).some(({ of }) => of !== null);
  return [
    `### ${code} ${title.en} · ${title.zh}`,
    '',
    meaning.en,
    '',
    meaning.zh,
    '',
    `Definition ${version}. ${basis}.${items ? ` Rows by item: ${items.en} (${items.zh}).` : ''}${isTold ? '' : ' Tells of nobody: nothing is hidden.'}`,
    '',
    '| cell | | unit | made of |',
    '| --- | --- | --- | --- |',
    ...cells.map(
      (cell) => `| \`${cell.code}\` | ${cell.title.en} · ${cell.title.zh} | ${cell.unit} | ${madeOf(cell)} |`,
    ),
    '',
  ];
}

function madeOf({ numerator, denominator, median, percentile }: CellDefinition): string {
  const sum = (terms: readonly string[]): string =>
    terms
      .map((term, index) => {
        const name = `\`${term.replace(/^-/, '')}\``;
        if (term.startsWith('-')) return `− ${name}`;
        return index === 0 ? name : `+ ${name}`;
      })
      .join(' ');
  if (median) return `median of ${sum(numerator)}`;
  if (percentile !== undefined) return `${percentile}th percentile of ${sum(numerator)}`;
  if (!denominator) return sum(numerator);
  return numerator.length > 1
    ? `(${sum(numerator)}) ÷ ${sum(denominator)}`
    : `${sum(numerator)} ÷ ${sum(denominator)}`;
}
