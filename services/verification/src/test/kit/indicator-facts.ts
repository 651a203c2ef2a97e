import { randomUUID } from 'node:crypto';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { isServiceName, topicName } from '@minzheng/contracts/catalogue';
import { Programme } from '@minzheng/contracts/common';
import {
  AssetFactSchema,
  ExpenditureFactSchema,
  ExpenditureKind,
  FactQuality,
  IncomeBasis,
  IncomeFactSchema,
  IncomeKind,
  StatusFactSchema,
  StatusKind,
} from '@minzheng/contracts/facts';
import type { Received } from '@minzheng/platform/messaging';
import { received } from '../../facts/test/facts.js';

export const TOWNSHIP = '510802001';

export type FactSchema =
  typeof StatusFactSchema | typeof IncomeFactSchema | typeof AssetFactSchema | typeof ExpenditureFactSchema;
type FactInit<D extends FactSchema> = Exclude<MessageInitShape<D>, { $typeName: string }>;
/** A fact on its way. */
export type Sent = Received<FactSchema>;

/** A fact as its agency or department sends it; what it says of one record can be told anew. */
export function factOf<D extends FactSchema>(
  schema: D,
  agency: string,
  person: string,
  init: FactInit<D>,
  { recordId = randomUUID() as string, observedAt = '2025-07-20T00:00:00Z' } = {},
): Sent {
  const isStatus = schema.typeName === StatusFactSchema.typeName;
  const department = isServiceName(agency) ? agency : undefined;
  return received(
    schema,
    {
      factId: randomUUID(),
      personKey: person,
      occurredAt: timestampFromDate(new Date(observedAt)),
      region: { code: TOWNSHIP },
      quality: FactQuality.REGISTERED,
      source: {
        agency,
        dataset: `${agency}.test`,
        recordId,
        observedAt: timestampFromDate(new Date(observedAt)),
      },
      ...init,
    } as MessageInitShape<D>,
    {
      source: `/${department === undefined ? 'agency' : 'service'}/${agency}`,
      topic: topicName(department ?? 'inbound', isStatus ? 'all' : 'verification'),
    },
  ) as Sent;
}

export const status = (person: string, kind: StatusKind, from: string, agency = 'assistance'): Sent =>
  factOf(StatusFactSchema, agency, person, { kind, days: { from } });

export const benefit = (
  person: string,
  kind: IncomeKind,
  programme: Programme,
  month: string,
  payer = 'assistance',
): Sent =>
  factOf(IncomeFactSchema, payer, person, {
    kind,
    programme,
    amountFen: 45_000n,
    period: { fromMonth: month, toMonth: month },
    basis: IncomeBasis.NET,
    payerKey: '*',
    itemKey: `${programme} of ${person}`,
  });

export const dibao = (person: string, month: string): Sent =>
  benefit(person, IncomeKind.DIBAO_BENEFIT, Programme.DIBAO, month);

export const wage = (
  person: string,
  month: string,
  amountFen: bigint,
  record?: Parameters<typeof factOf>[4],
): Sent =>
  factOf(
    IncomeFactSchema,
    'TAX',
    person,
    {
      kind: IncomeKind.WAGE,
      amountFen,
      period: { fromMonth: month, toMonth: month },
      basis: IncomeBasis.NET,
      payerKey: '91510800MA6253U27D',
      itemKey: `wage of ${person}`,
    },
    record,
  );

export const stay = (person: string, amountFen: bigint, record?: Parameters<typeof factOf>[4]): Sent =>
  factOf(
    ExpenditureFactSchema,
    'NHSA',
    person,
    {
      kind: ExpenditureKind.MEDICAL_INPATIENT_OOP,
      amountFen,
      period: { fromMonth: '2025-06', toMonth: '2025-06' },
      itemKey: `stay of ${person}`,
    },
    record,
  );

export const factIdOf = ({ message }: Sent): string => (message as { factId: string }).factId;

/** The same record, taken back by its source. */
export function takenBack(sent: Sent): Sent {
  const { schema, message, envelope } = sent;
  const { source } = message as { source: object };
  return received(
    schema,
    {
      ...message,
      factId: randomUUID(),
      supersedesFactId: factIdOf(sent),
      retracted: true,
      source: { ...source, observedAt: timestampFromDate(new Date('2025-07-21T01:00:00Z')) },
    } as never,
    envelope,
  ) as Sent;
}

export const recordOf = ({ message }: Sent): string =>
  (message as { source: { recordId: string } }).source.recordId;
