import { enumName } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { AgreementDirection, type AgreementActivated } from '@minzheng/contracts/verification';
import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SHIPPED_AGREEMENTS } from '../agreements/shipped-agreements.data.js';
import type { AgreementLimits } from '../agreements/agreement-use.js';
import type { AgreementScope } from '../agreements/agreement.rules.js';
import type { DatasetDirection } from '../agreements/dataset.data.js';

/** An agreement as the gateway enforces it. */
export interface AgreementCopy extends AgreementScope {
  readonly kinds: readonly string[];
  /** What facts may tell; undefined: all that their kinds have. */
  readonly fields: ReadonlySet<string> | undefined;
  readonly ratePerSecond: number;
  readonly dailyQuota: number;
  /** A file with more wrong rows is rejected as a whole, in basis points. */
  readonly maxRejectBp: number;
  /** Days for which received files are kept encrypted. */
  readonly keepDays: number;
}

/** What of the agreement of a party that asks the gateway enforces. */
export interface AskingCopy extends AgreementLimits {
  /** Days for which the gateway keeps what the party sends for a case. */
  readonly keepDays: number;
}

interface StoredCopy {
  readonly id: string;
  readonly agency: string;
  readonly dataset: string;
  readonly direction: DatasetDirection;
  /** What a party that asks may ask for. */
  readonly purposes: readonly string[];
  readonly kinds: readonly string[];
  readonly fields: readonly string[];
  readonly ratePerSecond: number;
  readonly dailyQuota: number;
  readonly validFrom: string;
  readonly validTo: string;
  readonly maxRejectBp: number;
  readonly keepDays: number;
  readonly sequence: bigint;
}

const COLUMNS = `id, dataset, kinds, fields, rate_per_second as "ratePerSecond", daily_quota as "dailyQuota",
                 valid_from::text as "validFrom", valid_to::text as "validTo", max_reject_bp as "maxRejectBp",
                 keep_days as "keepDays"`;

/**
 * What agencies may send, and departments may ask (协议副本): as verification says it, by messages. Those that were concluded
 * before the platform are known from the start; a message about one replaces what is known of it.
 */
@Injectable()
export class AgreementCopies implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async onModuleInit(): Promise<void> {
    const shipped = SHIPPED_AGREEMENTS.map(({ dataset, ...terms }): StoredCopy => ({
      ...terms,
      dataset: dataset.code,
      kinds: dataset.kinds,
      fields: dataset.fields,
      sequence: 1n,
    }));
    await this.unitOfWork.run('gateway', (tx) => store(tx, shipped));
  }

  /** One under which a party may ask for the purpose today; undefined where there is none. */
  async askingOf(party: string, purpose: string, today: CivilDate): Promise<AskingCopy | undefined> {
    const [agreement] = await this.dataSource.query<AskingCopy[]>(
      `select id, rate_per_second as "ratePerSecond", daily_quota as "dailyQuota", keep_days as "keepDays"
         from agreement_copy
        where agency = $1 and direction = 'OUT' and active and $2 = any(purposes) and $3 between valid_from and valid_to
        order by id limit 1`,
      [party, purpose, today],
    );
    return agreement;
  }

  /** Active ones of an agency that sends; whether they hold today, the caller looks. */
  async activeOf(agency: string): Promise<AgreementCopy[]> {
    const active = await this.dataSource.query<StoredCopy[]>(
      `select ${COLUMNS} from agreement_copy where agency = $1 and direction = 'IN' and active order by id`,
      [agency],
    );
    return active.map((copy) => ({
      ...copy,
      fields: copy.fields.length === 0 ? undefined : new Set(copy.fields),
    }));
  }

  async activated(
    tx: Tx,
    { agreementId, agency, terms }: AgreementActivated,
    sequence: bigint,
  ): Promise<void> {
    if (!terms) return;
    const { dataset, kinds, fields, ratePerSecond, dailyQuota, validFrom, validTo, maxRejectBp, keepDays } =
      terms;
    await store(tx, [
      {
        ...{
          id: agreementId,
          agency,
          dataset,
          direction: terms.direction === AgreementDirection.OUT ? ('OUT' as const) : ('IN' as const),
          purposes: terms.purposes.map((purpose) => enumName(PurposeSchema, purpose)),
          kinds,
          fields,
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
               active, sequence, fields, direction, purposes)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, true, $11, $12, $13, $14)
       on conflict (id) do update
         set dataset = excluded.dataset, kinds = excluded.kinds, rate_per_second = excluded.rate_per_second,
             daily_quota = excluded.daily_quota, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
             max_reject_bp = excluded.max_reject_bp, keep_days = excluded.keep_days, active = true,
             sequence = excluded.sequence, fields = excluded.fields, direction = excluded.direction,
             purposes = excluded.purposes
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
        ...[copy.validTo, copy.maxRejectBp, copy.keepDays, copy.sequence.toString(), copy.fields],
        ...[copy.direction, copy.purposes],
      ],
    );
  }
}
