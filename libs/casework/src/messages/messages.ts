import { timestampFromDate } from '@bufbuild/protobuf/wkt';

/** What stands in every event: when it happened by the business clock, and the responsible region. */
export const said = (region: string, at: Date) => ({
  occurredAt: timestampFromDate(at),
  region: { code: region },
});

/** A change of state of an aggregate, by its version. */
export const transition = (
  aggregate: string,
  { id, version }: { readonly id: string; readonly version: number },
  fromState: string,
  toState: string,
) => ({ aggregate, aggregateId: id, fromState, toState, version: BigInt(version) });
