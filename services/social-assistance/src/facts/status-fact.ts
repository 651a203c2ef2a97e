import { hash } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { FactQuality, StatusFactSchema, type StatusKind } from '@minzheng/contracts/facts';
import type { Tx } from '@minzheng/platform/persistence';
import { v5 as uuidv5 } from 'uuid';
import { said } from '../messages.js';

/** Namespace of the ids of this service's facts. */
const FACTS = 'a0d6f3be-2b8e-5f64-9c5e-6f2b7f0f6f10';

/** What this service knows of a person as a status: an award, a recognition, a visit. */
export interface StatusTold {
  readonly personKey: string;
  readonly region: string;
  readonly kind: StatusKind;
  /** First day on which it holds. */
  readonly from: string;
  readonly to?: string;
  /** The row that says so; told again, it is the same fact. */
  readonly record: string;
  readonly version?: number;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly caseRef?: string;
  readonly at: Date;
}

/** Publishes a status as a fact: its id follows from the row and its version, so that it is sent once in effect. */
export function announceStatus(tx: Tx, told: StatusTold): void {
  const { personKey, record, version = 1, at } = told;
  const factId = uuidv5(`${record}/${version}`, FACTS);
  tx.announce(
    StatusFactSchema,
    {
      ...said(told.region, at),
      factId,
      personKey,
      kind: told.kind,
      days: { from: told.from, ...(told.to === undefined ? {} : { to: told.to }) },
      attributes: { ...told.attributes },
      quality: FactQuality.VERIFIED,
      source: {
        agency: 'assistance',
        dataset: 'assistance.statuses',
        recordId: hash('sha256', record, 'hex'),
        observedAt: timestampFromDate(at),
      },
      ...(told.caseRef === undefined ? {} : { caseRef: told.caseRef }),
    },
    { aggregate: 'fact', id: factId, version: BigInt(version) },
  );
}
