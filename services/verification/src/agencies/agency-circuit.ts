import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { AgencyCircuitSwitchedSchema } from '@minzheng/contracts/verification';
import { BusinessClock } from '@minzheng/platform/clock';
import { NotFound, UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { v7 as uuidv7 } from 'uuid';
import { DATASETS } from '../agreements/dataset.data.js';
import { Agency } from './agency.entity.js';
import { AGENCY_CIRCUIT_LIFECYCLE } from './agency.lifecycle.js';

/** How the gateway, or an operator, has left an agency's interface. */
export interface CircuitSetting {
  readonly open: boolean;
  /** Business instant; null: until an operator closes it. */
  readonly until: Date | null;
  readonly failures: number;
}

const MILLISECONDS_A_MINUTE = 60_000;

/** Codes of all agencies of the catalogue. */
export const AGENCY_CODES: readonly string[] = [
  ...new Set(DATASETS.filter(({ direction }) => direction === 'IN').map(({ provider }) => provider)),
];

/** Whether agencies are asked (熔断): what the gateway tells of itself, and what an operator decides. */
@Injectable()
export class AgencyCircuit implements OnApplicationBootstrap {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.unitOfWork.run('agencies', async (tx) => {
      // several instances may start at once
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', ['agencies']);
      const stored = await tx.query<{ code: string }>('select code from agency');
      const known = new Set(stored.map(({ code }) => code));
      const fresh = AGENCY_CODES.filter((code) => !known.has(code)).map((code) =>
        Object.assign(new Agency(), {
          ...{ id: uuidv7(), region: this.regions.province, code, openUntil: null, failures: 0 },
        }),
      );
      await tx.beginAll(fresh, AGENCY_CIRCUIT_LIFECYCLE, 'register', this.clock.now());
    });
  }

  /** The gateway has told: it changes nothing at the gateway. */
  async tripped(tx: Tx, code: string, { open, until, failures }: CircuitSetting): Promise<void> {
    const agency = await this.#load(tx, code);
    if (!agency || (!open && agency.state === 'CLOSED')) return;
    Object.assign(agency, { openUntil: open ? until : null, failures });
    await tx.move(agency, AGENCY_CIRCUIT_LIFECYCLE, open ? 'trip' : 'recover', this.clock.now());
  }

  /**
   * An operator opens or closes it; the gateway is told.
   *
   * @param minutes - of an open one: for how long; left out: until it is closed
   * @throws NotFound, VersionConflict
   */
  async set(
    tx: Tx,
    code: string,
    version: number,
    open: boolean,
    minutes: number | undefined,
    reason: string,
  ): Promise<Agency> {
    const known = await this.#load(tx, code);
    if (!known) throw new NotFound(Agency.name);
    const agency = await tx.loadForUpdate(Agency, known.id, version);
    const at = this.clock.now();
    const until =
      open && minutes !== undefined ? new Date(at.getTime() + minutes * MILLISECONDS_A_MINUTE) : null;
    Object.assign(agency, { openUntil: until, failures: 0 });
    await tx.move(agency, AGENCY_CIRCUIT_LIFECYCLE, open ? 'open' : 'close', at, reason);
    tx.announce(
      AgencyCircuitSwitchedSchema,
      {
        occurredAt: timestampFromDate(at),
        region: { code: agency.region },
        ...{ agency: code, open },
        ...(until ? { openUntil: timestampFromDate(until) } : {}),
      },
      agency,
    );
    return agency;
  }

  async #load(tx: Tx, code: string): Promise<Agency | null> {
    return tx.manager.findOne(Agency, { where: { code }, lock: { mode: 'pessimistic_write' } });
  }
}
