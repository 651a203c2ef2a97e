import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { SampleMatterOpenedSchema } from '@minzheng/contracts/sample';
import type { Tx } from '@minzheng/platform/persistence';
import type { Matter } from './matter.entity.js';
import { MATTER_LIFECYCLE } from './matter.lifecycle.js';

/** Tells whom this service admits to its own topic that a matter was brought. */
export function announceOpened(tx: Tx, matter: Matter, at: Date): void {
  tx.announce(
    SampleMatterOpenedSchema,
    {
      occurredAt: timestampFromDate(at),
      region: { code: matter.region },
      matterId: matter.id,
      transition: {
        aggregate: MATTER_LIFECYCLE.name,
        aggregateId: matter.id,
        fromState: '',
        toState: matter.state,
        version: BigInt(matter.version),
      },
      kind: matter.kind,
      dueOn: matter.dueOn,
    },
    matter,
  );
}
