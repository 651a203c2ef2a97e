import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  AgencyCircuitTrippedSchema,
  FileExchangedSchema,
  FileLoadedSchema,
  FileOutcome,
  FileRejectedSchema,
  SourceQueryProgressedSchema,
  type FileExchanged,
} from '@minzheng/contracts/verification';
import { BusinessClock } from '@minzheng/platform/clock';
import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import type { Tx } from '@minzheng/platform/persistence';
import { Ctx, Payload } from '@nestjs/microservices';
import { FACTS } from '../consumers.js';
import { AgencyCircuit } from './agency-circuit.js';
import { SourceQueries } from './source-queries.js';

/** What the gateway tells beside facts, answers and watermarks; told again it changes nothing. */
@EventHandlers(FACTS)
export class AgencyHandlers {
  constructor(
    private readonly queries: SourceQueries,
    private readonly circuit: AgencyCircuit,
    private readonly clock: BusinessClock,
  ) {}

  @On(SourceQueryProgressedSchema)
  async progressed(
    @Payload() events: readonly Received<typeof SourceQueryProgressedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const { message } of events) await this.queries.progressed(tx, message);
  }

  @On(AgencyCircuitTrippedSchema)
  async tripped(
    @Payload() events: readonly Received<typeof AgencyCircuitTrippedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const { message } of events) {
      const { agency, open, openUntil, failures } = message;
      await this.circuit.tripped(tx, agency, {
        open,
        until: openUntil ? timestampDate(openUntil) : null,
        failures,
      });
    }
  }

  @On(FileExchangedSchema)
  async exchanged(
    @Payload() events: readonly Received<typeof FileExchangedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    for (const { message, envelope } of events) {
      const isNew = await keepFile(tx, message, envelope.sequence);
      if (isNew) announceFile(tx, message, envelope.sequence, this.clock.now());
    }
  }
}

const OUTCOMES: Readonly<Record<number, string>> = {
  [FileOutcome.LOADED]: 'LOADED',
  [FileOutcome.QUARANTINED]: 'QUARANTINED',
  [FileOutcome.REJECTED]: 'REJECTED',
};

async function keepFile(tx: Tx, file: FileExchanged, version: bigint): Promise<boolean> {
  const kept = await tx.execute(
    `insert into agency_file as f (file_id, agency, dataset, sequence, outcome, rows, rejected_rows, reason_code, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (file_id) do update
       set outcome = excluded.outcome, rejected_rows = excluded.rejected_rows, reason_code = excluded.reason_code,
           version = excluded.version, told_at = clock_timestamp()
       where f.version < excluded.version`,
    [
      ...[file.fileId, file.agency, file.dataset, file.sequence, OUTCOMES[file.outcome], file.rows],
      ...[file.rejectedRows, file.reasonCode ?? null, version.toString()],
    ],
  );
  return kept > 0;
}

/** What audit, statistics and subscribers are told. */
function announceFile(tx: Tx, file: FileExchanged, version: bigint, at: Date): void {
  if (file.outcome === FileOutcome.QUARANTINED) return;
  const { agency, dataset, fileId, rows, rejectedRows, region, reasonCode } = file;
  tx.announce(
    file.outcome === FileOutcome.LOADED ? FileLoadedSchema : FileRejectedSchema,
    {
      occurredAt: timestampFromDate(at),
      ...(region ? { region } : {}),
      ...{ agency, dataset, fileId, rows, rejectedRows },
      ...(reasonCode === undefined ? {} : { reasonCode }),
    },
    { aggregate: 'fileExchange', id: fileId, version },
  );
}
