import { clueTaskLifecycle } from '@minzheng/casework/clue-tasks';
import { factDisputeLifecycle } from '@minzheng/casework/facts';
import { consentLifecycle } from '@minzheng/casework/consents';
import { letterLifecycle, noticeLifecycle } from '@minzheng/casework/notices';
import { objectionLifecycle } from '@minzheng/casework/objections';
import { paymentLineLifecycle, payrollRunLifecycle } from '@minzheng/casework/payments';
import { referralLifecycle } from '@minzheng/casework/referrals';
import { registrarOf, relativeLifecycle } from '@minzheng/casework/relatives';
import { visitLifecycle } from '@minzheng/casework/visits';
import { describeLifecycles } from '@minzheng/kernel/lifecycle';
import { CASE_LIFECYCLE } from './applications/application.lifecycle.js';
import { AWARD_LIFECYCLE } from './awards/award.lifecycle.js';
import { COMPLAINT_LIFECYCLE } from './complaints/complaint.lifecycle.js';
import { CONFERENCE_LIFECYCLE } from './conferences/case-conference.lifecycle.js';
import { HOUSEHOLD_LIFECYCLE } from './households/household.lifecycle.js';
import { CASE_IMPORT_LIFECYCLE } from './imports/case-import.lifecycle.js';
import { PRICE_INDEX_LIFECYCLE } from './prices/price-index.lifecycle.js';
import { OVERPAYMENT_LIFECYCLE } from './recoveries/overpayment.entity.js';
import { RECOVERY_LIFECYCLE } from './recoveries/recovery-order.entity.js';
import { REVIEW_LIFECYCLE } from './reviews/review.lifecycle.js';
import { STANDARD_LIFECYCLE } from './standards/standard-set.lifecycle.js';
import { SUPERVISION_LIFECYCLE } from './supervision/supervision-item.lifecycle.js';
import { TICKET_LIFECYCLE } from './tickets/ticket.lifecycle.js';

/** All lifecycles of this service, in the order of its work. */
export const LIFECYCLES = [
  TICKET_LIFECYCLE,
  referralLifecycle('assistance'),
  HOUSEHOLD_LIFECYCLE,
  consentLifecycle('assistance'),
  CASE_LIFECYCLE,
  visitLifecycle('assistance'),
  noticeLifecycle('assistance'),
  letterLifecycle('assistance'),
  objectionLifecycle('assistance'),
  relativeLifecycle(registrarOf('assistance')),
  AWARD_LIFECYCLE,
  REVIEW_LIFECYCLE,
  OVERPAYMENT_LIFECYCLE,
  RECOVERY_LIFECYCLE,
  payrollRunLifecycle('assistance'),
  paymentLineLifecycle('assistance'),
  clueTaskLifecycle('assistance'),
  factDisputeLifecycle('assistance'),
  SUPERVISION_LIFECYCLE,
  COMPLAINT_LIFECYCLE,
  CONFERENCE_LIFECYCLE,
  STANDARD_LIFECYCLE,
  PRICE_INDEX_LIFECYCLE,
  CASE_IMPORT_LIFECYCLE,
];

/** What `docs/lifecycles.md` says of this service. */
export const LIFECYCLES_SECTION = describeLifecycles(
  { name: 'assistance', en: 'Social assistance', zh: '社会救助' },
  LIFECYCLES,
);
