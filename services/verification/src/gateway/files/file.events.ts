import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { FileExchangedSchema, FileOutcome } from '@minzheng/contracts/verification';
import type { Tx } from '@minzheng/platform/persistence';
import type { FileExchange } from './file-exchange.entity.js';

const OUTCOMES: Readonly<Record<string, FileOutcome>> = {
  LOADED: FileOutcome.LOADED,
  QUARANTINED: FileOutcome.QUARANTINED,
  REJECTED: FileOutcome.REJECTED,
};

/** Tells verification what became of a file. */
export function announceExchanged(tx: Tx, file: FileExchange, at: Date): void {
  const { id: fileId, agency, dataset, sequence, rows, distinctPersons, rejectedRows, reasonCode } = file;
  tx.announce(
    FileExchangedSchema,
    {
      occurredAt: timestampFromDate(at),
      region: { code: file.region },
      ...{ agency, dataset, fileId, sequence, rows, distinctPersons },
      rejectedRows: rejectedRows ?? 0,
      ...(reasonCode === null ? {} : { reasonCode }),
      outcome: OUTCOMES[file.state] ?? FileOutcome.UNSPECIFIED,
    },
    file,
  );
}
