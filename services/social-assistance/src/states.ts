import { AwardStartedSchema, HouseholdChangedSchema } from '@minzheng/contracts/assistance';
import { PolicyPublishedSchema } from '@minzheng/contracts/common';
import { StatusFactSchema } from '@minzheng/contracts/facts';
import { ConsentWithdrawnSchema, VerificationRequestedSchema } from '@minzheng/contracts/verification';
import { stateMessage, type StateMessage } from '@minzheng/platform/messaging';

/** What others keep a copy of, and when it is no longer so: it can be sent again. */
export const STATES: readonly StateMessage[] = [
  stateMessage(PolicyPublishedSchema),
  // closed households too: a copy that says otherwise is wrong
  stateMessage(HouseholdChangedSchema),
  stateMessage(AwardStartedSchema, {
    holdsWhile: `exists (select from award a where a.id = subject.id::uuid and a.state <> 'CEASED')`,
  }),
  stateMessage(StatusFactSchema, {
    replaces: ({ supersedesFactId }) => supersedesFactId && `fact/${supersedesFactId}`,
  }),
  // before requests: a consent that was withdrawn does not hold for them
  stateMessage(ConsentWithdrawnSchema),
  // what was answered would be answered once more
  stateMessage(VerificationRequestedSchema, {
    holdsWhile: `exists (select from verification_request r where r.id = subject.id::uuid and r.state = 'OPEN')`,
  }),
];
