import { hash } from 'node:crypto';

/** Namespace of the ids of what departments tell. */
const NAMESPACE = Buffer.from('a0d6f3be2b8e5f649c5e6f2b7f0f6f10', 'hex');

/** What a department's facts are kept by, beside its short name. */
export type FactDataset = 'statuses' | 'incomes' | 'assets' | 'expenditures';

/**
 * The id of a fact: the same whenever the same row is told in the same version.
 *
 * @param record - the row and the person, such as `award/<id>/<personKey>`
 */
export function factIdOf(dataset: FactDataset, record: string, version = 1): string {
  // statuses were told before there was anything else: their ids stay as they were sent
  const row = dataset === 'statuses' ? record : `${dataset}/${record}`;
  return idOf(`${row}/${version}`);
}

/** Hash of a record of the department's own: SHA-256 in hexadecimal digits. Not for numbers that can be guessed. */
export const recordHash = (record: string): string => hash('sha256', record, 'hex');

/** The id of the fact by which another is taken back. */
export const retractionIdOf = (factId: string): string => idOf(`${factId}/retracted`);

/** UUIDv5 in the namespace. Written out, since a month's payments need a million of them: the package takes four times as long. */
function idOf(name: string): string {
  const digits = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(name)]), 'hex');
  const variant = ((parseInt(digits.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-5${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
