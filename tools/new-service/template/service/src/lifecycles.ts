import { describeLifecycles } from '@minzheng/kernel/lifecycle';
import { MATTER_LIFECYCLE } from './matters/matter.lifecycle.js';

/** All lifecycles of this service, in the order of its work. */
export const LIFECYCLES = [MATTER_LIFECYCLE];

/** What `docs/lifecycles.md` says of this service. */
export const LIFECYCLES_SECTION = describeLifecycles(
  { name: 'sample', en: 'Sample service', zh: '示例服务' },
  LIFECYCLES,
);
