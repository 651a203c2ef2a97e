import { PolicyPublishedSchema } from '@minzheng/contracts/common';
import {
  ClueDispatchedSchema,
  ConsentGrantedSchema,
  VerificationCompletedSchema,
  VerificationReopenedSchema,
} from '@minzheng/contracts/verification';
import { stateMessage, type StateMessage } from '@minzheng/platform/messaging';

/** What departments keep a copy of, and when it is no longer so: it can be sent again. */
export const STATES: readonly StateMessage[] = [
  stateMessage(PolicyPublishedSchema),
  // a consent that was withdrawn or has expired is not granted again
  stateMessage(ConsentGrantedSchema, {
    holdsWhile: `exists (select from consent c where c.id = subject.id::uuid and c.state = 'ACTIVE')`,
  }),
  // the latest answer to each request
  stateMessage(VerificationCompletedSchema),
  // after the answer that it takes back, until there is another one
  stateMessage(VerificationReopenedSchema, {
    holdsWhile: `exists (select from verification_request r
                          where r.id = subject.id::uuid and r.state in ('COLLECTING', 'COMPARING', 'BLOCKED')
                            and r.sequence > 0)`,
  }),
  stateMessage(ClueDispatchedSchema, {
    holdsWhile: `exists (select from clue c where c.id = subject.id::uuid and c.state <> 'CLOSED')`,
  }),
];
