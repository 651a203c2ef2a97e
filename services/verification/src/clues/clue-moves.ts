import { civilDateOf, monthOf, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { Tx } from '@minzheng/platform/persistence';
import { mutedUntil, type ClosingOutcome } from './clue-answer.rules.js';
import { cluePolicy } from './clue-policy.js';
import { Clue } from './clue.entity.js';
import { announceClosed, announceDispatched, type Dispatch } from './clue.events.js';
import { CLUE_LIFECYCLE, type ClueCommand, type ClueState } from './clue.lifecycle.js';
import { markChecked } from '../monitoring/monitored-subjects.js';
import { keepClueDue } from '../statistics/clue-due.js';
import { hitsOfClues } from './clue-hits.js';

/** A clue, and what it is closed with. */
export interface Closing {
  readonly clue: Clue;
  readonly outcome: ClosingOutcome;
  /** The day through which the department wants the hits muted; of NO_CHANGE. */
  readonly muteUntilOn?: CivilDate | undefined;
  readonly reason?: string | undefined;
}

/**
 * Closes clues and tells their departments. What was closed as known and settled is muted for a while; what has lost its
 * evidence has lapsed. Persons are evaluated again, for hits that waited while the clue was looked at. However many they are,
 * they are written by a few statements; each is locked by the caller, and there once.
 *
 * @throws PolicyMissing, IllegalTransition
 */
export async function closeClues(
  tx: Tx,
  closings: readonly Closing[],
  at: Date,
  book: PolicyBook,
): Promise<void> {
  if (closings.length === 0) return;
  const today = civilDateOf(at);
  const books = new Map<Clue, PolicyBook>();
  for (const { clue, outcome, muteUntilOn } of closings) {
    const own = book.renewed();
    books.set(clue, own);
    if (outcome === 'NO_CHANGE') {
      const { muteDays } = cluePolicy(own, clue.region, today);
      clue.mutedUntilOn = mutedUntil(today, muteDays(), muteUntilOn);
    }
    Object.assign(clue, { closingOutcome: outcome, closedAt: at, coordinatorDueOn: null });
  }
  const held = takeMonthlyHeld(
    closings.map(({ clue }) => clue),
    at,
  );
  const withdrawn = closings.filter(({ outcome }) => outcome === 'EVIDENCE_WITHDRAWN');
  const answered = closings.filter(({ outcome }) => outcome !== 'EVIDENCE_WITHDRAWN');
  const from = new Map([
    ...(await moveClues(tx, withdrawn, 'withdraw', at)),
    ...(await moveClues(tx, answered, 'close', at)),
  ]);
  await tx.execute(
    `update indicator_hit h
        set muted_until_on = n.muted_until_on, mute_ended = false, lapsed = h.lapsed or n.lapsed
       from unnest($1::uuid[], $2::date[], $3::boolean[]) as n(clue_id, muted_until_on, lapsed)
      where h.clue_id = n.clue_id`,
    [
      closings.map(({ clue }) => clue.id),
      closings.map(({ clue }) => clue.mutedUntilOn),
      closings.map(({ outcome }) => outcome === 'EVIDENCE_WITHDRAWN'),
    ],
  );
  if (answered.length > 0) {
    const ids = answered.map(({ clue }) => clue.id);
    await markChecked(tx, await personsLookedAt(tx, ids), at);
    await evaluateAgain(tx, ids, held);
  }
  for (const { clue, outcome } of closings) {
    const used = (books.get(clue)?.used() ?? []).map(({ id }) => id);
    announceClosed(tx, clue, outcome, from.get(clue.id) ?? clue.state, at, used);
  }
}

/** A clue, and how it goes to a department once more. */
export interface Redispatch extends Pick<Dispatch, 'reopened' | 'reasonCode'> {
  readonly clue: Clue;
  readonly command: Extract<ClueCommand, 'dispatch' | 'sendBack' | 'reopen'>;
  /** The last day for the answer. */
  readonly dueOn: CivilDate;
  readonly reason?: string | undefined;
}

/**
 * Sends clues to their departments once more: one attempt more, to be answered anew. Only what is sent back may be answered
 * with visits from before. Each is locked by the caller, and there once.
 *
 * @throws PolicyMissing, IllegalTransition
 */
export async function dispatchAgain(
  tx: Tx,
  redispatches: readonly Redispatch[],
  at: Date,
  book: PolicyBook,
): Promise<void> {
  if (redispatches.length === 0) return;
  for (const { clue, command, dueOn } of redispatches) {
    const isSentBack = command === 'sendBack';
    Object.assign(clue, {
      dueOn,
      attempt: clue.attempt + 1,
      sentBack: isSentBack,
      declined: false,
      answerId: null,
      coordinatorDueOn: null,
      ...(isSentBack ? {} : { dispatchedAt: at }),
    });
  }
  const held = takeMonthlyHeld(
    redispatches.map(({ clue }) => clue),
    at,
  );
  const from = new Map<string, ClueState>();
  for (const [command, some] of Map.groupBy(redispatches, (each) => each.command)) {
    const moves = some.map(({ clue, reason, reasonCode }) => ({ clue, reason: reason ?? reasonCode }));
    for (const [id, state] of await moveClues(tx, moves, command, at)) from.set(id, state);
  }
  const ids = redispatches.map(({ clue }) => clue.id);
  await keepClueDue(tx, ids);
  await evaluateAgain(tx, ids, held);
  const hitsOf = await hitsOfClues(tx, ids);
  for (const { clue, reopened, reasonCode } of redispatches) {
    const hits = hitsOf.get(clue.id) ?? [];
    const policy = cluePolicy(book, clue.region, civilDateOf(at));
    const indicators = hits.map(({ indicator }) => indicator);
    announceDispatched(tx, clue, hits, at, {
      ...(reopened === undefined ? {} : { reopened }),
      reasonCode,
      fromState: from.get(clue.id) ?? clue.state,
      documentCheck: policy.allowsDocuments(indicators),
      policyVersionIds: policy.versionIds(indicators, clue.severity),
    });
  }
}

/** What commands on a clue change beside its state, by column and type. */
const CHANGING = {
  department: 'text',
  region: 'text',
  due_on: 'date',
  attempt: 'int',
  dispatched_at: 'timestamptz',
  sent_back: 'boolean',
  declined: 'boolean',
  times_declined: 'int',
  answer_id: 'uuid',
  coordinator_due_on: 'date',
  monthly_held_in: 'text',
  closing_outcome: 'text',
  closed_at: 'timestamptz',
  muted_until_on: 'date',
} as const;
const COLUMNS = Object.keys(CHANGING);
const SET = COLUMNS.map((column) => `${column} = n.${column}`).join(', ');
const ROWS = `select * from json_to_recordset($2::json) as given(id uuid, ${Object.entries(CHANGING)
  .map(([column, type]) => `${column} ${type}`)
  .join(', ')})`;

const toRow = (clue: Clue): Record<'id' | keyof typeof CHANGING, unknown> => ({
  id: clue.id,
  department: clue.department,
  region: clue.region,
  due_on: clue.dueOn,
  attempt: clue.attempt,
  dispatched_at: clue.dispatchedAt,
  sent_back: clue.sentBack,
  declined: clue.declined,
  times_declined: clue.timesDeclined,
  answer_id: clue.answerId,
  coordinator_due_on: clue.coordinatorDueOn,
  monthly_held_in: clue.monthlyHeldIn,
  closing_outcome: clue.closingOutcome,
  closed_at: clue.closedAt,
  muted_until_on: clue.mutedUntilOn,
});

/**
 * Moves clues and stores what was changed on them: one statement for all that are moved for the same reason.
 *
 * @returns where they stood before, by id
 * @throws IllegalTransition
 */
export async function moveClues(
  tx: Tx,
  moves: readonly { readonly clue: Clue; readonly reason?: string | undefined }[],
  command: Exclude<ClueCommand, 'raise' | 'addHits'>,
  at: Date,
): Promise<ReadonlyMap<string, ClueState>> {
  const from = new Map(moves.map(({ clue }) => [clue.id, clue.state]));
  for (const [reason, some] of Map.groupBy(moves, (move) => move.reason)) {
    for (const { clue } of some) clue.state = CLUE_LIFECYCLE.next(clue.state, command);
    const ids = some.map(({ clue }) => clue.id);
    const moved = await tx.moveWhere(Clue, CLUE_LIFECYCLE, command, at, {
      where: 't.id = any($1::uuid[])',
      parameters: [ids, JSON.stringify(some.map(({ clue }) => toRow(clue)))],
      also: { rows: ROWS, set: SET },
      reason,
    });
    const versions = new Map(moved.map(({ aggregateId, version }) => [aggregateId, version]));
    for (const { clue } of some) clue.version = versions.get(clue.id) ?? clue.version;
  }
  return from;
}

/** The persons of these clues, by clue. */
const LOOKED_AT = `(
  select clue_id, person_key from indicator_hit where clue_id = any($1::uuid[])
  union all
  select c.id, (member ->> 'personKey')::uuid
    from clue c join household h on h.id = c.subject and not h.closed, jsonb_array_elements(h.members) as member
   where c.id = any($1::uuid[])) as looked_at (clue_id, person_key)`;

/** Who is visited for these clues: the members of the households on record that they are about, and whoever their hits are about. */
export async function personsLookedAt(tx: Tx, clueIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ person_key: string }>(`select distinct person_key from ${LOOKED_AT}`, [
    clueIds,
  ]);
  return rows.map(({ person_key }) => person_key);
}

/** Monthly hits that these clues have held wait no longer. @returns the clues of which they are this month's */
function takeMonthlyHeld(clues: readonly Clue[], at: Date): string[] {
  const month = monthOf(civilDateOf(at));
  const held = clues.filter(({ monthlyHeldIn }) => monthlyHeldIn === month).map(({ id }) => id);
  for (const clue of clues) clue.monthlyHeldIn = null;
  return held;
}

/** What came while nobody could add hits is found now; what is asked once a month, of those of which it was held. */
async function evaluateAgain(
  tx: Tx,
  clueIds: readonly string[],
  monthlyHeld: readonly string[],
): Promise<void> {
  await tx.execute(
    `insert into dirty (person_key, asks_monthly)
     select person_key, bool_or(clue_id = any($2::uuid[])) from ${LOOKED_AT} group by person_key`,
    [clueIds, monthlyHeld],
  );
}
