import { create, toBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { enumValue } from '@minzheng/contracts/catalogue';
import { Programme } from '@minzheng/contracts/common';
import {
  AssetFactSchema,
  AssetKindSchema,
  ExpenditureFactSchema,
  ExpenditureKindSchema,
  FactQualitySchema,
  IncomeBasisSchema,
  IncomeFactSchema,
  IncomeKindSchema,
  StatusFactSchema,
  StatusKindSchema,
} from '@minzheng/contracts/facts';
import type { CivilDate } from '@minzheng/kernel/months';
import { isUscc } from '@minzheng/kernel/uscc';
import { checkFact, type FactRefusal } from '../facts/fact-check.rules.js';
import type { FactMessage } from '../facts/fact-row.js';
import { isDatasetOf, isFactType, type InboundFactType } from './agency.rules.js';
import { wrongAttribute } from './attribute-keys.data.js';
import {
  InboundAssetDto,
  InboundExpenditureDto,
  InboundIncomeDto,
  InboundStatusDto,
  type InboundFact,
} from './inbound-fact.dto.js';
import { invalid, isObject, isRefusal, readItem, type ItemRefusal } from './item-refusal.js';
import { contentHash, idOf, type Pseudonyms } from './pseudonyms.js';

/** What a call is read with. */
export interface Reading {
  readonly agency: string;
  /** Region of the caller: the source answers for it. */
  readonly region: string | undefined;
  readonly now: Date;
  readonly today: CivilDate;
  readonly pseudonyms: Pseudonyms;
}

/** A fact that may be announced. */
export interface ReadFact {
  readonly schema: DescMessage;
  readonly message: FactMessage;
}

const DTOS = {
  income: InboundIncomeDto,
  asset: InboundAssetDto,
  expenditure: InboundExpenditureDto,
  status: InboundStatusDto,
} as const satisfies Record<InboundFactType, new () => InboundFact>;

/** Special aid that an agency pays, and the programme of it (EVENTS.md, 6.1). */
const PROGRAMMES: Readonly<Record<string, Programme>> = {
  medicalAid: Programme.MEDICAL_AID,
  educationAid: Programme.EDUCATION_AID,
  housingAid: Programme.HOUSING_AID,
  employmentAid: Programme.EMPLOYMENT_AID,
};

/** Reads one fact as an agency sent it: the ID numbers become personKeys, record and item numbers hashes. */
export function readFact(item: unknown, reading: Reading): ReadFact | ItemRefusal {
  if (!isObject(item)) return invalid('', 'is-object');
  if (!isFactType(item['type'])) return invalid('type', item['type'] === undefined ? 'missing' : 'is-in');
  const dto = readItem<InboundFact>(DTOS[item['type']], item);
  if (isRefusal(dto)) return dto;
  if (!isDatasetOf(reading.agency, dto.dataset)) return invalid('dataset', 'is-dataset');
  const person = new Persons(reading);
  const personKey = person.required('idNumber', dto.idNumber);
  const draft = draftOf(dto, reading, person);
  if (person.refusal) return person.refusal;
  if (isRefusal(draft)) return draft;

  const content = create(draft.schema, { ...draft.init, personKey });
  const [observedAt, recordId] = [new Date(dto.observedAt), reading.pseudonyms.reference(dto.recordId)];
  const factId = idOf(
    reading.agency,
    dto.dataset,
    recordId,
    observedAt.toISOString(),
    contentHash(toBinary(draft.schema, content)),
  );
  const message = Object.assign(content, { factId, ...receivedNow(reading) }) as unknown as FactMessage;
  const refusal = checkFact(draft.schema, message, reading.now);
  return refusal === undefined ? { schema: draft.schema, message } : told(refusal, dto);
}

/** When and from where it came: not part of what is said. */
export function receivedNow({ now, region }: Reading): MessageInitShape<typeof IncomeFactSchema> {
  return create(IncomeFactSchema, {
    occurredAt: timestampFromDate(now),
    ...(region === undefined ? {} : { region: { code: region } }),
  });
}

/** Turns the ID numbers of one item into personKeys, and remembers the first that is not valid. */
class Persons {
  refusal: ItemRefusal | undefined;

  constructor(private readonly reading: Reading) {}

  required(field: string, idNumber: string): string {
    const personKey = this.reading.pseudonyms.personKey(idNumber, this.reading.today);
    if (personKey === undefined) this.refusal ??= { problem: 'id-number-invalid', field };
    return personKey ?? '';
  }

  /** An attribute that names another person. */
  attribute(key: string, field: string, idNumber: string | undefined): Record<string, string> {
    return idNumber === undefined || idNumber === null ? {} : { [key]: this.required(field, idNumber) };
  }
}
