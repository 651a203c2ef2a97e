import { Injectable } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import type { Tx } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { Counter } from 'prom-client';
import { v7 as uuidv7 } from 'uuid';
import { isDatasetOf } from './dataset.rules.js';
import { checkFact, isUuid } from './fact-check.rules.js';
import { isFromItsSource } from './fact-origin.rules.js';
import type { FactMessage, ReceivedFact } from './fact-row.js';

const rejected = new Counter({
  name: 'minzheng_rejected_facts_total',
  help: 'Facts that a rule refused, by source and reason',
  labelNames: ['agency', 'dataset', 'reason'],
});

interface Rejection {
  readonly received: ReceivedFact;
  readonly reason: string;
}

/** A fact that a rule refuses is kept with its reason and counted by its source; the person's later facts go on. */
@Injectable()
export class RejectedFacts {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
    private readonly logger: JsonLogger,
  ) {}

  async withoutRejected(tx: Tx, events: readonly ReceivedFact[]): Promise<readonly ReceivedFact[]> {
    const rejections: Rejection[] = [];
    const accepted: ReceivedFact[] = [];
    const now = this.clock.now();
    for (const received of events) {
      const message = received.message as FactMessage;
      const reason = isFromItsSource(received.envelope, message)
        ? checkFact(received.schema, message, now)
        : 'agency-mismatch';
      if (reason === undefined) accepted.push(received);
      else rejections.push({ received, reason });
    }
    const foreign = await this.#supersedingForeign(tx, accepted);
    for (const received of foreign) rejections.push({ received, reason: 'not-own-fact' });
    if (rejections.length > 0) await this.#keep(tx, rejections);
    return accepted.filter((received) => !foreign.has(received));
  }

  /** Only a source itself, or this service after an appeal, may replace what a source has said. */
  async #supersedingForeign(tx: Tx, events: readonly ReceivedFact[]): Promise<Set<ReceivedFact>> {
    const superseding = events.filter(
      ({ message }) => (message as FactMessage).supersedesFactId !== undefined,
    );
    if (superseding.length === 0) return new Set();
    const messages = superseding.map(({ message }) => message as FactMessage);
    const rows = await tx.query<{ fact_id: string; agency: string }>(
      `select n.fact_id, s.agency
         from unnest($1::uuid[], $2::uuid[]) as n(person_key, fact_id)
         left join fact_confirmation c on c.person_key = n.person_key and n.fact_id = any(c.told_by)
         join fact f on f.person_key = n.person_key and f.fact_id = coalesce(c.fact_id, n.fact_id)
         join fact_source s on s.id = f.source_id`,
      [messages.map(({ personKey }) => personKey), messages.map(({ supersedesFactId }) => supersedesFactId)],
    );
    const agencies = new Map(rows.map(({ fact_id, agency }) => [fact_id, agency]));
    return new Set(
      superseding.filter(({ message }) => {
        const { supersedesFactId = '', source } = message as FactMessage;
        const agency = agencies.get(supersedesFactId);
        return agency !== undefined && agency !== source?.agency && source?.agency !== 'verification';
      }),
    );
  }

  /** For whoever runs the platform, who tells the producer: which facts they are lists `GET /v1/rejected-facts`. */
  #tellOf(refused: { agency: string; dataset: string; reason: string; facts: number }): void {
    const { pino } = this.logger;
    if (refused.reason === 'pii-in-event')
      pino.error(refused, 'a producer sends personal data in facts: tell it');
    else pino.warn(refused, 'facts of a producer were refused');
  }

  /** A fact that comes again is kept and counted once; each one without an id stands for itself. */
  async #keep(tx: Tx, rejections: readonly Rejection[]): Promise<void> {
    const rows = rejections.map(({ received, reason }) => {
      const message = received.message as FactMessage;
      return {
        id: uuidv7(),
        // what is no id may be personal, and names no fact
        fact_id: isUuid(message.factId) ? message.factId : '',
        ...namedSource(message),
        message_type: received.schema.typeName,
        reason,
        sealed: this.cipher.seal(received.payload),
      };
    });
    const kept = await tx.query<{ agency: string; dataset: string; reason: string }>(
      `insert into rejected_fact (id, fact_id, agency, dataset, message_type, reason, sealed)
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[])
       order by 2, 6
       on conflict (fact_id, reason) where fact_id <> '' do nothing
       returning agency, dataset, reason`,
      [
        rows.map(({ id }) => id),
        rows.map(({ fact_id }) => fact_id),
        rows.map(({ agency }) => agency),
        rows.map(({ dataset }) => dataset),
        rows.map(({ message_type }) => message_type),
        rows.map(({ reason }) => reason),
        rows.map(({ sealed }) => sealed),
      ],
    );
    tx.afterCommit(() => {
      for (const [, [first, ...more]] of Map.groupBy(kept, (each) => JSON.stringify(each))) {
        if (!first) continue;
        const facts = more.length + 1;
        rejected.inc({ ...first }, facts);
        this.#tellOf({ ...first, facts });
      }
    });
  }
}

const SOURCE = /^[A-Za-z]{2,20}$/;

/** What may stand in a table and in a label: any other text, which may be personal, is only in the sealed message. */
function namedSource({ source }: FactMessage): { readonly agency: string; readonly dataset: string } {
  const { agency = '', dataset = '' } = source ?? {};
  if (!SOURCE.test(agency)) return { agency: '?', dataset: '?' };
  return { agency, dataset: isDatasetOf(agency, dataset) ? dataset : '?' };
}
