import type { Tx } from '@minzheng/platform/persistence';
import type { Award } from '../awards/award.entity.js';

/** Who has worked on an award and its case, and who belongs to them. */
export interface Handlers {
  readonly userIds: ReadonlySet<string>;
  /** Of their relatives, as they are filed. */
  readonly personKeys: ReadonlySet<string>;
}

/** The handlers of an award: who moves it or has moved it or its case, who has visited, and whom they have filed as relatives. */
export async function handlersOf(tx: Tx, { id, caseId }: Award): Promise<Handlers> {
  const officials = await tx.query<{ user_id: string }>(
    `select $2 as user_id
     union
     select actor from lifecycle_log where aggregate_id = any($1::uuid[])
     union
     select official ->> 'userId' from house_visit v, jsonb_array_elements(v.investigators) as official
      where v.subject_id = any($1::uuid[])`,
    [[id, caseId], tx.actor],
  );
  const userIds = officials.map(({ user_id }) => user_id);
  const relatives = await tx.query<{ relative_key: string }>(
    'select relative_key from official_relative where official = any($1::text[])',
    [userIds],
  );
  return {
    userIds: new Set(userIds),
    personKeys: new Set(relatives.map(({ relative_key }) => relative_key)),
  };
}
