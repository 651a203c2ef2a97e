import type { CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { enterErasure } from '@minzheng/platform/erasures';
import {
  dailyFrom,
  PeriodicJobs,
  type Chunk,
  type JobHandler,
  type JobUnderWay,
} from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RequestService } from '../requests/request.service.js';
import { eraseAfterConsents } from './consent-erasure.js';
import { ConsentRegister } from './consent.register.js';

/** At half past midnight the day has come. */
const HOURS = 0.5;
const EXPIRED_A_CHUNK = 2_000;
const ERASED_A_CHUNK = 500;

/** The consents up to this id have been looked at. */
interface Place {
  readonly after: string;
}
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * The consents of a day (授权到期与数据清除): those whose last day is over expire, and what consents had opened is erased when
 * the days for it have passed. Each day once, however many instances there are; a day that was missed is made up for.
 */
@Injectable()
export class ConsentDaysJob implements JobHandler<object, Place>, OnModuleInit {
  readonly name = 'consent-days';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly register: ConsentRegister,
    private readonly requests: RequestService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
    private readonly logger: JsonLogger,
  ) {}

  async chunk(tx: Tx, { checkpoint }: JobUnderWay<object, Place>): Promise<Chunk<Place>> {
    const [today, after] = [this.clock.today(), checkpoint?.after ?? FIRST];
    const expired = await this.#expire(tx, today);
    if (expired > 0) return { checkpoint: { after }, done: expired, finished: false };
    const book = await this.policies.book(tx);
    const { consents, facts, lookedUpTo } = await eraseAfterConsents(tx, book, today, after, ERASED_A_CHUNK);
    if (facts > 0) {
      // each consent has days of its own, by its region
      await enterErasure(tx, { on: today, what: 'consentFacts', rows: facts });
      tx.afterCommit(() =>
        this.logger.pino.info({ consents, facts }, 'facts were erased whose consent has ended'),
      );
    }
    return {
      checkpoint: { after: lookedUpTo ?? after },
      done: consents,
      finished: lookedUpTo === undefined,
    };
  }

  async #expire(tx: Tx, day: CivilDate): Promise<number> {
    const persons = await this.register.expire(tx, day, this.clock.now(), EXPIRED_A_CHUNK);
    if (persons.length > 0) await this.requests.consentsChanged(tx, persons);
    return persons.length;
  }

  onModuleInit(): void {
    this.periodic.register(this, dailyFrom(HOURS));
  }
}
