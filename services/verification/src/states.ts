import { PolicyPublishedSchema } from '@minzheng/contracts/common';
import {
  AgencyCircuitSwitchedSchema,
  AgreementActivatedSchema,
  AgreementSuspendedSchema,
  ClueDispatchedSchema,
  ConsentGrantedSchema,
  FactDisputedSchema,
  SourceQueryAskedSchema,
  VerificationCompletedSchema,
  VerificationReopenedSchema,
  VerificationReportRevokedSchema,
  VerificationReportSupersededSchema,
} from '@minzheng/contracts/verification';
import { stateMessage, type StateMessage } from '@minzheng/platform/messaging';

/** What departments keep a copy of, and when it is no longer so: it can be sent again. */
export const STATES: readonly StateMessage[] = [
  stateMessage(PolicyPublishedSchema),
  // what the gateway enforces
  stateMessage(AgreementActivatedSchema, {
    holdsWhile: `exists (select from data_agreement a where a.id = subject.id::uuid and a.state = 'ACTIVE')`,
  }),
  stateMessage(AgreementSuspendedSchema, {
    holdsWhile: `exists (select from data_agreement a where a.id = subject.id::uuid and a.state <> 'ACTIVE')`,
  }),
  stateMessage(AgencyCircuitSwitchedSchema),
  stateMessage(SourceQueryAskedSchema, {
    holdsWhile: `exists (select from source_query q where q.id = subject.id::uuid and q.state in ('PENDING', 'SENT'))`,
  }),
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
  // after the answer whose report holds no longer; a report that another has replaced is not the latest
  stateMessage(VerificationReportSupersededSchema, {
    holdsWhile: `exists (select from report_standing s
                          where s.id = subject.id::uuid and s.state = 'SUPERSEDED' and s.superseded_by is null)`,
  }),
  stateMessage(VerificationReportRevokedSchema),
  // the sender's answer is still awaited
  stateMessage(FactDisputedSchema, {
    holdsWhile: `exists (select from appealed_fact f where f.id = subject.id::uuid and f.is_open and f.reply is null)`,
  }),
  stateMessage(ClueDispatchedSchema, {
    holdsWhile: `exists (select from clue c where c.id = subject.id::uuid and c.state <> 'CLOSED')`,
  }),
];
