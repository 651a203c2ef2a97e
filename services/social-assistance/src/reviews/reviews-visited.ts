import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { Review } from './review.entity.js';
import { REVIEW_LIFECYCLE } from './review.lifecycle.js';

/** Everybody has signed a visit of the award: its reviews that had been opened by then are visited. */
export async function reviewsVisited(tx: Tx, awardId: string, visitedOn: CivilDate, at: Date): Promise<void> {
  await tx.moveWhere(Review, REVIEW_LIFECYCLE, 'visit', at, {
    where: 't.award_id = $1 and t.opened_on <= $2::date',
    parameters: [awardId, visitedOn],
  });
}
