import type { SettingsOf } from '@minzheng/platform/config';
import { SETTINGS } from '@minzheng/platform/config';
import { defineProblem, Problem, Refuses } from '@minzheng/platform/http';
import { OutboxBacklog } from '@minzheng/platform/messaging';
import { JsonLogger, Metrics } from '@minzheng/platform/telemetry';
import {
  applyDecorators,
  Inject,
  Injectable,
  UseGuards,
  type CanActivate,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { GATEWAY_SETTINGS } from './gateway.settings.js';

const BACKLOG = defineProblem({
  name: 'backlog',
  status: 429,
  zh: '平台积压，暂不接收批量数据',
  en: 'What came before is not sent yet; bulk data are not taken for the moment',
  meaning: {
    zh: '此前接收的数据尚未发给各部门（消息系统中断或者跟不上），因此暂不接收新的批量数据。本次请求没有保存任何内容。',
    en: 'What was taken before has not gone on to the departments yet, because the message broker is away or does not keep up. Nothing of this call was stored.',
  },
  remedy: {
    zh: '等待 Retry-After 所示的秒数后，以同样的 Idempotency-Key 和内容重发；积压消除后自动恢复接收。',
    en: 'Wait for the seconds that Retry-After tells, then send the same call with the same Idempotency-Key. Data are taken again by themselves once the backlog is gone.',
  },
});

const RETRY_AFTER_SECONDS = '30';

/** Whether agencies’ data are taken now (背压): not while what came before waits to be sent. */
@Injectable()
export class InboundBacklog implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #outbox: OutboxBacklog;

  constructor(
    dataSource: DataSource,
    @Inject(SETTINGS) settings: SettingsOf<typeof GATEWAY_SETTINGS>,
    logger: JsonLogger,
    { registry }: Metrics,
  ) {
    const limits = { seconds: settings.outboxLimitSeconds, events: settings.outboxLimitEvents };
    this.#outbox = new OutboxBacklog(dataSource, limits, logger.pino, registry);
  }

  onApplicationBootstrap(): void {
    this.#outbox.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#outbox.stop();
  }

  get isBehind(): boolean {
    return this.#outbox.isBehind;
  }

  /** @throws Problem `backlog` while the outbox is behind */
  requireNone(): void {
    if (!this.isBehind) return;
    this.#outbox.refuse();
    throw new Problem(BACKLOG, { headers: { 'retry-after': RETRY_AFTER_SECONDS } });
  }
}

@Injectable()
export class BacklogGuard implements CanActivate {
  constructor(private readonly backlog: InboundBacklog) {}

  canActivate(): boolean {
    this.backlog.requireNone();
    return true;
  }
}

/** A route by which an agency sends what it can send again: while the outbox is behind it is told to, and nothing is stored. */
export const UnlessBehind = (): MethodDecorator => applyDecorators(UseGuards(BacklogGuard), Refuses(BACKLOG));
