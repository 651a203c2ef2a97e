import type { RegionPrefixes } from '@minzheng/kernel/region';

/** A condition on a column that holds region codes, for a query builder: `where(sql, parameters)`. */
export interface RegionFilter {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

/**
 * @param column - as the query calls it; never from outside
 * @param prefixes - of `RegionDirectory.prefixesWithin`
 */
export function regionFilter(column: string, prefixes: readonly RegionPrefixes[]): RegionFilter {
  const parameters: Record<string, readonly string[]> = {};
  const name = column.replaceAll(/\W/g, '_');
  const isOneOf = (codes: readonly string[], key: string): string => {
    parameters[key] = codes.map((code) => `${code}%`);
    return `${column} like any(:${key})`;
  };
  const answers = prefixes.map(({ include, exclude }, index) => {
    const included = isOneOf(include, `${name}_in_${index}`);
    return exclude.length === 0
      ? included
      : `${included} and not ${isOneOf(exclude, `${name}_not_${index}`)}`;
  });
  return { sql: answers.length === 0 ? 'false' : `(${answers.join(' or ')})`, parameters };
}

/**
 * The same for a statement with numbered parameters.
 *
 * @param first - number of the filter's first parameter: 2 for `$2`
 */
export function numberedRegionFilter(
  column: string,
  prefixes: readonly RegionPrefixes[],
  first: number,
): { readonly sql: string; readonly parameters: readonly (readonly string[])[] } {
  const { sql, parameters } = regionFilter(column, prefixes);
  const names = Object.keys(parameters);
  const numbered = sql.replaceAll(/:(\w+)/g, (_, name: string) => `$${first + names.indexOf(name)}::text[]`);
  return { sql: numbered, parameters: Object.values(parameters) };
}
