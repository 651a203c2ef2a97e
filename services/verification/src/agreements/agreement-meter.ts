import { Injectable } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { DataSource } from 'typeorm';
import { NO_AGREEMENT } from './agreement.problems.js';
import { agreementFor, type AgreementScope } from './agreement.rules.js';
import { takeOfAgreement } from './agreement-use.js';

/** What a party asks for under its agreement. */
export interface MeteredAsk {
  /** Code of the party: `party` of its token, else `org`. */
  readonly party: string;
  /** Code of the data product. */
  readonly dataset: string;
  readonly purpose: string;
  /** Persons asked about. */
  readonly items: number;
}

interface OutAgreement extends AgreementScope {
  readonly purposes: readonly string[];
  readonly fields: readonly string[];
  readonly ratePerSecond: number;
  readonly dailyQuota: number;
}

/** Counts what leaves under agreements (数据共享计量), and stops it where one says so. */
@Injectable()
export class AgreementMeter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Takes one call and its items of the party's agreement, at once; what then becomes of the call does not give them back.
   *
   * @throws Problem `no-agreement`; `rate-limited`, `quota`, which say when to try again
   */
  async take({ party, dataset, purpose, items }: MeteredAsk): Promise<{
    readonly agreementId: string;
    /** What may be told of each person. */
    readonly fields: readonly string[];
  }> {
    const now = this.clock.now();
    const active = await this.dataSource.query<OutAgreement[]>(
      `select id, dataset, purposes, fields, valid_from::text as "validFrom", valid_to::text as "validTo",
              rate_per_second as "ratePerSecond", daily_quota as "dailyQuota"
         from data_agreement where agency = $1 and direction = 'OUT' and state = 'ACTIVE'`,
      [party],
    );
    const agreement = agreementFor(active, dataset, this.clock.today());
    if (!agreement?.purposes.includes(purpose)) throw new Problem(NO_AGREEMENT);
    await takeOfAgreement(this.dataSource, agreement, items, now);
    return { agreementId: agreement.id, fields: agreement.fields };
  }
}
