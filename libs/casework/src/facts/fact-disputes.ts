import { fromBinary, type DescEnum, type DescMessage } from '@bufbuild/protobuf';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Injectable } from '@nestjs/common';
import { enumName } from '@minzheng/contracts/catalogue';
import {
  AssetFactSchema,
  AssetKindSchema,
  ExpenditureFactSchema,
  ExpenditureKindSchema,
  IncomeFactSchema,
  IncomeKindSchema,
  StatusFactSchema,
  StatusKindSchema,
  type AssetFact,
  type ExpenditureFact,
  type IncomeFact,
  type StatusFact,
} from '@minzheng/contracts/facts';
import { FactConfirmedSchema, type FactCorrected, type FactDisputed } from '@minzheng/contracts/verification';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { Department } from '../department/index.js';
import { said, transition } from '../messages/index.js';
import { FactDispute, type DisputedFact } from './fact-dispute.entity.js';
import { factDisputeLifecycle } from './fact-dispute.lifecycle.js';
import { retractionIdOf } from './fact.rules.js';

type Fact = StatusFact | IncomeFact | AssetFact | ExpenditureFact;

const KINDS = new Map<string, { readonly schema: DescMessage; readonly kinds: DescEnum }>([
  [StatusFactSchema.typeName, { schema: StatusFactSchema, kinds: StatusKindSchema }],
  [IncomeFactSchema.typeName, { schema: IncomeFactSchema, kinds: IncomeKindSchema }],
  [AssetFactSchema.typeName, { schema: AssetFactSchema, kinds: AssetKindSchema }],
  [ExpenditureFactSchema.typeName, { schema: ExpenditureFactSchema, kinds: ExpenditureKindSchema }],
]);

/** Disputes of facts that this department has told: it answers within the days that verification names. */
@Injectable()
export class FactDisputes {
  readonly #lifecycle;

  constructor(
    department: Department,
    private readonly clock: BusinessClock,
  ) {
    this.#lifecycle = factDisputeLifecycle(department.name);
  }

  /** Once for each fact of an appeal. */
  async disputed(tx: Tx, message: FactDisputed): Promise<void> {
    const { factId, personKey, appealId } = message;
    if (await tx.manager.existsBy(FactDispute, { factId, appealId })) return;
    const told = await currentFact(tx, factId);
    const dispute = Object.assign(new FactDispute(), {
      ...{ id: uuidv7(), factId, personKey, appealId },
      region: message.region?.code ?? '',
      dueAt: message.dueAt ? timestampDate(message.dueAt) : this.clock.now(),
      fact: told ? summaryOf(told.schema, told.kinds, told.fact) : null,
      ...{ evidenceSha256: null, newFactId: null },
    });
    await tx.begin(dispute, this.#lifecycle, 'open', this.clock.now());
  }

  /** The appeal was upheld: the register has to say so too. */
  async corrected(tx: Tx, { factId, appealId, newFactId }: FactCorrected): Promise<void> {
    const dispute = await tx.manager.findOne(FactDispute, {
      where: { factId, appealId },
      lock: { mode: 'pessimistic_write' },
    });
    if (!dispute || !this.#lifecycle.allowed(dispute.state).includes('uphold')) return;
    dispute.newFactId = newFactId;
    await tx.move(dispute, this.#lifecycle, 'uphold', this.clock.now());
  }

  /** The department stands by its fact. */
  async confirm(tx: Tx, id: string, version: number, evidenceSha256: string): Promise<FactDispute> {
    const dispute = await tx.loadForUpdate(FactDispute, id, version);
    const at = this.clock.now();
    dispute.evidenceSha256 = evidenceSha256;
    const { from, to } = await tx.move(dispute, this.#lifecycle, 'confirm', at);
    const { region, factId, personKey, appealId } = dispute;
    tx.announce(
      FactConfirmedSchema,
      {
        ...said(region, at),
        transition: transition('factDispute', dispute, from, to),
        ...{ factId, personKey, appealId, evidenceSha256 },
      },
      dispute,
    );
    return dispute;
  }

  /** The fact was never so: it is taken back, unless another has taken its place since. */
  async retract(tx: Tx, id: string, version: number): Promise<FactDispute> {
    const dispute = await tx.loadForUpdate(FactDispute, id, version);
    const at = this.clock.now();
    await tx.move(dispute, this.#lifecycle, 'retract', at);
    const told = await currentFact(tx, dispute.factId);
    if (told) announceRetraction(tx, told.schema, told.fact, at);
    return dispute;
  }

  /** The register is corrected. */
  async settle(tx: Tx, id: string, version: number): Promise<FactDispute> {
    const dispute = await tx.loadForUpdate(FactDispute, id, version);
    await tx.move(dispute, this.#lifecycle, 'settle', this.clock.now());
    return dispute;
  }
}

/** The fact as it was told, if no other has taken its place. */
async function currentFact(tx: Tx, factId: string) {
  const [row] = await tx.query<{ ce_type: string; payload: Buffer }>(
    'select ce_type, payload from current_event where ce_type = any($1) and ce_subject = $2',
    [[...KINDS.keys()], `fact/${factId}`],
  );
  const kind = row && KINDS.get(row.ce_type);
  return kind && { ...kind, fact: fromBinary(kind.schema, row.payload) as Fact };
}

function summaryOf(schema: DescMessage, kinds: DescEnum, { kind, source, caseRef }: Fact): DisputedFact {
  return {
    type: schema.name,
    kind: enumName(kinds, kind),
    dataset: source?.dataset ?? '',
    ...(caseRef === undefined ? {} : { caseRef }),
  };
}

function announceRetraction(tx: Tx, schema: DescMessage, fact: Fact, at: Date): void {
  const id = retractionIdOf(fact.factId);
  tx.announce(
    schema,
    {
      ...fact,
      ...('amountFen' in fact ? { amountFen: 0n } : {}),
      occurredAt: timestampFromDate(at),
      factId: id,
      supersedesFactId: fact.factId,
      retracted: true,
      ...(fact.source ? { source: { ...fact.source, observedAt: timestampFromDate(at) } } : {}),
    },
    { aggregate: 'fact', id, version: 1n },
  );
}
