import type { RegionPrefixes } from '@minzheng/kernel/region';

/** A condition on a column that holds region codes, for a query builder: `where(sql, parameters)`. */
export interface RegionFilter {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * @param column - as the query calls it; never from outside
 * @param prefixes - of `RegionDirectory.prefixesWithin`
 * @param name - of its parameters, where a query has two filters of a column
 */
export function regionFilter(
  column: string,
  prefixes: readonly RegionPrefixes[],
  name = column.replaceAll(/\W/g, '_'),
): RegionFilter {
  const parameters: Record<string, string> = {};
  // one condition a prefix: an index serves each of them, and none serves `like any`
  const isOneOf = (codes: readonly string[], key: string): string => {
    const conditions = codes.map((code, index) => {
      parameters[`${key}_${index}`] = `${code}%`;
      return `${column} like :${key}_${index}`;
    });
    return `(${conditions.join(' or ')})`;
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
): { readonly sql: string; readonly parameters: readonly string[] } {
  const { sql, parameters } = regionFilter(column, prefixes);
  const names = Object.keys(parameters);
  const numbered = sql.replaceAll(/:(\w+)/g, (_, name: string) => `$${first + names.indexOf(name)}`);
  return { sql: numbered, parameters: Object.values(parameters) };
}
