import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  isIdKey,
  keyedPage,
  lifecycleLogOf,
  listOf,
  LogEntryDto,
  mapPage,
  PageQuery,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { NO_AGREEMENT } from '../agreements/agreement.problems.js';
import { AgreementParties } from '../agreements/agreement-party.js';
import {
  AGREEMENT_PURPOSE_MISSING,
  EVENTS_EXPIRED,
  FILTER_EXCEEDS_AGREEMENT,
  NO_SUCH_POSITION,
} from '../event-feed/event-feed.problems.js';
import {
  DeliveryDto,
  ResumeDto,
  RotateSecretDto,
  SubscribeDto,
  SubscriptionDto,
  SubscriptionQuery,
  SubscriptionReasonDto,
  SubscriptionWithSecretDto,
  TestAskedDto,
  toSubscriptionDto,
  type Progress,
} from './subscription.dto.js';
import { Subscription } from './subscription.entity.js';
import { SUBSCRIPTION_LIFECYCLE } from './subscription.lifecycle.js';
import { SUBSCRIPTION_PROBLEMS } from './subscription.problems.js';
import { SubscriptionService, type Subscribed } from './subscription.service.js';

const READ = 'verification:subscriptions:read';
const WRITE = 'verification:subscriptions:write';

interface DeliveryRow extends Omit<DeliveryDto, 'attemptedAt'> {
  readonly attemptedAt: Date;
}

