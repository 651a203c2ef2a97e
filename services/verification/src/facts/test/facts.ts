import { create, toBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { isServiceName, topicName } from '@minzheng/contracts/catalogue';
import {
  FactQuality,
  IncomeBasis,
  IncomeFactSchema,
  IncomeKind,
  StatusFactSchema,
  StatusKind,
} from '@minzheng/contracts/facts';
import type { Envelope, Received } from '@minzheng/platform/messaging';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import type { ReceivedFact } from '../fact-row.js';

/** An event as the transport would hand it over. */
export function received<D extends DescMessage>(
  schema: D,
  init: MessageInitShape<D>,
  origin: Partial<Envelope> = {},
): Received<D> {
  const message = create(schema, init);
  return {
    schema,
    message,
    payload: toBinary(schema, message),
    envelope: {
      id: uuidv7(),
      type: schema.typeName,
      source: '/agency/TAX',
      subject: `fact/${uuidv4()}`,
      sequence: 1n,
      topic: 'minzheng.inbound.verification.v1',
      partition: 0,
      offset: 0n,
      key: null,
      ...{ time: new Date(), recordTime: new Date() },
      ...origin,
    },
  };
}

export interface WageOptions {
  readonly factId?: string;
  readonly agency?: string;
  readonly recordId?: string;
  readonly observedAt?: Date;
  readonly month?: string;
  readonly toMonth?: string;
  readonly amountFen?: bigint;
  readonly payerKey?: string;
  readonly supersedesFactId?: string;
  readonly retracted?: boolean;
}

/** A wage as TAX would send it. */
export function wage(personKey: string, options: WageOptions = {}): ReceivedFact {
  const month = options.month ?? '2025-04';
  const recordId = options.recordId ?? uuidv4();
  const agency = options.agency ?? 'TAX';
  const init: MessageInitShape<typeof IncomeFactSchema> = {
    factId: options.factId ?? uuidv4(),
    personKey,
    occurredAt: timestampFromDate(options.observedAt ?? new Date('2025-05-10T00:00:00Z')),
    region: { code: '510802' },
    kind: IncomeKind.WAGE,
    amountFen: options.amountFen ?? 150_000n,
    period: { fromMonth: month, toMonth: options.toMonth ?? month },
    basis: IncomeBasis.NET,
    payerKey: options.payerKey ?? '91510800MA6253U27D',
    itemKey: recordId,
    quality: FactQuality.REGISTERED,
    source: {
      agency,
      dataset: `${agency}.wages`,
      recordId,
      observedAt: timestampFromDate(options.observedAt ?? new Date('2025-05-10T00:00:00Z')),
    },
    retracted: options.retracted ?? false,
    ...(options.supersedesFactId === undefined ? {} : { supersedesFactId: options.supersedesFactId }),
  };
  return received(IncomeFactSchema, init, { source: `/agency/${agency}` }) as ReceivedFact;
}

/** An open status as its register would send it. */
export function status(
  personKey: string,
  kind: StatusKind,
  from: string,
  agency = 'assistance',
): ReceivedFact {
  const recordId = uuidv4();
  const init: MessageInitShape<typeof StatusFactSchema> = {
    factId: uuidv4(),
    personKey,
    occurredAt: timestampFromDate(new Date('2025-05-10T00:00:00Z')),
    region: { code: '510802' },
    kind,
    days: { from },
    quality: FactQuality.REGISTERED,
    source: {
      agency,
      dataset: `${agency}.statuses`,
      recordId,
      observedAt: timestampFromDate(new Date('2025-05-10T00:00:00Z')),
    },
  };
  const origin = isServiceName(agency)
    ? { source: `/service/${agency}`, topic: topicName(agency, 'all') }
    : { source: `/agency/${agency}`, topic: topicName('inbound', 'all') };
  return received(StatusFactSchema, init, origin) as ReceivedFact;
}
