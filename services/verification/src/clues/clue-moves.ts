import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { Tx } from '@minzheng/platform/persistence';
import { mutedUntil, type ClosingOutcome } from './clue-answer.rules.js';
import { cluePolicy } from './clue-policy.js';
import type { Clue } from './clue.entity.js';
import { announceClosed, announceDispatched, type Dispatch } from './clue.events.js';
import { CLUE_LIFECYCLE, type ClueCommand } from './clue.lifecycle.js';
import { markChecked } from '../monitoring/monitored-subjects.js';
import { keepClueDue } from '../statistics/clue-due.js';
import { hitsOf } from './indicator-hit.entity.js';

/** What a clue is closed with. */
export interface Closing {
  readonly outcome: ClosingOutcome;
  /** The day through which the department wants the hits muted; of NO_CHANGE. */
  readonly muteUntilOn?: CivilDate | undefined;
  readonly reason?: string | undefined;
}

/**
 * Closes a clue and tells its department. What was closed as known and settled is muted for a while; what has lost its
 * evidence has lapsed. Persons are evaluated again, for hits that waited while the clue was looked at.
 *
 * @throws PolicyMissing
 */
export async function closeClue(
  tx: Tx,
  clue: Clue,
  { outcome, muteUntilOn, reason }: Closing,
  at: Date,
  book: PolicyBook,
): Promise<void> {
  const today = civilDateOf(at);
  if (outcome === 'NO_CHANGE') {
    const { muteDays } = cluePolicy(book, clue.region, today);
    clue.mutedUntilOn = mutedUntil(today, muteDays(), muteUntilOn);
  }
  clue.closingOutcome = outcome;
  clue.closedAt = at;
  clue.coordinatorDueOn = null;
  const command = outcome === 'EVIDENCE_WITHDRAWN' ? 'withdraw' : 'close';
  const { from } = await tx.move(clue, CLUE_LIFECYCLE, command, at, reason);
  await tx.execute(
    'update indicator_hit set muted_until_on = $2, mute_ended = false, lapsed = lapsed or $3 where clue_id = $1',
    [clue.id, clue.mutedUntilOn, outcome === 'EVIDENCE_WITHDRAWN'],
  );
  if (outcome !== 'EVIDENCE_WITHDRAWN') {
    await markChecked(tx, await personsLookedAt(tx, clue), at);
    await evaluateAgain(tx, clue);
  }
  announceClosed(
    tx,
    clue,
    outcome,
    from,
    at,
    book.used().map(({ id }) => id),
  );
}

/** How a clue goes to a department once more. */
export interface Redispatch extends Pick<Dispatch, 'reopened' | 'reasonCode'> {
  readonly command: Extract<ClueCommand, 'dispatch' | 'sendBack' | 'reopen'>;
  /** The last day for the answer. */
  readonly dueOn: CivilDate;
  readonly reason?: string | undefined;
}

/**
 * Sends a clue to its department once more: one attempt more, to be answered anew. Only what is sent back may be answered
 * with visits from before.
 *
 * @throws PolicyMissing
 */
export async function dispatchAgain(
  tx: Tx,
  clue: Clue,
  { command, dueOn, reason, ...dispatch }: Redispatch,
  at: Date,
  book: PolicyBook,
): Promise<void> {
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
  const { from } = await tx.move(clue, CLUE_LIFECYCLE, command, at, reason ?? dispatch.reasonCode);
  await keepClueDue(tx, [clue.id]);
  await evaluateAgain(tx, clue);
  const hits = await hitsOf(tx.manager, clue.id);
  const policy = cluePolicy(book, clue.region, civilDateOf(at));
  const indicators = hits.map(({ indicator }) => indicator);
  announceDispatched(tx, clue, hits, at, {
    ...dispatch,
    fromState: from,
    documentCheck: policy.allowsDocuments(indicators),
    policyVersionIds: policy.versionIds(indicators, clue.severity),
  });
}

/** Who was visited for a clue: the members of the household on record that it is about, and whoever its hits are about. */
async function personsLookedAt(tx: Tx, { id, subject }: Clue): Promise<string[]> {
  const rows = await tx.query<{ person_key: string }>(
    `select person_key from indicator_hit where clue_id = $1
     union
     select (member ->> 'personKey')::uuid from household, jsonb_array_elements(members) as member
      where id = $2 and not closed`,
    [id, subject],
  );
  return rows.map(({ person_key }) => person_key);
}

/** What came while nobody could add hits is found now. */
async function evaluateAgain(tx: Tx, { id }: Clue): Promise<void> {
  await tx.execute(
    `insert into dirty (person_key) select distinct person_key from indicator_hit where clue_id = $1`,
    [id],
  );
}
