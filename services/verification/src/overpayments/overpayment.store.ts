import { timestampDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { enumName } from '@minzheng/contracts/catalogue';
import {
  OverpaymentCauseSchema,
  ProgrammeSchema,
  RecoveryWaySchema,
  type OverpaymentDetectedSchema,
  type OverpaymentRecoveredSchema,
} from '@minzheng/contracts/common';
import type { Received } from '@minzheng/platform/messaging';
import type { Tx } from '@minzheng/platform/persistence';

/**
 * Keeps over-payments (多发) as their payers found them, each once, and has the persons looked at again: what was set to 0
 * for one was paid all the same.
 *
 * @throws RangeError when something that must be set is not
 */
export async function storeOverpayments(
  tx: Tx,
  events: readonly Received<typeof OverpaymentDetectedSchema>[],
): Promise<void> {
  const rows = events.map(({ message, envelope }) => ({
    id: message.overpaymentId,
    person_key: message.personKey,
    department: writerOf(envelope.topic),
    region: message.region?.code ?? '',
    programme: enumName(ProgrammeSchema, message.programme),
    months: message.months,
    amount_fen: message.amountFen.toString(),
    cause: enumName(OverpaymentCauseSchema, message.cause),
    clue_id: message.clueId ?? null,
    detected_at: instantOf(message.occurredAt),
  }));
  await tx.execute(
    `with told as (
       select * from jsonb_to_recordset($1) as t(
         id uuid, person_key uuid, department text, region text, programme text, months text[], amount_fen bigint,
         cause text, clue_id uuid, detected_at timestamptz)
     ), stored as (
       insert into overpayment (id, person_key, department, region, programme, months, amount_fen, cause, clue_id, detected_at)
       select * from told on conflict do nothing returning person_key
     )
     insert into dirty (person_key) select distinct person_key from stored`,
    [JSON.stringify(rows)],
  );
}

/**
 * Keeps what came back of over-payments (追回), or was given up; each event once.
 *
 * @throws RangeError when something that must be set is not
 */
export async function storeRecoveries(
  tx: Tx,
  events: readonly Received<typeof OverpaymentRecoveredSchema>[],
): Promise<void> {
  const rows = events.map(({ message, envelope }) => ({
    id: envelope.id,
    overpayment_id: message.overpaymentId,
    person_key: message.personKey,
    department: writerOf(envelope.topic),
    region: message.region?.code ?? '',
    programme: enumName(ProgrammeSchema, message.programme),
    amount_fen: message.amountFen.toString(),
    way: enumName(RecoveryWaySchema, message.way),
    balance_fen: message.balanceFen.toString(),
    recovered_at: instantOf(message.occurredAt),
  }));
  await tx.execute(
    `insert into overpayment_recovery
       (id, overpayment_id, person_key, department, region, programme, amount_fen, way, balance_fen, recovered_at)
     select * from jsonb_to_recordset($1) as t(
       id uuid, overpayment_id uuid, person_key uuid, department text, region text, programme text, amount_fen bigint,
       way text, balance_fen bigint, recovered_at timestamptz)
     on conflict do nothing`,
    [JSON.stringify(rows)],
  );
}

/** Who writes a topic is in its name: `minzheng.<writer>.<audience>.v1`. */
const writerOf = (topic: string): string => topic.split('.')[1] ?? '';

function instantOf(timestamp: Timestamp | undefined): string {
  if (!timestamp) throw new RangeError('an event without its instant');
  return timestampDate(timestamp).toISOString();
}
