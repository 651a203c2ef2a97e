import { describeLifecycles } from '@minzheng/kernel/lifecycle';
import { CLUE_LIFECYCLE } from './clues/clue.lifecycle.js';
import { CONSENT_LIFECYCLE } from './consents/consent.lifecycle.js';
import { REQUEST_LIFECYCLE } from './requests/request.lifecycle.js';

/** All lifecycles of this service, in the order of its work. */
export const LIFECYCLES = [CONSENT_LIFECYCLE, REQUEST_LIFECYCLE, CLUE_LIFECYCLE];

/** What `docs/lifecycles.md` says of this service. */
export const LIFECYCLES_SECTION = describeLifecycles(
  { name: 'verification', en: 'Verification', zh: '居民家庭经济状况核对' },
  LIFECYCLES,
);
