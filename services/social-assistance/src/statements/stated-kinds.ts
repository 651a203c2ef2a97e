import type { StatedKind } from '@minzheng/casework/statements';
import { AidCase } from '../applications/application.entity.js';
import { Award } from '../awards/award.entity.js';
import { Review } from '../reviews/review.entity.js';

/** Whoever decides, visits or supervises reads what was said; a village assistant and the household do not. */
const READERS = ['assistance:visits:write', 'assistance:supervision:read'] as const;

/** What officials and applicants say something of in their own words (陈述与理由). */
export const STATED_KINDS: readonly StatedKind[] = [
  {
    ...{ name: 'case', path: 'cases', record: AidCase },
    readers: ['assistance:cases:approve', 'assistance:notices:write', ...READERS],
  },
  {
    ...{ name: 'award', path: 'awards', record: Award },
    readers: ['assistance:awards:approve', ...READERS],
  },
  {
    ...{ name: 'review', path: 'reviews', record: Review },
    readers: ['assistance:awards:approve', ...READERS],
  },
];
