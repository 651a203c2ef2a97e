/** A simulated household as the services and the gateway send it: protobuf, by topic, keyed, in CloudEvents headers. */
import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { HouseholdChangeCause, HouseholdChangedSchema } from '@minzheng/contracts/assistance';
import { enumValue, isServiceName, keyOf, topicOf } from '@minzheng/contracts/catalogue';
import {
  AidPurposeSchema,
  HouseholdRelationSchema,
  HukouTypeSchema,
  LabourAbility,
  LegalCapacity,
  ProgrammeSchema,
  ServiceCode,
  StudyLevelSchema,
} from '@minzheng/contracts/common';
import {
  AssetFactSchema,
  AssetKindSchema,
  ExpenditureFactSchema,
  ExpenditureKindSchema,
  FactQualitySchema,
  FeedWatermarkSchema,
  IncomeBasisSchema,
  IncomeFactSchema,
  IncomeKindSchema,
  StatusFactSchema,
  StatusKindSchema,
} from '@minzheng/contracts/facts';
import { v7 as uuidv7 } from 'uuid';

/** @typedef {import('./household.mjs').Household} Household @typedef {import('./household.mjs').SimulatedFact} SimulatedFact */
/** @typedef {{ topic: string, message: import('kafkajs').Message }} Sent */

const ADULT = 18;
/** Of a full age, or what a child may do by itself. */
const capacityOf = (/** @type {number} */ age) =>
  age >= ADULT ? LegalCapacity.FULL : age >= 8 ? LegalCapacity.LIMITED : LegalCapacity.NONE;

/** @param {string} instant RFC 3339 */
const at = (instant) => timestampFromDate(new Date(instant));

const KINDS = {
  INCOME: IncomeKindSchema,
  ASSET: AssetKindSchema,
  EXPENDITURE: ExpenditureKindSchema,
  STATUS: StatusKindSchema,
};

/** Of an agency, the gateway sends; of a department, itself. @param {SimulatedFact} fact @returns {Sent} */
export function factMessage(fact) {
  const { schema, init } = contentOf(fact);
  const isService = isServiceName(fact.agency);
  return sent(isService ? fact.agency : 'inbound', schema, init, {
    subject: `fact/${fact.factId}`,
    source: isService ? `/service/${fact.agency}` : `/agency/${fact.agency}`,
  });
}

/** A fact as the consumer hands it on. @param {SimulatedFact} fact @returns {{ schema: any, message: any }} */
export function factContent(fact) {
  const { schema, init } = contentOf(fact);
  return { schema, message: create(schema, init) };
}

/** @param {SimulatedFact} fact @returns {{ schema: any, init: any }} */
function contentOf(fact) {
  const observedAt = at(fact.observedAt);
  const common = {
    ...{ factId: fact.factId, personKey: fact.personKey, occurredAt: observedAt },
    region: { code: fact.region },
    kind: enumValue(KINDS[fact.type], fact.kind),
    quality: enumValue(FactQualitySchema, fact.quality),
    retracted: fact.retracted,
    source: { agency: fact.agency, dataset: fact.dataset, recordId: fact.recordId, observedAt },
    ...(fact.supersedesFactId === undefined ? {} : { supersedesFactId: fact.supersedesFactId }),
    ...(fact.caseRef === undefined ? {} : { caseRef: fact.caseRef }),
  };
  const period = { fromMonth: fact.fromMonth ?? '', toMonth: fact.toMonth ?? '' };
  switch (fact.type) {
    case 'INCOME':
      return {
        schema: IncomeFactSchema,
        init: {
          ...common,
          ...{ amountFen: fact.amountFen, period, basis: enumValue(IncomeBasisSchema, fact.basis ?? 'NET') },
          ...{ payerKey: fact.payerKey, itemKey: fact.itemKey, householdShare: fact.householdShare },
          ...(fact.programme === undefined ? {} : { programme: enumValue(ProgrammeSchema, fact.programme) }),
          ...(fact.purpose === undefined ? {} : { purpose: enumValue(AidPurposeSchema, fact.purpose) }),
        },
      };
    case 'ASSET':
      return {
        schema: AssetFactSchema,
        init: {
          ...common,
          ...{
            asOf: fact.asOf,
            itemKey: fact.itemKey,
            shareBp: fact.shareBp,
            attributes: { ...fact.attributes },
          },
          ...(fact.valueFen === undefined ? {} : { valueFen: fact.valueFen }),
          ...(fact.count === undefined ? {} : { count: fact.count }),
        },
      };
    case 'EXPENDITURE':
      return {
        schema: ExpenditureFactSchema,
        init: { ...common, amountFen: fact.amountFen, period, itemKey: fact.itemKey },
      };
    default:
      return {
        schema: StatusFactSchema,
        init: {
          ...common,
          days: { from: fact.from, ...(fact.to === undefined ? {} : { to: fact.to }) },
          attributes: { ...fact.attributes },
        },
      };
  }
}

