import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { RegionSchema } from '@minzheng/contracts/common';
import { isDatasetOf } from '../facts/dataset.rules.js';
import { checkFact, type FactRefusal } from '../facts/fact-check.rules.js';
import { isFactType, isKnownKind, type InboundFactType } from './agency.rules.js';
import { fieldOutside } from './fact-fields.data.js';
import {
  InboundAssetDto,
  InboundExpenditureDto,
  InboundIncomeDto,
  InboundStatusDto,
  type InboundFact,
} from './inbound-fact.dto.js';
import { toMessage } from './inbound-fact.message.js';
import { invalid, isObject, isRefusal, readItem, type ItemRefusal } from './item-refusal.js';
import { PersonReader } from './person.reader.js';
import { contentHash, idOf } from './pseudonyms.js';
import type { ReadFact, Reading } from './reading.js';

const DTOS = {
  income: InboundIncomeDto,
  asset: InboundAssetDto,
  expenditure: InboundExpenditureDto,
  status: InboundStatusDto,
} as const satisfies Record<InboundFactType, new () => InboundFact>;

/**
 * Reads one fact as an agency sent it: ID numbers become personKeys, record and item numbers hashes. Its factId
 * covers agency, dataset, record, observation and content, so that the same sent twice has the same id.
 *
 * @param isChecked - its shape was found right before: looking again takes as long as all the rest
 */
export function readFact(item: unknown, reading: Reading, isChecked = false): ReadFact | ItemRefusal {
  if (!isObject(item)) return invalid('', 'is-object');
  const { type, kind } = item;
  if (!isFactType(type)) return invalid('type', type === undefined ? 'missing' : 'is-in');
  if (typeof kind === 'string' && !isKnownKind(type, kind)) return { problem: 'unknown-kind', field: 'kind' };
  const fact = isChecked ? (item as unknown as InboundFact) : readItem<InboundFact>(DTOS[type], item);
  if (isRefusal(fact)) return fact;
  if (!isDatasetOf(reading.agency, fact.dataset)) return invalid('dataset', 'is-dataset');
  const persons = new PersonReader(reading);
  const read = toMessage(fact, reading, persons);
  if (isRefusal(read)) return read;
  if (persons.refusal) return persons.refusal;
  const agreement = reading.agreementOf(fact.dataset);
  const outside = agreement?.fields && fieldOutside(fact.type, { ...fact }, agreement.fields);
  if (outside !== undefined) return { problem: 'field-not-in-agreement', field: outside };

  const { schema, message } = read;
  message.factId = idOf(
    reading.agency,
    fact.dataset,
    message.source?.recordId ?? '',
    new Date(fact.observedAt).toISOString(),
    contentHash(toBinary(schema, message)),
  );
  message.occurredAt = timestampFromDate(reading.now);
  if (agreement && message.source) message.source.agreementId = agreement.id;
  if (reading.region !== undefined) message.region = create(RegionSchema, { code: reading.region });
  const refusal = checkFact(schema, message, reading.now);
  return refusal === undefined ? read : told(refusal, fact, reading.now);
}

const DAY_MS = 86_400_000;

/** The rule's refusal in the words of HTTP, with the field that it speaks of. */
function told(refusal: FactRefusal, fact: InboundFact, now: Date): ItemRefusal {
  switch (refusal) {
    case 'invalid-amount':
      return invalid(fact.type === 'asset' ? 'valueFen' : 'amountFen', 'invalid-amount');
    case 'invalid-period':
      return { problem: refusal, field: fieldOfTime(fact) };
    case 'future-fact': {
      const isObserved = Date.parse(fact.observedAt) > now.getTime() + DAY_MS;
      return { problem: refusal, field: isObserved ? 'observedAt' : fieldOfTime(fact) };
    }
    case 'unknown-kind':
    case 'kind-not-in-agreement':
      return { problem: refusal, field: 'kind' };
    default:
      return { problem: refusal };
  }
}

function fieldOfTime({ type }: InboundFact): string {
  if (type === 'asset') return 'asOf';
  return type === 'status' ? 'from' : 'period';
}
