import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { isAgency } from '../gateway/agency.rules.js';

interface Queries {
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/**
 * The party for which a caller speaks: an agency or another department with an agreement. Undefined for civil affairs itself, which
 * serves all parties.
 */
export async function partyOf(
  queries: Queries,
  { party, org }: Pick<AuthenticatedCaller, 'party' | 'org'>,
): Promise<string | undefined> {
  if (party !== undefined || org === undefined) return party;
  if (isAgency(org)) return org;
  const [known] = await queries.query<{ agency: string }>(
    'select agency from data_agreement where agency = $1 limit 1',
    [org],
  );
  return known?.agency;
}
