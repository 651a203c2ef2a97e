/** A row of a subject, and how many events it may come to. */
export interface WeighedRow {
  readonly subject_id: string;
  readonly events: number;
}

/**
 * As many rows from the beginning as come to so many events, of whole subjects, and of one subject at least.
 *
 * @param rows - in the order of their subjects; of the last subject all
 */
export function wholeSubjects<Row extends WeighedRow>(rows: readonly Row[], most: number): Row[] {
  let [end, events] = [0, 0];
  for (let next = 0; next < rows.length;) {
    const subject = rows[next]?.subject_id;
    while (next < rows.length && rows[next]?.subject_id === subject) events += rows[next++]?.events ?? 0;
    if (events > most && end > 0) break;
    end = next;
  }
  return rows.slice(0, end);
}
