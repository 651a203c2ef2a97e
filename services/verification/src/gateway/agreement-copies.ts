import { AgreementDirection, type AgreementActivated } from '@minzheng/contracts/verification';
import type { Tx } from '@minzheng/platform/persistence';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SHIPPED_AGREEMENTS } from '../agreements/shipped-agreements.data.js';
import type { AgreementScope } from '../agreements/agreement.rules.js';

/** An agreement as the gateway enforces it. */
export interface AgreementCopy extends AgreementScope {
  readonly kinds: readonly string[];
  readonly ratePerSecond: number;
  readonly dailyQuota: number;
  /** A file with more wrong rows is rejected as a whole, in basis points. */
  readonly maxRejectBp: number;
  /** Days for which received files are kept encrypted. */
  readonly keepDays: number;
}

interface StoredCopy {
  readonly id: string;
  readonly agency: string;
  readonly dataset: string;
  readonly kinds: readonly string[];
  readonly ratePerSecond: number;
  readonly dailyQuota: number;
  readonly validFrom: string;
  readonly validTo: string;
  readonly maxRejectBp: number;
  readonly keepDays: number;
  readonly sequence: bigint;
}

const COLUMNS = `id, dataset, kinds, rate_per_second as "ratePerSecond", daily_quota as "dailyQuota",
                 valid_from::text as "validFrom", valid_to::text as "validTo", max_reject_bp as "maxRejectBp",
                 keep_days as "keepDays"`;

/**
 * What agencies may send (协议副本): as verification says it, by messages. Those that were concluded before the platform are
 * known from the start; a message about one replaces what is known of it.
 */
@Injectable()
export class AgreementCopies implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async onModuleInit(): Promise<void> {
    const shipped = SHIPPED_AGREEMENTS.filter(({ direction }) => direction === 'IN').map(
      ({ dataset, ...terms }): StoredCopy => ({
        ...terms,
        dataset: dataset.code,
        kinds: dataset.kinds,
        sequence: 1n,
      }),
    );
    await this.unitOfWork.run('gateway', (tx) => store(tx, shipped));
  }

  /** Active ones of an agency; whether they hold today, the caller looks. */
  activeOf(agency: string): Promise<AgreementCopy[]> {
    return this.dataSource.query<AgreementCopy[]>(
      `select ${COLUMNS} from agreement_copy where agency = $1 and active order by id`,
      [agency],
    );
  }

  async activated(
    tx: Tx,
    { agreementId, agency, terms }: AgreementActivated,
    sequence: bigint,
  ): Promise<void> {
    if (terms?.direction !== AgreementDirection.IN) return;
    const { dataset, kinds, ratePerSecond, dailyQuota, validFrom, validTo, maxRejectBp, keepDays } = terms;
    await store(tx, [
      {
        ...{
          id: agreementId,
          agency,
          dataset,
          kinds,
          ratePerSecond,
          validFrom,
          validTo,
          maxRejectBp,
          keepDays,
        },
        ...{ dailyQuota: Number(dailyQuota), sequence },
      },
    ]);
  }

  async suspended(tx: Tx, agreementId: string, sequence: bigint): Promise<void> {
    await tx.execute(
      'update agreement_copy set active = false, sequence = $2 where id = $1 and sequence < $2',
      [agreementId, sequence.toString()],
    );
  }
}

/** Only a higher sequence replaces what is here. */
async function store(tx: Tx, copies: readonly StoredCopy[]): Promise<void> {
  for (const copy of copies) {
    await tx.execute(
      `insert into agreement_copy as c
              (id, agency, dataset, kinds, rate_per_second, daily_quota, valid_from, valid_to, max_reject_bp, keep_days,
               active, sequence)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, true, $11)
       on conflict (id) do update
         set dataset = excluded.dataset, kinds = excluded.kinds, rate_per_second = excluded.rate_per_second,
             daily_quota = excluded.daily_quota, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
             max_reject_bp = excluded.max_reject_bp, keep_days = excluded.keep_days, active = true,
             sequence = excluded.sequence
         where c.sequence < excluded.sequence`,
      [
        ...[
          copy.id,
          copy.agency,
          copy.dataset,
          copy.kinds,
          copy.ratePerSecond,
          copy.dailyQuota,
          copy.validFrom,
        ],
        ...[copy.validTo, copy.maxRejectBp, copy.keepDays, copy.sequence.toString()],
      ],
    );
  }
}
