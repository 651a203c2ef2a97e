import type { JobHandler, JobUnderWay, Chunk } from '../jobs/index.js';
import { lockStripes } from '../messaging/outbox.js';
import { versionIn } from '../messaging/sequence-epoch.js';
import type { StateMessages } from '../messaging/state-message.js';
import { MAX_ANNOUNCEMENTS, type Tx } from '../persistence/transaction.js';

export interface RepublicationParameters {
  /** Type names of messages. */
  readonly types: readonly string[];
  /** What concerns this region: what lies in it, and what holds for all of it. */
  readonly region: string;
}

interface Checkpoint {
  /** Which of the types, in the declared order. */
  readonly type: number;
  /** The last subject that was sent. */
  readonly subject: string;
}

type Republication = JobUnderWay<RepublicationParameters, Checkpoint>;

/** Name of the job. */
export const REPUBLICATION = 'republication';

const START: Checkpoint = { type: 0, subject: '' };
const BACKLOG_PAUSE_MS = 200;
const CONCERNS = '(starts_with(e.region, $2) or starts_with($2, e.region))';

/**
 * Sends the current state again (重新发布): the same ids, sequence, time, key and content, so that a reader that has it
 * does nothing. Of an earlier epoch it is told anew, under the present epoch and another id. A chunk waits for the keys it sends as any writer does: what it sends is the newest of its subject, and
 * what is announced meanwhile comes after it. What happens now goes first: while events wait to be sent, the job rests.
 */
export class RepublicationJob implements JobHandler<RepublicationParameters, Checkpoint> {
  readonly name = REPUBLICATION;

  constructor(private readonly states: StateMessages) {}

  async chunk(tx: Tx, job: Republication): Promise<Chunk<Checkpoint>> {
    const total = job.checkpoint ? undefined : await this.#count(tx, job.parameters);
    const at = job.checkpoint ?? START;
    const counted = total === undefined ? {} : { total };
    if (await isBehind(tx)) {
      return { ...counted, checkpoint: at, done: 0, finished: false, pauseMs: BACKLOG_PAUSE_MS };
    }
    const types = this.#inOrder(job.parameters);
    const type = types[at.type];
    if (type === undefined) return { ...counted, checkpoint: at, done: 0, finished: true };
    const page = await this.#page(tx, type, at.subject, job.parameters.region);
    const done = await this.#send(tx, type, page);
    const isTypeDone = page.length < MAX_ANNOUNCEMENTS;
    return {
      ...counted,
      checkpoint: isTypeDone
        ? { type: at.type + 1, subject: '' }
        : { ...at, subject: page.at(-1)?.ce_subject ?? at.subject },
      done,
      finished: isTypeDone && at.type + 1 >= types.length,
    };
  }

  #inOrder({ types }: RepublicationParameters): string[] {
    return [...this.states.keys()].filter((type) => types.includes(type));
  }

  async #count(tx: Tx, parameters: RepublicationParameters): Promise<number> {
    let total = 0;
    for (const type of this.#inOrder(parameters)) {
      const [row] = await tx.query<{ n: number }>(
        `select count(*)::int as n from ${this.#held(type)} and ${CONCERNS}`,
        [type, parameters.region],
      );
      total += row?.n ?? 0;
    }
    return total;
  }

  #page(
    tx: Tx,
    type: string,
    after: string,
    region: string,
  ): Promise<{ ce_subject: string; topic: string; key: string }[]> {
    return tx.query(
      `select e.ce_subject, e.topic, e.key from ${this.#held(type)} and ${CONCERNS} and e.ce_subject > $3
        order by e.ce_subject limit ${MAX_ANNOUNCEMENTS}`,
      [type, region, after],
    );
  }

  /** Read again after the keys are locked: another transaction may have told more of a subject. */
  async #send(
    tx: Tx,
    type: string,
    page: readonly { ce_subject: string; topic: string; key: string }[],
  ): Promise<number> {
    if (page.length === 0) return 0;
    const subjects = page.map(({ ce_subject }) => ce_subject);
    const epoch = await lockStripes(tx.client, page);
    if (epoch > 0n) {
      // told before the database was put back: readers may have newer versions that are not in it any more
      await tx.execute(
        `update current_event set ce_id = uuidv7(), ce_sequence = $3::bigint + ${versionIn('ce_sequence')}
          where ce_type = $1 and ce_subject = any($2) and ce_sequence < $3::bigint`,
        [type, subjects, epoch.toString()],
      );
    }
    return tx.execute(
      `insert into outbox (topic, key, ce_id, ce_type, ce_source, ce_subject, ce_sequence, payload, ce_time)
       select e.topic, e.key, e.ce_id, e.ce_type, e.ce_source, e.ce_subject, e.ce_sequence, e.payload, e.ce_time
         from ${this.#held(type)} and e.ce_subject = any($2)
        order by e.ce_time, e.ce_id`,
      [type, subjects],
    );
  }

  #held(type: string): string {
    return `current_event e cross join lateral (select split_part(e.ce_subject, '/', 2) as id) as subject
      where e.ce_type = $1 and (${this.states.get(type)?.holdsWhile ?? 'true'})`;
  }
}

/** More than a chunk waits to be sent. */
async function isBehind(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ behind: boolean }>(
    'select count(*) >= $1 as behind from (select from outbox limit $1) as waiting',
    [MAX_ANNOUNCEMENTS],
  );
  return row?.behind ?? false;
}