/** @param {Household} household */
function snapshotOf(household) {
  const { id, township, asOf, hukouType, members, obligors } = household;
  return {
    household: { service: ServiceCode.ASSISTANCE, householdId: id, region: { code: township } },
    asOf: at(`${asOf}T02:00:00Z`),
    hukouType: enumValue(HukouTypeSchema, hukouType),
    members: members.map(({ personKey, relation, birthDate, livesTogetherSince, study, age }) => ({
      ...{ personKey, birthDate, livesTogetherSince },
      relation: enumValue(HouseholdRelationSchema, relation),
      hukouRegion: { code: township },
      capacity: capacityOf(age),
      labour: age >= ADULT ? LabourAbility.FULL : LabourAbility.NONE,
      study: enumValue(StudyLevelSchema, study),
    })),
    obligors: obligors.map(({ personKey, obligorOfKey, relation }) => ({
      ...{ personKey, obligorOfKey },
      relation: enumValue(HouseholdRelationSchema, relation),
    })),
  };
}

/** What assistance tells of who lives together. @param {Household} household @returns {Sent} */
export function householdMessage(household) {
  const { id, township, asOf } = household;
  return sent(
    'assistance',
    HouseholdChangedSchema,
    {
      occurredAt: at(`${asOf}T02:00:00Z`),
      region: { code: township },
      householdId: id,
      cause: HouseholdChangeCause.OPENED,
      snapshot: snapshotOf(household),
    },
    { subject: `household/${id}`, source: '/service/assistance' },
  );
}

/**
 * A feed has come so far: one copy for each partition.
 * @param {string} agency
 * @param {string} instant
 * @param {number} partitions
 * @returns {Sent[]}
 */
export function watermarkMessages(agency, instant, partitions) {
  const markerId = uuidv7();
  return Array.from({ length: partitions }, (_, partition) => {
    const { topic, message } = sent(
      'inbound',
      FeedWatermarkSchema,
      {
        markerId,
        agency,
        dataset: agency,
        upTo: at(instant),
        occurredAt: at(instant),
        region: { code: '51' },
      },
      { subject: `feed/${agency}`, source: `/agency/${agency}`, isKeyless: true },
    );
    return { topic, message: { ...message, partition } };
  });
}

/**
 * @param {string} writer
 * @param {any} schema
 * @param {any} init
 * @param {{ subject: string, source: string, isKeyless?: boolean }} of
 * @returns {Sent}
 */
function sent(writer, schema, init, { subject, source, isKeyless = false }) {
  const message = /** @type {any} */ (create(schema, init));
  return {
    topic: topicOf(writer, schema, message),
    message: {
      key: isKeyless ? null : keyOf(schema, message),
      value: Buffer.from(toBinary(schema, message)),
      headers: {
        ...{ ce_specversion: '1.0', ce_id: uuidv7(), ce_type: schema.typeName, ce_source: source },
        ...{ ce_subject: subject, ce_time: new Date().toISOString(), ce_sequence: '1' },
        'content-type': 'application/protobuf',
      },
    },
  };
}
