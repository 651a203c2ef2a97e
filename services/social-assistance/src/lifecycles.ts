import { describeLifecycles } from '@minzheng/kernel/lifecycle';
import { CASE_LIFECYCLE } from './applications/application.lifecycle.js';
import { AWARD_LIFECYCLE } from './awards/award.lifecycle.js';
import { CLUE_TASK_LIFECYCLE } from './clue-tasks/clue-task.lifecycle.js';
import { CONSENT_LIFECYCLE } from './consents/consent.lifecycle.js';
import { HOUSEHOLD_LIFECYCLE } from './households/household.lifecycle.js';
import { NOTICE_LIFECYCLE } from './notices/notice.lifecycle.js';
import { VISIT_LIFECYCLE } from './visits/visit.lifecycle.js';

/** All lifecycles of this service, in the order of its work. */
export const LIFECYCLES = [
  HOUSEHOLD_LIFECYCLE,
  CONSENT_LIFECYCLE,
  CASE_LIFECYCLE,
  VISIT_LIFECYCLE,
  NOTICE_LIFECYCLE,
  AWARD_LIFECYCLE,
  CLUE_TASK_LIFECYCLE,
];

/** What `docs/lifecycles.md` says of this service. */
export const LIFECYCLES_SECTION = describeLifecycles(
  { name: 'assistance', en: 'Social assistance', zh: '社会救助' },
  LIFECYCLES,
);
