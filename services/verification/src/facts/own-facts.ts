import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { FactQuality, FactSourceSchema } from '@minzheng/contracts/facts';
import { RegionSchema } from '@minzheng/contracts/common';
import { OWN_AGENCY } from '@minzheng/kernel/means-test';
import type { Tx } from '@minzheng/platform/persistence';
import { v5 as uuidv5 } from 'uuid';
import { checkFact, type FactRefusal } from './fact-check.rules.js';
import { FactStore } from './fact.store.js';
import type { FactToStore } from './stored-fact.js';

/** Namespace of the ids of facts that this service has decided. */
const NAMESPACE = '7d1c2f5e-94a3-5b60-8e2d-6a0f3b9c7d18';

/** Datasets of this service's own: corrections after an upheld appeal, and manual decisions. */
export type OwnDataset = 'verification.appeals' | 'verification.manual';

/** Where an own fact comes from. */
export interface OwnFactOrigin {
  readonly dataset: OwnDataset;
  /** The row that says so. */
  readonly recordId: string;
  readonly version: number;
  readonly region: string;
  readonly supersedesFactId?: string;
  readonly at: Date;
}

/**
 * The fact as this service's own (本机构认定): of rank 0, so that it counts before every other source of the same. Its id is
 * the same whenever the same version of the same row is told.
 */
export function ownFact({ schema, message }: FactToStore, origin: OwnFactOrigin): FactToStore {
  const { dataset, recordId, version, region, supersedesFactId, at } = origin;
  const said = timestampFromDate(at);
  message.factId = uuidv5(`${dataset}/${recordId}/${version}`, NAMESPACE);
  message.occurredAt = said;
  message.region = create(RegionSchema, { code: region });
  message.quality = FactQuality.VERIFIED;
  message.source = create(FactSourceSchema, { agency: OWN_AGENCY, dataset, recordId, observedAt: said });
  if (supersedesFactId !== undefined) message.supersedesFactId = supersedesFactId;
  return { schema, message };
}

/** What keeps an own fact from being stored, by the rules of every fact. */
export const refusalOf = ({ schema, message }: FactToStore, now: Date): FactRefusal | undefined =>
  checkFact(schema, message, now);

/** Stores own facts as all others are stored: recorded, superseding what they name, their persons marked. */
export class OwnFacts {
  readonly #store = new FactStore();

  async store(tx: Tx, facts: readonly FactToStore[]): Promise<void> {
    if (facts.length > 0) await this.#store.store(tx, facts);
  }
}
