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
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import type { EventSubject } from '@minzheng/platform/messaging';
import type { Tx } from '@minzheng/platform/persistence';
import { addDays, type CivilDate } from '@minzheng/kernel/months';
import { leadingSecret } from '@minzheng/platform/person-keys';
import { Inject, Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { v7 as uuidv7 } from 'uuid';
import { isDatasetOf } from '../facts/dataset.rules.js';
import { includesDataset } from './agency.rules.js';
import { InboundAgreement, type AgreementOf } from './inbound-agreement.js';
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
import { InboundRefusals, refusalsOf, type InboundRefusal } from './inbound-refusals.js';
import { invalid, isObject, isRefusal, readItem, type ItemRefusal } from './item-refusal.js';
import { PersonReader } from './person.reader.js';
import { idOf, Pseudonyms } from './pseudonyms.js';
import type { Reading } from './reading.js';

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
    private readonly agreement: InboundAgreement,
    private readonly refusals: InboundRefusals,
    @Inject(SETTINGS) settings: PlatformSettings,
  ) {
    this.#pseudonyms = new Pseudonyms(leadingSecret(settings));
  }

  /** @throws Problem `too-large`, `no-agreement`, `kind-not-in-agreement`, `rate-limited`, `quota` for the whole call */
  async receive(
    tx: Tx,
    batch: InboundBatchDto,
    caller: Pick<Caller, 'org' | 'region'>,
  ): Promise<InboundResultDto> {
    const { agency, watermark } = batch;
    const [facts, answers] = [batch.facts ?? [], batch.answers ?? []];
    if (facts.length > MAX_ITEMS || answers.length > MAX_ITEMS) {
      throw new Problem(PROBLEMS.tooLarge, { extensions: { maximum: MAX_ITEMS } });
    }
    const agreementOf = await this.agreement.admit(batch, caller.org);
    const reading = this.reading(agency, caller.region, agreementOf);
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
    const refusals = refusalsOf(batch, result);
    await this.refusals.keep(tx, agency, refusals, reading.now, keptUntil(reading, refusals));
    tx.afterCommit(() => count(agency, result));
    return result;
  }

  /** What items of the agency are read with. */
  reading(agency: string, region: string | undefined, agreementOf: AgreementOf): Reading {
    return {
      agency,
      region,
      now: this.clock.now(),
      today: this.clock.today(),
      pseudonyms: this.#pseudonyms,
      agreementOf,
    };
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

/** As long as the agreements under which the call came let files be kept; where none of them is named until the next night. */
function keptUntil({ agency, today, agreementOf }: Reading, refusals: readonly InboundRefusal[]): CivilDate {
  const datasets = [agency, ...refusals.map(({ dataset }) => dataset)];
  return addDays(today, Math.max(1, ...datasets.map((dataset) => agreementOf(dataset)?.keepDays ?? 0)));
}

export function subject({ agency }: Pick<Reading, 'agency'>, aggregate: string, id: string): EventSubject {
  return { aggregate, id, version: 1n, source: `/agency/${agency}` };
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

export function said({ now, region }: Pick<Reading, 'now' | 'region'>) {
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
