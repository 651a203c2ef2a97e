import { randomUUID } from 'node:crypto';
import type { SecondDepartment } from './second-department.js';

/** Rows of the second department's own, in force everywhere since 2018. */
export async function publishRows(
  department: SecondDepartment,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const [key, value] of Object.entries(values)) {
    await department.query(
      `insert into policy_row (id, key, region_prefix, effective_from, value, legal_basis, state, owner, sequence, published_at)
       values ($1, $2, '', '2018-01-01', $3, 'test', 'PUBLISHED', 'eldercare', 1, now())`,
      [randomUUID(), `eldercare.${key}`, JSON.stringify(value)],
    );
  }
}
