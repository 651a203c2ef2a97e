import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { CivilDate } from '@minzheng/kernel/months';
import { RegionDirectory, type Region, type RegionPrefixes, type RegionRow } from '@minzheng/kernel/region';
import type { DataSource } from 'typeorm';
import type { Jurisdiction } from '../access/index.js';
import type { BusinessClock } from '../clock/index.js';
import type { Tx, UnitOfWork } from '../persistence/index.js';
import { provinceOf, readRegionData, SHIPPED_REGIONS, type RegionData } from './region-data.js';
import {
  lockRegions,
  readRevision,
  readRowsBeside,
  storeData,
  storeRows,
  type Queries,
} from './region-rows.js';

/** How soon another process of the same database follows a change. */
const REFRESH_MS = 2_000;

/**
 * The regions (行政区划) that a service works with, in memory: what a code is called, what became of it, and who is
 * responsible for it today.
 */
export class Regions implements Jurisdiction, OnModuleInit, OnModuleDestroy {
  #directory = new RegionDirectory([]);
  #revision = -1n;
  #province: Region | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly dataSource: DataSource,
    private readonly clock: BusinessClock,
    private readonly data: RegionData,
  ) {}

  /**
   * Reads the data file, stores it if the database has another one, and loads what was published since.
   *
   * @param file - path of another data file than the platform's own
   * @throws RangeError, RegionCircle when rows contradict each other: the service does not start
   */
  static async open(
    dataSource: DataSource,
    unitOfWork: UnitOfWork,
    clock: BusinessClock,
    file: string,
  ): Promise<Regions> {
    const data = await readRegionData(file === '' ? SHIPPED_REGIONS : file);
    const regions = new Regions(dataSource, clock, data);
    if ((await readRevision(dataSource)).dataVersion !== data.version) {
      await unitOfWork.run(unitOfWork.origin.source, (tx) => storeData(tx, data));
    }
    await regions.refresh();
    return regions;
  }

  onModuleInit(): void {
    this.#timer = setInterval(() => {
      // The next round tries again: a database that is away shows in /health/ready.
      this.refresh().catch(() => undefined);
    }, REFRESH_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** The province (本省) that the platform works for: the one whose townships its data have. */
  get province(): Region {
    this.#province ??= provinceOf(this.data.rows);
    return this.#province;
  }

  /** As it stands now; a later change makes another one. */
  get directory(): RegionDirectory {
    return this.#directory;
  }

  /**
   * Jurisdiction (管辖) of an office over what is stored under a code, by the code of the day.
   *
   * @param prefix - the region of the token
   */
  covers(prefix: Region, code: Region, today: CivilDate = this.clock.today()): boolean {
    return this.#directory.within(prefix, code, today);
  }

  /** {@link covers} for a list: the codes that are covered. */
  prefixesWithin(prefix: Region, today: CivilDate = this.clock.today()): readonly RegionPrefixes[] {
    return this.#directory.prefixesWithin(prefix, today);
  }

  /** The code that stands today for a code that was stored once. */
  currentOf(code: Region, today: CivilDate = this.clock.today()): Region {
    return this.#directory.at(code, today);
  }

  /** Follows what other processes have changed. */
  async refresh(): Promise<void> {
    const { revision } = await readRevision(this.dataSource);
    if (revision !== this.#revision) this.#adopt(await this.#load(this.dataSource), revision);
  }

  /**
   * Changes the regions within a transaction, one after the other over all processes; this one follows at its commit.
   *
   * @param change - rows to be added or ended, of the directory as it stands
   * @throws RangeError, RegionCircle when the rows contradict others
   */
  async apply(
    tx: Tx,
    changeId: string,
    change: (directory: RegionDirectory) => readonly RegionRow[],
  ): Promise<void> {
    const revision = await lockRegions(tx);
    const directory = revision === this.#revision ? this.#directory : await this.#load(tx);
    const rows = change(directory);
    const next = new RegionDirectory(overlaid([...directory.rows()], rows));
    const changed = await storeRows(tx, changeId, rows);
    tx.afterCommit(() => this.#adopt(next, changed));
  }

  async #load(queries: Queries): Promise<RegionDirectory> {
    return new RegionDirectory(overlaid(this.data.rows, await readRowsBeside(queries, this.data.version)));
  }

  #adopt(directory: RegionDirectory, revision: bigint): void {
    this.#directory = directory;
    this.#revision = revision;
  }
}

/** Rows with others in the place of those of the same code and first day. */
function overlaid(rows: readonly RegionRow[], others: readonly RegionRow[]): Iterable<RegionRow> {
  if (others.length === 0) return rows;
  const keyOf = ({ code, from = '' }: RegionRow): string => `${code}:${from}`;
  const replaced = new Set(others.map(keyOf));
  const changedCodes = new Set(others.map(({ code }) => code));
  const kept = rows.filter((row) => !changedCodes.has(row.code) || !replaced.has(keyOf(row)));
  return [...kept, ...others];
}
