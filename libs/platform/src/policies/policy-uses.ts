import type { CivilDate } from '@minzheng/kernel/months';
import {
  asRecorded,
  PolicyBook,
  type CandidateStanding,
  type PolicyRow,
  type Succession,
} from '@minzheng/kernel/policy';
import type { EntityManager } from 'typeorm';
import type { Localized } from '../http/index.js';
import { COLUMNS, toPolicyRow, type StoredRow } from './policy-row.js';

/**
 * A row as a decision used it (所依据的政策参数): kept with the decision. What a row says never changes, only where it
 * ends; so its id and its end as it was give the row again.
 */
export interface PolicyUse {
  readonly id: string;
  readonly effectiveTo?: CivilDate;
  /** The next that held too, and why it lost; absent when the row held alone. */
  readonly wonOver?: { readonly id: string; readonly standing: CandidateStanding };
}

/** What was consulted of a book, to be kept. */
export function usesOf(book: PolicyBook): PolicyUse[] {
  return book.usedRows().map(({ row: { id, effectiveTo }, wonOver }) => ({
    id,
    ...(effectiveTo === undefined ? {} : { effectiveTo }),
    ...(wonOver && { wonOver: { id: wonOver.row.id, standing: wonOver.standing } }),
  }));
}

/** The rows that were used, by id, for any number of decisions at once. */
export async function readUsedRows(
  manager: EntityManager,
  uses: Iterable<PolicyUse>,
): Promise<ReadonlyMap<string, PolicyRow>> {
  const ids = [...new Set([...uses].map(({ id }) => id))];
  const rows = await manager.query<StoredRow[]>(
    `select ${COLUMNS} from policy_row where id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, toPolicyRow(row)]));
}

/**
 * The book that a decision saw, as far as it looked: the rows that it used, ending where they ended then. A row that is
 * no longer there is `policy-missing` to whoever asks for it.
 */
export function bookOf(
  uses: readonly PolicyUse[],
  rows: ReadonlyMap<string, PolicyRow>,
  successions?: readonly Succession[],
): PolicyBook {
  return new PolicyBook(
    uses.flatMap((use) => asItWas(use, rows.get(use.id)) ?? []),
    asRecorded(successions),
  );
}

function asItWas({ effectiveTo }: PolicyUse, row: PolicyRow | undefined): PolicyRow | undefined {
  if (!row) return undefined;
  const { effectiveTo: _today, ...content } = row;
  return { ...content, ...(effectiveTo === undefined ? {} : { effectiveTo }) };
}

/** Why a row that was used had won. */
export interface WinningReason extends Localized {
  readonly code: 'ONLY_ONE' | 'MOST_SPECIFIC' | 'LATEST';
}

const ONLY_ONE: WinningReason = {
  code: 'ONLY_ONE',
  zh: '当日在该地区只有这一条规定有效',
  en: 'It was the only row that held in the region on the day',
};
const MOST_SPECIFIC: WinningReason = {
  code: 'MOST_SPECIFIC',
  zh: '当日有效的规定中，其地区最为具体',
  en: 'Of the rows that held on the day, its region was the most specific',
};
const LATEST: WinningReason = {
  code: 'LATEST',
  zh: '当日同一地区有效的规定中，其生效日期最晚',
  en: 'Of the rows of its region that held on the day, its first day was the latest',
};

export function winningReason({ wonOver }: PolicyUse): WinningReason {
  if (!wonOver) return ONLY_ONE;
  return wonOver.standing === 'EARLIER' ? LATEST : MOST_SPECIFIC;
}
