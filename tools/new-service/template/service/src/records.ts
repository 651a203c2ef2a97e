import { recordIn, type RecordSource } from '@minzheng/platform/access';
import { Matter } from './matters/matter.entity.js';

/** What the routes of this service are about: where each record lies, and whose it is. */
export const RECORDS: readonly RecordSource[] = [
  recordIn(Matter, `select region, '{}'::uuid[] as persons from matter where id = $1`),
];
