import type { PersonKey } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import type { Queries } from '../facts/fact.reader.js';

/** When the next periodic review is due (定期核查到期日), of those who are in the registry. */
export async function readNextReviews(
  queries: Queries,
  persons: readonly PersonKey[],
): Promise<ReadonlyMap<PersonKey, CivilDate>> {
  const rows = await queries.query<{ person_key: string; next_review_on: string }>(
    `select person_key, next_review_on::text from monitored_subject
      where person_key = any($1::uuid[]) and state = 'MONITORED' and next_review_on is not null`,
    [persons],
  );
  return new Map(rows.map(({ person_key, next_review_on }) => [person_key, next_review_on]));
}
