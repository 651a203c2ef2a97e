import {
  AwardAdjustedSchema,
  AwardStartedSchema,
  HouseholdChangedSchema,
} from '@minzheng/contracts/assistance';
import { PolicyPublishedSchema } from '@minzheng/contracts/common';
import { stateMessage, type StateMessage } from '@minzheng/platform/messaging';

const AWARD_RUNS = `exists (select from award a where a.id = subject.id::uuid and a.state <> 'CEASED')`;

/** What others keep a copy of, and when it is no longer so: it can be sent again. */
export const STATES: readonly StateMessage[] = [
  stateMessage(PolicyPublishedSchema),
  // closed households too: a copy that says otherwise is wrong
  stateMessage(HouseholdChangedSchema),
  stateMessage(AwardStartedSchema, { holdsWhile: AWARD_RUNS }),
  stateMessage(AwardAdjustedSchema, { holdsWhile: AWARD_RUNS }),
];
