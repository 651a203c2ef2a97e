import { create } from '@bufbuild/protobuf';
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
import { isUscc } from '@minzheng/kernel/uscc';
import { wrongAttribute } from './attribute-keys.data.js';
import type {
  InboundAssetDto,
  InboundExpenditureDto,
  InboundFact,
  InboundIncomeDto,
  InboundStatusDto,
} from './inbound-fact.dto.js';
import { invalid, type ItemRefusal } from './item-refusal.js';
import type { PersonReader } from './person.reader.js';
import type { ReadFact, Reading } from './reading.js';

const UNKNOWN_PAYER = '*';
const SUPPORT = 'supportReceived';

/** Special aid that an agency pays, and its programme (EVENTS.md, 6.1). */
const PROGRAMMES: Readonly<Record<string, Programme>> = {
  medicalAid: Programme.MEDICAL_AID,
  educationAid: Programme.EDUCATION_AID,
  housingAid: Programme.HOUSING_AID,
  employmentAid: Programme.EMPLOYMENT_AID,
};

/** The message that says what the agency said; its id is not made yet. */
export function toMessage(
  fact: InboundFact,
  reading: Reading,
  persons: PersonReader,
): ReadFact | ItemRefusal {
  switch (fact.type) {
    case 'income':
      return income(fact, reading, persons);
    case 'asset':
      return asset(fact, reading, persons);
    case 'expenditure':
      return expenditure(fact, reading, persons);
    case 'status':
      return status(fact, reading, persons);
  }
}

function income(fact: InboundIncomeDto, reading: Reading, persons: PersonReader): ReadFact | ItemRefusal {
  const { kind, payerKey, payerIdNumber, itemKey, fiscalPaid } = fact;
  const payer = payerKey ?? UNKNOWN_PAYER;
  if (payer !== UNKNOWN_PAYER && !isUscc(payer)) return invalid('payerKey', 'is-uscc');
  if (payerIdNumber != null && kind !== SUPPORT) return invalid('payerIdNumber', 'unknown');
  const programme = PROGRAMMES[kind];
  const message = create(IncomeFactSchema, {
    ...common(fact, reading, persons),
    kind: enumValue(IncomeKindSchema, kind),
    amountFen: BigInt(fact.amountFen),
    period: fact.period,
    basis: enumValue(IncomeBasisSchema, fact.basis),
    payerKey: payerIdNumber == null ? payer : persons.key('payerIdNumber', payerIdNumber),
    itemKey: itemKey ? reading.pseudonyms.reference(itemKey) : '',
    ...(programme === undefined ? {} : { programme }),
    ...(fiscalPaid == null ? {} : { fiscalPaid }),
  });
  return { schema: IncomeFactSchema, message };
}

function asset(fact: InboundAssetDto, reading: Reading, persons: PersonReader): ReadFact | ItemRefusal {
  const { valueFen, count, attributes } = fact;
  const wrong = wrongAttribute('asset', fact.kind, attributes ?? {});
  if (wrong) return invalid(`attributes.${fieldName(wrong.key)}`, wrong.code);
  if (valueFen == null && count == null) return invalid('valueFen', 'missing');
  const message = create(AssetFactSchema, {
    ...common(fact, reading, persons),
    kind: enumValue(AssetKindSchema, fact.kind),
    ...(valueFen == null ? {} : { valueFen: BigInt(valueFen) }),
    ...(count == null ? {} : { count }),
    asOf: fact.asOf,
    itemKey: reading.pseudonyms.reference(fact.itemKey),
    shareBp: fact.shareBp,
    attributes: inOrder({
      ...attributes,
      ...persons.attribute('toKey', 'receiverIdNumber', fact.receiverIdNumber),
    }),
  });
  return { schema: AssetFactSchema, message };
}

function expenditure(fact: InboundExpenditureDto, reading: Reading, persons: PersonReader): ReadFact {
  const { payeeKey } = fact;
  const message = create(ExpenditureFactSchema, {
    ...common(fact, reading, persons),
    kind: enumValue(ExpenditureKindSchema, fact.kind),
    amountFen: BigInt(fact.amountFen),
    period: fact.period,
    itemKey: reading.pseudonyms.reference(fact.itemKey),
    ...(payeeKey == null ? {} : { payeeKey }),
  });
  return { schema: ExpenditureFactSchema, message };
}

const SPOUSE_KINDS = new Set(['married', 'divorced']);

function status(fact: InboundStatusDto, reading: Reading, persons: PersonReader): ReadFact | ItemRefusal {
  const { kind, attributes, itemKey, spouseIdNumber, wardIdNumber } = fact;
  const wrong = wrongAttribute('status', kind, attributes ?? {});
  if (wrong) return invalid(`attributes.${fieldName(wrong.key)}`, wrong.code);
  if (itemKey && kind !== 'houseUnsafe') return invalid('itemKey', 'unknown');
  if (spouseIdNumber != null && !SPOUSE_KINDS.has(kind)) return invalid('spouseIdNumber', 'unknown');
  if (wardIdNumber != null && kind !== 'guardianOf') return invalid('wardIdNumber', 'unknown');
  const message = create(StatusFactSchema, {
    ...common(fact, reading, persons),
    kind: enumValue(StatusKindSchema, kind),
    days: { from: fact.from, ...(fact.to == null ? {} : { to: fact.to }) },
    attributes: inOrder({
      ...attributes,
      ...(itemKey ? { itemKey: reading.pseudonyms.reference(itemKey) } : {}),
      ...persons.attribute('spouseKey', 'spouseIdNumber', spouseIdNumber),
      ...persons.attribute('wardKey', 'wardIdNumber', wardIdNumber),
    }),
  });
  return { schema: StatusFactSchema, message };
}

function common(fact: InboundFact, { agency, pseudonyms }: Reading, persons: PersonReader) {
  return {
    personKey: persons.key('idNumber', fact.idNumber),
    source: {
      agency,
      dataset: fact.dataset,
      recordId: pseudonyms.reference(fact.recordId),
      observedAt: timestampFromDate(new Date(fact.observedAt)),
    },
    quality: enumValue(FactQualitySchema, fact.quality ?? 'REGISTERED'),
    ...(fact.supersedesFactId == null ? {} : { supersedesFactId: fact.supersedesFactId.toLowerCase() }),
    retracted: fact.retracted ?? false,
  };
}

/** Equal attributes have equal bytes, in whichever order they were sent. */
function inOrder(attributes: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes)
      .map(([key, value]): [string, string] => [key, String(value)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** A name that the sender invented may itself be personal data. */
const fieldName = (name: string): string => (/^[A-Za-z][A-Za-z0-9]{0,40}$/.test(name) ? name : '?');
