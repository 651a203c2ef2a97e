import { addDays, civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { Logger } from 'pino';
import { PollingLoop } from '../jobs/index.js';
import type { BusinessClock } from '../clock/index.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import { raise } from './audit-alerts.js';
import type { AuditAnchors } from './audit-anchors.js';
import type { AuditVerifier } from './audit-verifier.js';

const ACTOR = 'audit-jobs';
const PAUSE_MS = 10_000;
const DAYS_A_WEEK = 7;
/** 01:00 in Asia/Shanghai, as the anchors: the day has come an hour later. */
const HOUR_MS = 3_600_000;

/**
 * Each day's anchors, and from each Monday on the whole chain once in the week, whoever is there to do it: a look that was
 * broken off is done again. A break is an alert to the auditor.
 */
export class AuditJobs {
  readonly #loop: PollingLoop;
  /** The Monday of the week in which the whole chain is known to have been looked at. */
  #lookedAt: CivilDate | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly anchors: AuditAnchors,
    private readonly verifier: AuditVerifier,
    private readonly clock: Pick<BusinessClock, 'now'>,
    private readonly logger: Logger,
  ) {
    this.#loop = new PollingLoop(ACTOR, logger, PAUSE_MS, () => this.round());
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** @returns whether the day's anchors were made */
  async round(): Promise<boolean> {
    const anchored = await this.unitOfWork.run(ACTOR, (tx) => this.anchors.anchorIfDue(tx));
    await this.#verifyIfDue();
    return anchored;
  }

  /** One process of all does it; one that has died over it is followed by another an hour later. */
  async #verifyIfDue(): Promise<void> {
    const monday = mondayOf(this.clock.now());
    if (this.#lookedAt === monday) return;
    const [claimed] = await this.unitOfWork.run(ACTOR, (tx) =>
      tx.query<{ monday: string }>(
        `insert into audit_weekly_look as l (monday) values ($1)
         on conflict (monday) do update set begun_at = clock_timestamp()
           where l.ended_at is null and l.begun_at < clock_timestamp() - interval '1 hour'
         returning monday`,
        [monday],
      ),
    );
    if (claimed) {
      await this.#verify();
      await this.unitOfWork.run(ACTOR, (tx) =>
        tx.execute('update audit_weekly_look set ended_at = clock_timestamp() where monday = $1', [monday]),
      );
    }
    const isOver = await this.unitOfWork.run(ACTOR, (tx) =>
      tx.query('select from audit_weekly_look where monday = $1 and ended_at is not null', [monday]),
    );
    if (isOver.length > 0) this.#lookedAt = monday;
  }

  async #verify(): Promise<void> {
    const { shards } = await this.verifier.verify();
    const broken = shards.filter(({ ok }) => !ok);
    if (broken.length === 0) return;
    this.logger.error({ shards: broken }, 'the audit chain is broken');
    const alert = { kind: 'CHAIN_BROKEN', actor: null, count: broken.length, at: new Date() } as const;
    await this.unitOfWork.run(ACTOR, (tx) => raise(tx, alert, this.logger));
  }
}

/** The Monday on or before the day of an instant. */
function mondayOf(now: Date): CivilDate {
  const today = civilDateOf(new Date(now.getTime() - HOUR_MS));
  const sinceMonday = (new Date(today).getUTCDay() + DAYS_A_WEEK - 1) % DAYS_A_WEEK;
  return addDays(today, -sinceMonday);
}
