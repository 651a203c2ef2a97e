import { Injectable } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { Payees } from './payees.js';

/** Somebody who is no member holds the money of an award, by a written agreement (代管协议). */
export interface CustodyForm {
  readonly awardId: string;
  readonly householdId: string;
  readonly custodianKey: string;
  readonly bankCode: string;
  readonly account: string;
  readonly agreementSha256: string;
}

/** Custody agreements on file: who holds the money of whom. */
@Injectable()
export class Custody {
  constructor(
    private readonly payees: Payees,
    private readonly clock: BusinessClock,
  ) {}

  /** Files an agreement, which takes the place of the one before. Whether it may be is the department's to decide. */
  async file(tx: Tx, form: CustodyForm): Promise<{ readonly id: string; readonly payeeId: string }> {
    const at = this.clock.now();
    const { awardId, householdId, custodianKey, bankCode, account, agreementSha256 } = form;
    const payeeId = await this.payees.set(
      tx,
      {
        ...{ subject: { type: 'award', id: awardId }, householdId, bankCode, account },
        ...{ holderKey: custodianKey, holderKind: 'CUSTODIAN' },
      },
      at,
    );
    await tx.execute(
      'update custody_agreement set superseded_at = $2 where subject_id = $1 and superseded_at is null',
      [awardId, at],
    );
    const id = uuidv7();
    await tx.execute(
      `insert into custody_agreement (id, subject_type, subject_id, payee_id, custodian_key, agreement_sha256, filed_at,
                                      filed_by)
       values ($1, 'award', $2, $3, $4, $5, $6, $7)`,
      [id, awardId, payeeId, custodianKey, agreementSha256, at, tx.actor],
    );
    return { id, payeeId };
  }
}
