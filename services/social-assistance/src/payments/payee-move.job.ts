import { Payees } from '@minzheng/casework/payments';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { JobRunner, Jobs, type Chunk, type JobHandler } from '@minzheng/platform/jobs';
import { PersonKeys } from '@minzheng/platform/person-keys';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

const HOUSEHOLDS_A_CHUNK = 500;

/** What a household's form said of its payee, as it was stored before there were payees. */
interface FormerPayee {
  readonly holderIdNumber: string;
  readonly bankCode: string;
  readonly account: string;
}

/** Households of before get their payees: once, when the service starts and there are such. */
@Injectable()
export class PayeeMoveJob implements JobHandler, OnModuleInit, OnApplicationBootstrap {
  readonly name = 'payee-move';

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly jobs: Jobs,
    private readonly runner: JobRunner,
    private readonly payees: Payees,
    private readonly personKeys: PersonKeys,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async onApplicationBootstrap(): Promise<void> {
    const former = await this.dataSource.query<object[]>(
      'select from household where payee_enc is not null limit 1',
    );
    if (former.length === 0) return;
    await this.unitOfWork.run(this.unitOfWork.origin.source, (tx) =>
      this.jobs.ask(tx, { name: this.name, scope: 'all', period: 'once' }),
    );
  }

  async chunk(tx: Tx): Promise<Chunk> {
    const households = await tx.query<{ id: string; payee_enc: string }>(
      'select id, payee_enc from household where payee_enc is not null order by id limit $1 for update',
      [HOUSEHOLDS_A_CHUNK],
    );
    const payees = households.map(
      ({ id, payee_enc }) =>
        JSON.parse(this.cipher.decrypt(payee_enc, `household/${id}/payee`)) as FormerPayee,
    );
    const keys = await this.personKeys.keysOf(
      tx,
      payees.map(({ holderIdNumber }) => holderIdNumber),
    );
    const at = this.clock.now();
    for (const [index, { bankCode, account }] of payees.entries()) {
      const householdId = households[index]?.id ?? '';
      await this.payees.set(
        tx,
        {
          ...{ subject: { type: 'household', id: householdId }, householdId, bankCode, account },
          ...{ holderKey: keys[index] ?? '', holderKind: 'MEMBER' },
        },
        at,
      );
    }
    await tx.execute('update household set payee_enc = null where id = any($1::uuid[])', [
      households.map(({ id }) => id),
    ]);
    const isLast = households.length < HOUSEHOLDS_A_CHUNK;
    return { checkpoint: {}, done: households.length, finished: isLast };
  }
}
