import { addMonths, monthOf, type CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import type { Award } from '../awards/award.entity.js';
import { baseOf, partsOf, standingSegments, type SegmentRow } from '../awards/award-segments.js';
import { covers, fromRange, lastOf } from '../awards/months.js';
import type { RunningAward } from './review-finding.rules.js';

/**
 * The award as a review finds it on a day: what it pays from the next month on, for which the review decides, as other
 * reviews of this month have left it. In a gradual exit, what it pays now.
 */
export async function runningAward(
  tx: Pick<Tx, 'query'>,
  award: Award,
  today: CivilDate,
): Promise<RunningAward> {
  const segments = await standingSegments(tx, award.id);
  const isExit = award.state === 'GRADUAL_EXIT' || award.heldBefore === 'GRADUAL_EXIT';
  const month = isExit ? monthOf(today) : addMonths(monthOf(today), 1);
  const paid = segmentIn(segments, month) ?? segments.at(-1);
  const parts = paid ? partsOf(paid) : [];
  const last = segments
    .filter(({ cause }) => cause === 'GRADUAL_EXIT')
    .map(({ months }) => {
      const range = fromRange(months);
      return range && lastOf(range);
    })
    .at(-1);
  return {
    programme: award.programme,
    state: isExit ? 'GRADUAL_EXIT' : 'ACTIVE',
    ...{ subtype: award.subtype, parts, assessed: award.assessed, oldBaseFen: baseOf(parts) },
    ...(last === undefined || isExit ? {} : { lastGradualExitMonth: last }),
  };
}

const segmentIn = (segments: readonly SegmentRow[], month: string): SegmentRow | undefined =>
  segments.find(({ months }) => {
    const range = fromRange(months);
    return range !== undefined && covers(range, month);
  });
