import { isDeepStrictEqual } from 'node:util';
import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import { versionOf } from '@minzheng/platform/messaging';
import { outwardMessage } from './outward-messages.js';

/** What an event says of its subject to a party. */
export interface Statement {
  readonly type: string;
  readonly sequence: bigint;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A statement that the party has, and whether this service says it still, by what it would send again (重新发布). */
export interface ToldStatement extends Statement {
  readonly holds: boolean;
}

/**
 * Whether a party knows already what an event says: it was told the same, and nothing since that this service does not say any
 * more. An event is told again under another id after the database was put back to an earlier moment, and where what this
 * service reads comes to it once more.
 *
 * @param told - to this party of this subject, the oldest first, as far as it is kept
 * @param isOld - it was announced so long ago that nothing of that time is kept: it was told then
 */
export function isToldAlready(statement: Statement, told: readonly ToldStatement[], isOld: boolean): boolean {
  const last = told.findLastIndex((each) => saysTheSame(each, statement));
  if (last < 0 && !isOld) return false;
  return told.slice(last + 1).every(({ holds }) => holds);
}

/** When an event was sent, and when it was announced first: as a rule at once. */
export interface Sending {
  readonly announcedAt: Date;
  readonly sentAt: Date;
}

const DAY_MS = 86_400_000;

/**
 * Whether an event was announced so long before it was sent that nothing of that time is kept: the party was told then, if it had
 * an agreement.
 *
 * @param since - first day of its first agreement; undefined where it never had one
 */
export function wasToldLongAgo(
  { announcedAt, sentAt }: Sending,
  keptDays: number,
  since: CivilDate | undefined,
): boolean {
  const isKept = sentAt.getTime() - announcedAt.getTime() <= keptDays * DAY_MS;
  return !isKept && since !== undefined && since <= civilDateOf(announcedAt);
}

/** A higher version of the subject says it once more: in between it stood otherwise. */
function saysTheSame(told: Statement, { type, sequence, data }: Statement): boolean {
  if (told.type !== type || versionOf(sequence) > versionOf(told.sequence)) return false;
  const isEachTimeNew = outwardMessage(type)?.isEachTimeNew ?? false;
  return isDeepStrictEqual(isEachTimeNew ? told.data : state(told), isEachTimeNew ? data : state({ data }));
}

/** When this service has found it out may differ: it may have found it out twice. */
function state({ data }: Pick<Statement, 'data'>): object {
  const { occurredAt: _occurredAt, ...rest } = data;
  return rest;
}
