import type { Tx } from '@minzheng/platform/persistence';
import type { OfficialRelative } from './relative.entity.js';

/** What follows when a relation is filed: the department provides it. */
export abstract class RelativeHooks {
  /** A relation was filed, perhaps late: what the official has handled of that relative is looked at again. */
  abstract filed(tx: Tx, filing: OfficialRelative): Promise<void>;
}
