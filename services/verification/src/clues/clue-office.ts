import type { AuthenticatedCaller } from '@minzheng/platform/access';
import type { CivilDate } from '@minzheng/kernel/months';
import { PolicyMalformed } from '@minzheng/kernel/means-test';
import type { PolicyBook, PolicyRow } from '@minzheng/kernel/policy';
import { CLUE_DEPARTMENTS } from './clue.service.js';

const ALL = ['verification:clues:approve', 'verification:operations:write'];

/**
 * Whose clues a reader sees (线索经办范围): a coordinator those of every department; an office its own department's, by the
 * name of the department as `org` of the token, or, where one office stands for several, by the row
 * `verification.clue.offices`. Any other sees none.
 *
 * @returns undefined for all
 * @throws PolicyMissing, PolicyMalformed
 */
export function departmentsOfOffice(
  caller: AuthenticatedCaller,
  book: PolicyBook,
  today: CivilDate,
): readonly string[] | undefined {
  if (ALL.some((scope) => caller.hasScope(scope))) return undefined;
  const { org } = caller;
  if (org === undefined) return [];
  if (CLUE_DEPARTMENTS.some((department) => department === org)) return [org];
  return officesIn(book.resolve('verification.clue.offices', caller.region ?? '', today)).get(org) ?? [];
}

function officesIn(row: PolicyRow): ReadonlyMap<string, readonly string[]> {
  if (typeof row.value !== 'object' || row.value === null) throw new PolicyMalformed(row);
  return new Map(
    Object.entries(row.value).map(([org, departments]) => {
      if (!Array.isArray(departments)) throw new PolicyMalformed(row);
      return [org, departments.map(String)];
    }),
  );
}
