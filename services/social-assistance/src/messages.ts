import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ServiceCode } from '@minzheng/contracts/common';

/** What stands in every event of this service. */
export const said = (region: string, at: Date) => ({
  occurredAt: timestampFromDate(at),
  region: { code: region },
});

export const householdRef = (householdId: string, region: string) => ({
  service: ServiceCode.ASSISTANCE,
  householdId,
  region: { code: region },
});

/** A change of state of an aggregate, by its version. */
export const transition = (
  aggregate: string,
  { id, version }: { readonly id: string; readonly version: number },
  fromState: string,
  toState: string,
) => ({ aggregate, aggregateId: id, fromState, toState, version: BigInt(version) });