/** Subscriptions (推送订阅): a party sees its own, the provincial verification centre all. */
@ApiTags('subscriptions')
@Controller('v1/subscriptions')
export class SubscriptionController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly subscriptions: SubscriptionService,
    private readonly parties: AgreementParties,
  ) {}

  @Get()
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'Subscriptions, newest first' })
  @ApiPage(SubscriptionDto)
  async list(@Query() query: SubscriptionQuery, @Caller() caller: Caller): Promise<Page<SubscriptionDto>> {
    const found = this.dataSource.createQueryBuilder(Subscription, 'subscription');
    const party = this.parties.of(caller);
    if (party !== undefined) found.andWhere('subscription.party = :party', { party });
    const page = await listOf(found, query, { caller, equal: ['state'] });
    const progress = await this.#progress(page.items.map(({ id }) => id));
    return mapPage(page, (each) => shown(each, progress));
  }

  @Post()
  @RequireScope(WRITE)
  @Created<SubscriptionDto>(({ id }) => `/v1/subscriptions/${id}`)
  @Refuses(
    NO_AGREEMENT,
    FILTER_EXCEEDS_AGREEMENT,
    AGREEMENT_PURPOSE_MISSING,
    EVENTS_EXPIRED,
    NO_SUCH_POSITION,
  )
  @Refuses(...Object.values(SUBSCRIPTION_PROBLEMS))
  @ApiOperation({ summary: 'Has events delivered to an address; the answer shows the secret once' })
  @ApiCreatedResponse({ type: SubscriptionWithSecretDto })
  async subscribe(
    @Body() { after, ...form }: SubscribeDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<SubscriptionWithSecretDto> {
    const from = after ? { after: Number(after) } : {};
    return withSecret(tx, await this.subscriptions.subscribe(tx, { ...form, ...from }, caller));
  }

  @Get(':id/log')
  @Concerns(Subscription)
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'What happened to a subscription, newest first' })
  @ApiPage(LogEntryDto)
  async log(
    @Id() id: string,
    @Query() query: PageQuery,
    @Caller() caller: Caller,
  ): Promise<Page<LogEntryDto>> {
    await this.#own(id, caller);
    return lifecycleLogOf(this.dataSource, SUBSCRIPTION_LIFECYCLE.name, id, query);
  }

  @Get(':id/deliveries')
  @Concerns(Subscription)
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'What was attempted, newest first; without what was sent' })
  @ApiPage(DeliveryDto)
  async deliveries(
    @Id() id: string,
    @Query() query: PageQuery,
    @Caller() caller: Caller,
  ): Promise<Page<DeliveryDto>> {
    await this.#own(id, caller);
    const page = await keyedPage(
      query,
      isIdKey,
      (row: DeliveryRow) => row.id,
      (behind, limit) =>
        this.dataSource.query<DeliveryRow[]>(
          `select id, event_id as "eventId", event_type as "eventType", position::text as position, attempt, outcome, status,
                  latency_ms as "latencyMs", attempted_at as "attemptedAt"
             from webhook_delivery where subscription_id = $1 and ($2::uuid is null or id < $2)
            order by id desc limit $3`,
          [id, behind ?? null, limit],
        ),
    );
    return mapPage(page, (row) => ({ ...row, attemptedAt: row.attemptedAt.toISOString() }));
  }

  @Get(':id')
  @Concerns(Subscription)
  @RequireScope(READ)
  @DisclosesNothing()
  @ApiOperation({ summary: 'One subscription, and how far it has come' })
  @ApiOkResponse({ type: SubscriptionDto })
  async one(@Id() id: string, @Caller() caller: Caller): Promise<SubscriptionDto> {
    const subscription = await this.#own(id, caller);
    return shown(subscription, await this.#progress([id]));
  }

  @Post(':id/test')
  @Concerns(Subscription)
  @RequireScope(WRITE)
  @HttpCode(202)
  @ApiOperation({
    summary: 'Has one delivery sent that tells nothing; what came of it is among the deliveries',
  })
  @ApiAcceptedResponse({ type: TestAskedDto })
  async test(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<TestAskedDto> {
    return { deliveryId: await this.subscriptions.test(tx, id, version, caller) };
  }

  @Post(':id/rotate-secret')
  @Concerns(Subscription)
  @RequireScope(WRITE)
  @ApiOperation({ summary: 'Makes a new secret, shown once; for a while deliveries are signed with both' })
  @ApiOkResponse({ type: SubscriptionWithSecretDto })
  async rotateSecret(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { overlapHours }: RotateSecretDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<SubscriptionWithSecretDto> {
    return withSecret(tx, await this.subscriptions.rotateSecret(tx, id, version, overlapHours, caller));
  }

  @Post(':id/pause')
  @Concerns(Subscription)
  @RequireScope(WRITE)
  @ApiOperation({ summary: 'Stops deliveries; events go on being kept' })
  @ApiOkResponse({ type: SubscriptionDto })
  async pause(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<SubscriptionDto> {
    return told(tx, await this.subscriptions.pause(tx, id, version, caller));
  }

  @Post(':id/resume')
  @Concerns(Subscription)
  @RequireScope(WRITE)
  @Refuses(NO_AGREEMENT, EVENTS_EXPIRED, NO_SUCH_POSITION)
  @ApiOperation({ summary: 'Goes on where it stopped, or behind any position that is kept' })
  @ApiOkResponse({ type: SubscriptionDto })
  async resume(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { after }: ResumeDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<SubscriptionDto> {
    const from = after ? Number(after) : undefined;
    return told(tx, await this.subscriptions.resume(tx, id, version, from, caller));
  }

  @Post(':id/withdraw')
  @Concerns(Subscription)
  @RequireScope(WRITE)
  @ApiOperation({ summary: 'Ends a subscription for good' })
  @ApiOkResponse({ type: SubscriptionDto })
  async withdraw(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: SubscriptionReasonDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<SubscriptionDto> {
    return told(tx, await this.subscriptions.withdraw(tx, id, version, reason, caller));
  }

  /** Another party's does not exist. @throws NotFound */
  async #own(id: string, caller: Caller): Promise<Subscription> {
    const subscription = await this.dataSource.manager.findOneBy(Subscription, { id });
    const party = this.parties.of(caller);
    if (!subscription || (party !== undefined && party !== subscription.party)) {
      throw new NotFound(Subscription.name);
    }
    return subscription;
  }

  async #progress(ids: readonly string[]): Promise<ReadonlyMap<string, Progress>> {
    return progressOf((sql, parameters) => this.dataSource.query(sql, parameters), ids);
  }
}

async function progressOf(
  query: (sql: string, parameters: unknown[]) => Promise<(Progress & { readonly id: string })[]>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Progress>> {
  const rows = await query(
    `select subscription_id as id, cursor::text as cursor, failures, next_at as "nextAt"
       from subscription_progress where subscription_id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...progress }) => [id, progress]));
}

/** Where a subscription without a row of its progress is a fault of ours. */
function shown(subscription: Subscription, progress: ReadonlyMap<string, Progress>): SubscriptionDto {
  const own = progress.get(subscription.id);
  if (!own) throw new RangeError('a subscription without its progress');
  return toSubscriptionDto(subscription, own);
}

async function told(tx: Tx, subscription: Subscription): Promise<SubscriptionDto> {
  return shown(
    subscription,
    await progressOf((sql, parameters) => tx.query(sql, parameters), [subscription.id]),
  );
}

async function withSecret(tx: Tx, { subscription, secret }: Subscribed): Promise<SubscriptionWithSecretDto> {
  return { ...(await told(tx, subscription)), secret };
}
