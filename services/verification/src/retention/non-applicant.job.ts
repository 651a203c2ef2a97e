import { addMonthsToDate } from '@minzheng/kernel/months';
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
import { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { wholeNumber } from '../requests/check-policy.js';
import { eraseNonApplicants } from './non-applicants.js';

/** At night, when retention runs (verification, section 9). */
const HOUR = 2;
const PERSONS_A_CHUNK = 2_000;
/** Of one night: the next one goes on, since what is erased is not found again. */
const FACTS_A_RUN = 1_000_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Persons up to this key have been looked at, and so many facts were erased. */
interface Place {
  readonly after: string;
  readonly facts: number;
}

/** Erases each night what was told of persons of whom nobody has a case (非申请人数据清除), and keeps the count as proof. */
@Injectable()
export class NonApplicantJob implements JobHandler<object, Place>, OnModuleInit {
  readonly name = 'non-applicant-erasure';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
    private readonly logger: JsonLogger,
  ) {}

  onModuleInit(): void {
    this.periodic.register(this, dailyFrom(HOUR));
  }

  async chunk(tx: Tx, { checkpoint }: JobUnderWay<object, Place>): Promise<Chunk<Place>> {
    const { after, facts: before } = checkpoint ?? { after: FIRST, facts: 0 };
    const today = this.clock.today();
    const book = await this.policies.book(tx);
    // whoever has no case has no region: the row of the province holds
    const { province } = this.regions;
    const policy = book.resolve('verification.retention.nonApplicantMonths', province, today);
    const keptSince = addMonthsToDate(today, -wholeNumber(policy));
    const { persons, facts, lookedUpTo } = await eraseNonApplicants(tx, keptSince, after, PERSONS_A_CHUNK);
    if (facts > 0) {
      for (const [what, rows] of Object.entries({ nonApplicants: persons, nonApplicantFacts: facts }))
        await enterErasure(tx, { on: today, what, rows, keptSince, policy });
      tx.afterCommit(() =>
        this.logger.pino.info({ persons, facts, keptSince }, 'facts were erased of whom nobody has a case'),
      );
    }
    const erased = before + facts;
    return {
      checkpoint: { after: lookedUpTo ?? after, facts: erased },
      done: persons,
      finished: lookedUpTo === undefined || erased >= FACTS_A_RUN,
    };
  }
}
