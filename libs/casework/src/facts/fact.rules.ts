import { hash } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';

/** Namespace of the ids of what departments tell. */
const FACTS = 'a0d6f3be-2b8e-5f64-9c5e-6f2b7f0f6f10';

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
  return uuidv5(`${row}/${version}`, FACTS);
}

/** Hash of a record of the department's own: SHA-256 in hexadecimal digits. Not for numbers that can be guessed. */
export const recordHash = (record: string): string => hash('sha256', record, 'hex');

/** The id of the fact by which another is taken back. */
export const retractionIdOf = (factId: string): string => uuidv5(`${factId}/retracted`, FACTS);
