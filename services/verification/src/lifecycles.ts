import { relativeLifecycle } from '@minzheng/casework/relatives';
import { describeLifecycles } from '@minzheng/kernel/lifecycle';
import { AGENCY_CIRCUIT_LIFECYCLE } from './agencies/agency.lifecycle.js';
import { SOURCE_QUERY_LIFECYCLE } from './agencies/source-query.lifecycle.js';
import { APPEAL_LIFECYCLE } from './appeals/appeal.lifecycle.js';
import { AGREEMENT_LIFECYCLE } from './agreements/agreement.lifecycle.js';
import { CLUE_LIFECYCLE } from './clues/clue.lifecycle.js';
import { CONSENT_LIFECYCLE } from './consents/consent.lifecycle.js';
import { FILE_LIFECYCLE } from './gateway/files/file-exchange.lifecycle.js';
import { MANUAL_FACT_LIFECYCLE } from './manual-facts/manual-fact.lifecycle.js';
import { MONITORED_SUBJECT_LIFECYCLE } from './monitoring/monitored-subject.lifecycle.js';
import { REGISTRAR } from './officials/official-relatives.wiring.js';
import { REPORT_LIFECYCLE } from './reports/report.lifecycle.js';
import { REQUEST_LIFECYCLE } from './requests/request.lifecycle.js';
import { BULK_RUN_LIFECYCLE } from './runs/bulk-run.lifecycle.js';
import { SIMULATION_LIFECYCLE } from './simulations/simulation.lifecycle.js';
import { SUBSCRIPTION_LIFECYCLE } from './subscriptions/subscription.lifecycle.js';

/** All lifecycles of this service, in the order of its work. */
export const LIFECYCLES = [
  CONSENT_LIFECYCLE,
  REQUEST_LIFECYCLE,
  SOURCE_QUERY_LIFECYCLE,
  REPORT_LIFECYCLE,
  APPEAL_LIFECYCLE,
  MANUAL_FACT_LIFECYCLE,
  relativeLifecycle(REGISTRAR),
  CLUE_LIFECYCLE,
  MONITORED_SUBJECT_LIFECYCLE,
  BULK_RUN_LIFECYCLE,
  SIMULATION_LIFECYCLE,
  AGREEMENT_LIFECYCLE,
  SUBSCRIPTION_LIFECYCLE,
  FILE_LIFECYCLE,
  AGENCY_CIRCUIT_LIFECYCLE,
];

/** What `docs/lifecycles.md` says of this service. */
export const LIFECYCLES_SECTION = describeLifecycles(
  { name: 'verification', en: 'Verification', zh: '居民家庭经济状况核对' },
  LIFECYCLES,
);
