import { createHash } from 'node:crypto';

/** How a joint entry names the digest of its persons among what was shown. */
const PREFIX = 'persons sha256:';

/** The persons of a joint entry, each once and in order. */
export function jointPersons(subjects: Iterable<string>): string[] {
  return [...new Set(subjects)].sort();
}

/** The field by which a joint entry (合并留痕) is tied to its persons: whoever changes them breaks the chain's proof. */
export function personsField(persons: readonly string[]): string {
  return PREFIX + createHash('sha256').update(persons.join('\n')).digest('hex');
}

/** The same of stored persons, in SQL: of the row `p` of `audit_entry_persons`, null where there is none. */
export const PERSONS_FIELD_SQL = `'${PREFIX}' || encode(sha256(convert_to(array_to_string(p.persons, E'\\n'), 'UTF8')), 'hex')`;

/** The field of an entry that names its persons' digest; undefined of an entry about one person, or none. */
export function personsFieldOf(fields: readonly string[]): string | undefined {
  return fields.find((field) => field.startsWith(PREFIX));
}

/** Ids of joint entries about a person, in SQL: `id = any(…)`. @param parameter - `$1` */
export const jointEntriesOf = (parameter: string): string =>
  `array(select entry_id from audit_entry_persons where persons @> array[${parameter}::uuid])`;
