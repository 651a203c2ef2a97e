import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { coreAgenciesOf } from '../requests/check-policy.js';
import { CORE_DATASETS } from './consent.rules.js';

const MONITORING = 'MONITORING';

/** What consents are to open, each as SQL. */
interface OpenedSql {
  /** All of the agency's datasets, and not one of them alone. */
  readonly isWhole: boolean;
  /** Code of the agency. */
  readonly agency: string;
  /** Of which one suffices: an array. */
  readonly purposes: string;
  /** Those of them whose core set has the agency: an array, see {@link purposesWithCore}. */
  readonly corePurposes: string;
  readonly today: string;
}

/**
 * SQL condition: a consent holds today and opens an agency, the whole of it or at least a dataset, for one of these purposes; `CORE` opens the
 * core set of its purposes alone. BX61; PIPL arts. 6, 15.
 *
 * @param consent - alias of `consent`
 */
export const opensAgency = (
  consent: string,
  { isWhole, agency, purposes, corePurposes, today }: OpenedSql,
): string => `
  (${consent}.state = 'ACTIVE' and ${consent}.valid_to >= ${today}::date and exists (
    select from unnest(${consent}.datasets) as given(dataset)
     where given.dataset = '${CORE_DATASETS}' and ${consent}.purposes && ${corePurposes}::text[]
        or ${isWhole ? 'given.dataset' : "split_part(given.dataset, '.', 1)"} = ${agency} and ${consent}.purposes && ${purposes}::text[]))`;

/** Those of these purposes whose core set has the agency; monitoring has none: its consent names whom it opens. @throws PolicyMissing, PolicyMalformed */
export function purposesWithCore(
  book: PolicyBook,
  purposes: readonly string[],
  agency: string,
  place: { readonly region: string; readonly on: CivilDate },
): string[] {
  return purposes.filter((purpose) => hasInCore(book, purpose, agency, place));
}

/** Whether the core set of a purpose has the agency. @throws PolicyMissing, PolicyMalformed */
export const hasInCore = (
  book: PolicyBook,
  purpose: string,
  agency: string,
  { region, on }: { readonly region: string; readonly on: CivilDate },
): boolean => purpose !== MONITORING && coreAgenciesOf(book, purpose, region, on).includes(agency);
