import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Tx } from '../persistence/transaction.js';
import type { BusinessClock, ClockAnchor } from './business-clock.js';

/** How soon another process of the same database follows a move. */
const REFRESH_MS = 500;

interface AnchorRow {
  anchor_business: Date;
  anchor_real: Date;
}

/** Keeps the moved business clock of a sandbox in its database, so that a restart and other processes follow it. */
export class SandboxClock implements OnModuleInit, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;
  #moves = 0;

  constructor(
    private readonly clock: BusinessClock,
    private readonly dataSource: DataSource,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.#timer = setInterval(() => {
      // The next round tries again: a database that is away shows in /health/ready.
      this.refresh().catch(() => undefined);
    }, REFRESH_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** Sets the business clock to an instant, from which it runs on once the transaction has committed. */
  async move(tx: Tx, instant: Date): Promise<void> {
    const [row] = await tx.query<AnchorRow>(
      `insert into business_clock (id, anchor_business, anchor_real) values (1, $1, clock_timestamp())
       on conflict (id) do update
         set anchor_business = excluded.anchor_business, anchor_real = excluded.anchor_real
       returning anchor_business, anchor_real`,
      [instant],
    );
    tx.afterCommit(() => {
      this.#moves += 1;
      this.clock.follow(anchorOf(row));
    });
  }

  async refresh(): Promise<void> {
    const moves = this.#moves;
    const rows = await this.dataSource.query<AnchorRow[]>(
      'select anchor_business, anchor_real from business_clock',
    );
    // what was read before this process moved it is no longer so
    if (moves === this.#moves) this.clock.follow(anchorOf(rows[0]));
  }
}

function anchorOf(row: AnchorRow | undefined): ClockAnchor | undefined {
  return row && { business: row.anchor_business.getTime(), real: row.anchor_real.getTime() };
}
