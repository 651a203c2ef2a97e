import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { enumValue } from '@minzheng/contracts/catalogue';
import {
  FeedWatermarkSchema,
  SourceAnsweredSchema,
  StatusFactSchema,
  SourceAnswerStateSchema,
} from '@minzheng/contracts/facts';
import type { Caller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { SETTINGS, type PlatformSettings } from '@minzheng/platform/config';
import { defineProblem, Problem, PROBLEMS } from '@minzheng/platform/http';
import type { EventSubject } from '@minzheng/platform/messaging';
import type { Tx } from '@minzheng/platform/persistence';
import { leadingSecret } from '@minzheng/platform/person-keys';
import { Inject, Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { v7 as uuidv7 } from 'uuid';
import { isDatasetOf } from '../facts/dataset.rules.js';
import { includesDataset, isAgency, isFactType, maySend } from './agency.rules.js';
import {
  MAX_ITEMS,
  type InboundBatchDto,
  type InboundItemDto,
  type InboundMarkerDto,
  type InboundResultDto,
  type InboundWatermarkDto,
} from './inbound-batch.dto.js';
import { InboundAnswerDto } from './inbound-fact.dto.js';
import { readFact } from './inbound-fact.reader.js';
import { invalid, isObject, isRefusal, readItem, type ItemRefusal } from './item-refusal.js';
import { PersonReader } from './person.reader.js';
import { idOf, Pseudonyms } from './pseudonyms.js';
import type { Reading } from './reading.js';

export const NO_AGREEMENT = defineProblem({
  name: 'no-agreement',
  status: 403,
  zh: '没有有效的数据共享协议',
  en: 'There is no data agreement for this agency',
  meaning: {
    zh: '令牌所属机构（org）与请求中的机构不一致，或者该机构没有有效的数据共享协议。',
    en: 'The agency of the request is not that of the token (org), or has no data agreement in force.',
  },
  remedy: {
    zh: '使用本机构的令牌；没有协议的，先签订数据共享协议。',
    en: 'Use the agency’s own token; where there is no agreement, one has to be concluded first.',
  },
});
export const KIND_NOT_IN_AGREEMENT = defineProblem({
  name: 'kind-not-in-agreement',
  status: 403,
  zh: '数据类型不在共享协议范围内',
  en: 'A kind is not in the agency’s agreement',
  meaning: {
    zh: '所发事实类型不在该机构的共享协议范围内。',
    en: 'A kind of fact is not among those that the agency’s agreement covers.',
  },
  remedy: {
    zh: '不发送 errors 所指的条目，或者变更协议。',
    en: 'Leave out the entries that errors names, or have the agreement changed.',
  },
});

const DAY_MS = 86_400_000;
/** Facts of the same call were refused: it is not true that these are all there is. */
const FACTS_REJECTED: ItemRefusal = { problem: 'facts-rejected' };

const items = new Counter({
  name: 'minzheng_inbound_items_total',
  help: 'What agencies sent, by agency and what became of it',
  labelNames: ['agency', 'item', 'result'],
});

/** A refused fact: whose, and of which dataset, as far as that could be read. */
interface RefusedFact {
  readonly personKey: string | undefined;
  readonly dataset: string | undefined;
}

/**
 * Takes in what agencies send (数据归集). ID numbers are read in memory only; what leaves, by the two inbound topics,
 * has personKeys and hashes. Answers follow their facts, a watermark follows both.
 */
@Injectable()
export class InboundService {
  readonly #pseudonyms: Pseudonyms;

  constructor(
    private readonly clock: BusinessClock,
    @Inject(SETTINGS) settings: PlatformSettings,
  ) {
    this.#pseudonyms = new Pseudonyms(leadingSecret(settings));
  }

  /** @throws Problem `too-large`, `no-agreement`, `kind-not-in-agreement` for the whole call */
  receive(tx: Tx, batch: InboundBatchDto, caller: Caller): InboundResultDto {
    const { agency, watermark } = batch;
    const [facts, answers] = [batch.facts ?? [], batch.answers ?? []];
    if (facts.length > MAX_ITEMS || answers.length > MAX_ITEMS) {
      throw new Problem(PROBLEMS.tooLarge, { extensions: { maximum: MAX_ITEMS } });
    }
    if (caller.org !== agency || !isAgency(agency)) throw new Problem(NO_AGREEMENT);
    assertKindsInAgreement(agency, facts);
    const reading: Reading = {
      agency,
      region: caller.region,
      now: this.clock.now(),
      today: this.clock.today(),
      pseudonyms: this.#pseudonyms,
    };
    const refused: RefusedFact[] = [];
    const statuses = new Map<string, string[]>();
    const result: InboundResultDto = {
      facts: this.#facts(tx, facts, reading, refused, statuses),
      answers: answers.map((answer, index) => ({
        index,
        ...answered(tx, answer, reading, refused, statuses),
      })),
      ...(watermark ? { watermark: marked(tx, watermark, reading, refused) } : {}),
    };
    tx.afterCommit(() => count(agency, result));
    return result;
  }

  /** @param statuses - ids of the StatusFacts by person: they go by another topic than the answers that wait for them */
  #facts(
    tx: Tx,
    facts: readonly unknown[],
    reading: Reading,
    refused: RefusedFact[],
    statuses: Map<string, string[]>,
  ): InboundItemDto[] {
    const announced = new Set<string>();
    return facts.map((item, index) => {
      const read = readFact(item, reading);
      if (isRefusal(read)) {
        refused.push(refusedFact(item, reading));
        return { index, state: 'REJECTED', ...read };
      }
      const { factId, personKey } = read.message;
      if (read.schema === StatusFactSchema)
        statuses.set(personKey, [...(statuses.get(personKey) ?? []), factId]);
      if (!announced.has(factId)) tx.announce(read.schema, read.message, subject(reading, 'fact', factId));
      announced.add(factId);
      return { index, state: 'ACCEPTED', factId };
    });
  }
}

function subject({ agency }: Reading, aggregate: string, id: string): EventSubject {
  return { aggregate, id, version: 1n, source: `/agency/${agency}` };
}

/** @throws Problem `kind-not-in-agreement` naming the places */
function assertKindsInAgreement(agency: string, facts: readonly unknown[]): void {
  const errors = facts.flatMap((item, index) => {
    if (!isObject(item)) return [];
    const { type, kind } = item;
    const isOutside = isFactType(type) && typeof kind === 'string' && !maySend(agency, type, kind);
    return isOutside
      ? [{ field: `facts.${index}.kind`, code: KIND_NOT_IN_AGREEMENT.name, message: KIND_NOT_IN_AGREEMENT }]
      : [];
  });
  if (errors.length > 0) throw new Problem(KIND_NOT_IN_AGREEMENT, { errors });
}

function refusedFact(item: unknown, { agency, today, pseudonyms }: Reading): RefusedFact {
  if (!isObject(item)) return { personKey: undefined, dataset: undefined };
  const { idNumber, dataset } = item;
  return {
    personKey: typeof idNumber === 'string' ? pseudonyms.personKey(idNumber, today) : undefined,
    dataset: typeof dataset === 'string' && isDatasetOf(agency, dataset) ? dataset : undefined,
  };
}

/** Whether a refused fact may belong to the dataset: then nobody may say that it is complete. */
function touches(fact: RefusedFact, dataset: string, { agency }: Reading): boolean {
  return fact.dataset === undefined || includesDataset(agency, dataset, fact.dataset);
}

type Told = Omit<InboundItemDto, 'index'>;

const rejected = (refusal: ItemRefusal): Told => ({ state: 'REJECTED', ...refusal });

function answered(
  tx: Tx,
  item: unknown,
  reading: Reading,
  refused: readonly RefusedFact[],
  statuses: ReadonlyMap<string, readonly string[]>,
): Told {
  if (!isObject(item)) return rejected(invalid('', 'is-object'));
  const answer = readItem(InboundAnswerDto, item);
  if (isRefusal(answer)) return rejected(answer);
  const { dataset, state } = answer;
  if (!isDatasetOf(reading.agency, dataset)) return rejected(invalid('dataset', 'is-dataset'));
  const persons = new PersonReader(reading);
  const personKey = persons.key('idNumber', answer.idNumber);
  if (persons.refusal) return rejected(persons.refusal);
  const observedAt = new Date(answer.observedAt);
  if (isFuture(observedAt, reading)) return rejected({ problem: 'future-fact', field: 'observedAt' });
  const isIncomplete = refused.some(
    (fact) => fact.personKey === personKey && touches(fact, dataset, reading),
  );
  if (state !== 'REFUSED' && isIncomplete) return rejected(FACTS_REJECTED);
  const requestId = answer.requestId?.toLowerCase();
  const answerId = idOf(
    'answer',
    reading.agency,
    dataset,
    personKey,
    observedAt.toISOString(),
    state,
    requestId ?? '',
  );
  tx.announce(
    SourceAnsweredSchema,
    {
      ...said(reading),
      answerId,
      personKey,
      agency: reading.agency,
      dataset,
      ...(requestId === undefined ? {} : { requestId }),
      state: enumValue(SourceAnswerStateSchema, state),
      observedAt: timestampFromDate(observedAt),
      awaitedFactIds: [...(statuses.get(personKey) ?? [])],
    },
    subject(reading, 'sourceAnswer', answerId),
  );
  return { state: 'ACCEPTED', answerId };
}

function marked(
  tx: Tx,
  { dataset, upTo: text }: InboundWatermarkDto,
  reading: Reading,
  refused: readonly RefusedFact[],
): InboundMarkerDto {
  if (!isDatasetOf(reading.agency, dataset)) return rejected(invalid('dataset', 'is-dataset'));
  const upTo = new Date(text);
  if (isFuture(upTo, reading)) return rejected({ problem: 'future-fact', field: 'upTo' });
  if (refused.some((fact) => touches(fact, dataset, reading))) return rejected(FACTS_REJECTED);
  const markerId = uuidv7();
  tx.announceInEveryPartition(
    FeedWatermarkSchema,
    { ...said(reading), markerId, agency: reading.agency, dataset, upTo: timestampFromDate(upTo) },
    subject(reading, 'feedWatermark', markerId),
  );
  return { state: 'ACCEPTED', markerId };
}

function said({ now, region }: Reading) {
  return {
    occurredAt: timestampFromDate(now),
    ...(region === undefined ? {} : { region: { code: region } }),
  };
}

const isFuture = (instant: Date, { now }: Reading): boolean => instant.getTime() > now.getTime() + DAY_MS;

function count(agency: string, { facts, answers, watermark }: InboundResultDto): void {
  const marker = watermark ? [watermark] : [];
  for (const [item, results] of Object.entries({ fact: facts, answer: answers, watermark: marker })) {
    for (const { problem } of results) items.inc({ agency, item, result: problem ?? 'accepted' });
  }
}
