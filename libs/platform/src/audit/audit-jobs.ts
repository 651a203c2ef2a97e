import type { Logger } from 'pino';
import { PollingLoop } from '../jobs/index.js';
import type { BusinessClock } from '../clock/index.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import { raise } from './audit-alerts.js';
import type { AuditAnchors } from './audit-anchors.js';
import type { AuditVerifier } from './audit-verifier.js';

const ACTOR = 'audit-jobs';
const PAUSE_MS = 10_000;
const MONDAY = 1;

/** Each day's anchors, and each Monday the whole chain; a break is an alert to the auditor. */
export class AuditJobs {
  readonly #loop: PollingLoop;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly anchors: AuditAnchors,
    private readonly verifier: AuditVerifier,
    private readonly clock: Pick<BusinessClock, 'today'>,
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
    if (anchored && new Date(this.clock.today()).getUTCDay() === MONDAY) await this.#verify();
    return anchored;
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
