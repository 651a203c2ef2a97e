import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { AgencyCircuitTrippedSchema } from '@minzheng/contracts/verification';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';

/** What an operator has decided about an agency's interface. */
export interface CircuitSwitch {
  readonly agency: string;
  readonly open: boolean;
  /** Business instant; undefined: until it is closed. */
  readonly until: Date | undefined;
}

const MILLISECONDS = 1_000;

/** Whether an agency is asked just now (熔断): after failures in a row it is left alone for a while. */
@Injectable()
export class AgencyCircuits {
  constructor(private readonly clock: BusinessClock) {}

  async switched(tx: Tx, { agency, open, until }: CircuitSwitch, sequence: bigint): Promise<void> {
    await tx.execute(
      `insert into agency_circuit as c (agency, is_open, open_until, sequence) values ($1, $2, $3, $4)
       on conflict (agency) do update
         set is_open = excluded.is_open, open_until = excluded.open_until, failures = 0, sequence = excluded.sequence
         where c.sequence < excluded.sequence`,
      [agency, open, until ?? null, sequence.toString()],
    );
  }

  /** It answers: what was open is closed. */
  async answered(tx: Tx, agency: string): Promise<void> {
    const closed = await tx.query(
      `update agency_circuit c set failures = 0, is_open = false, open_until = null
         from (select agency, is_open from agency_circuit where agency = $1 for update) before
        where c.agency = before.agency and (c.failures > 0 or before.is_open)
       returning before.is_open as "wasOpen"`,
      [agency],
    );
    const [row] = closed as { wasOpen: boolean }[];
    if (row?.wasOpen) this.#tell(tx, agency, undefined, 0);
  }

  /**
   * It has not answered. After so many failures in a row it is not asked for a while; then one attempt decides.
   *
   * @param limit - failures in a row, and for how many seconds it is left alone then
   */
  async failed(
    tx: Tx,
    agency: string,
    limit: { readonly failures: number; readonly seconds: number },
  ): Promise<void> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + limit.seconds * MILLISECONDS);
    const [row] = await tx.query<{ failures: number; opens: boolean }>(
      `insert into agency_circuit as c (agency, failures, is_open, open_until)
       values ($1, 1, $2 <= 1, case when $2 <= 1 then $3::timestamptz end)
       on conflict (agency) do update
         set failures = c.failures + 1,
             is_open = c.is_open or c.failures + 1 >= $2,
             open_until = case when c.failures + 1 >= $2 then $3 else c.open_until end
       returning failures, failures >= $2 as opens`,
      [agency, limit.failures, until],
    );
    if (row?.opens) this.#tell(tx, agency, until, row.failures);
  }

  #tell(tx: Tx, agency: string, until: Date | undefined, failures: number): void {
    const now = this.clock.now();
    tx.announce(
      AgencyCircuitTrippedSchema,
      {
        occurredAt: timestampFromDate(now),
        ...{ agency, open: until !== undefined, failures },
        ...(until ? { openUntil: timestampFromDate(until) } : {}),
      },
      { aggregate: 'agencyCircuit', id: agency, version: BigInt(Date.now()) },
    );
  }
}
