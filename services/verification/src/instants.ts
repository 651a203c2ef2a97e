/** A column's instant in whole milliseconds since 1970: to make a text of it costs PostgreSQL several times as much. */
export const millisecondsOf = (column: string): string =>
  `floor(extract(epoch from ${column}) * 1000)::bigint`;

/** RFC 3339 in UTC, of what {@link millisecondsOf} selected: the driver gives a text, JSON a number. */
export const instantOf = (milliseconds: string | number): string =>
  new Date(Number(milliseconds)).toISOString();
