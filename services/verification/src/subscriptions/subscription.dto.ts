import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { IsFilter, IsRegionCode, KeptAsWritten, ListQuery } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { POSITION } from '../event-feed/event-feed.dto.js';
import { OUTWARD_TYPES } from '../event-feed/outward-messages.js';
import { PAUSE_REASONS, type PauseReason, type Subscription } from './subscription.entity.js';
import { SUBSCRIPTION_LIFECYCLE, type SubscriptionState } from './subscription.lifecycle.js';

const STATES = [...SUBSCRIPTION_LIFECYCLE.states];
const TYPES = [...OUTWARD_TYPES];
const PURPOSES = [...enumNames(PurposeSchema)];
const TYPE_EXAMPLE = 'minzheng.verification.v1.FileLoaded';
const URL_EXAMPLE = 'https://receiver.example/webhooks/minzheng';
const LONGEST_URL = 500;
const DEFAULT_OVERLAP_HOURS = 24;
const LONGEST_OVERLAP_HOURS = 168;

export class SubscriptionQuery extends ListQuery {
  @IsFilter(STATES)
  state?: SubscriptionState;
}

/** What is to be delivered where. */
export class SubscribeDto {
  @ApiProperty({ format: 'uuid', description: 'the data agreement under which the events leave' })
  @IsUUID()
  agreementId!: string;

  @ApiProperty({ enum: TYPES, isArray: true, example: [TYPE_EXAMPLE] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(TYPES.length)
  @ArrayUnique()
  @IsIn(TYPES, { each: true })
  eventTypes!: string[];

  @ApiProperty({
    format: 'uri',
    example: URL_EXAMPLE,
    maxLength: LONGEST_URL,
    description: 'https, without a user name',
  })
  @IsString()
  @MaxLength(LONGEST_URL)
  url!: string;

  @IsRegionCode({
    optional: true,
    description: 'events of this region alone; default: that of the agreement',
  })
  region?: string;

  @ApiPropertyOptional({
    enum: PURPOSES,
    description: 'one of the agreement: needed for types that tell of persons',
    example: 'MEDICAL_AID',
  })
  @IsOptional()
  @IsIn(PURPOSES)
  purpose?: string;

  @ApiPropertyOptional({
    pattern: POSITION.source,
    example: '17',
    description: 'begins behind this position; default: with the next event',
  })
  @IsOptional()
  @Matches(POSITION)
  after?: string;
}

export class ResumeDto {
  @ApiPropertyOptional({
    pattern: POSITION.source,
    example: '17',
    description: 'goes on behind this position, also an earlier one; default: where it stopped',
  })
  @IsOptional()
  @Matches(POSITION)
  after?: string;
}

export class RotateSecretDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: LONGEST_OVERLAP_HOURS,
    default: DEFAULT_OVERLAP_HOURS,
    description: 'how long the old secret signs beside the new one; 0: it is known to others',
  })
  @IsInt()
  @Min(0)
  @Max(LONGEST_OVERLAP_HOURS)
  overlapHours: number = DEFAULT_OVERLAP_HOURS;
}

export class SubscriptionReasonDto {
  @ApiProperty({ minLength: 2, maxLength: 500, example: '系统下线', description: 'stays in its log' })
  @IsString()
  @Length(2, 500)
  @KeptAsWritten()
  reason!: string;
}

/** How far a subscription has come. */
export interface Progress {
  readonly cursor: string;
  readonly failures: number;
  readonly nextAt: Date | null;
}

export class SubscriptionDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: STATES })
  state!: SubscriptionState;

  @ApiProperty({ format: 'uuid' })
  agreementId!: string;

  @ApiProperty({ example: 'TAX', description: 'code of the agency or other party' })
  party!: string;

  @ApiProperty({ example: '51' })
  region!: string;

  @ApiProperty({ enum: TYPES, isArray: true, example: [TYPE_EXAMPLE] })
  eventTypes!: string[];

  @ApiProperty({ enum: PURPOSES, nullable: true, type: 'string', example: null })
  purpose!: string | null;

  @ApiProperty({ example: URL_EXAMPLE })
  url!: string;

  @ApiProperty({
    enum: [...PAUSE_REASONS],
    nullable: true,
    type: 'string',
    description: 'of a paused one: why',
  })
  pauseReason!: PauseReason | null;

  @ApiProperty({ example: '17', description: 'position of the last event that was delivered, or not wanted' })
  cursor!: string;

  @ApiProperty({ example: 0, description: 'deliveries of the next event that have failed in a row' })
  failures!: number;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'not before, by the business clock; null: at once',
  })
  nextAttemptAt!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'until then the secret from before the last change signs too',
  })
  previousSecretUntil!: string | null;

  @ApiProperty({ example: 1 })
  version!: number;
}

export class SubscriptionWithSecretDto extends SubscriptionDto {
  @ApiProperty({
    description: 'shown this once: it is what deliveries are signed with',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  })
  secret!: string;
}

export class TestAskedDto {
  @ApiProperty({ format: 'uuid', description: 'of its row among the deliveries, and its webhook-id' })
  deliveryId!: string;
}

export class DeliveryDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid', description: 'webhook-id: the same in every attempt' })
  eventId!: string;

  @ApiProperty({ example: TYPE_EXAMPLE })
  eventType!: string;

  @ApiProperty({ type: 'string', nullable: true, example: '17', description: 'null: a test' })
  position!: string | null;

  @ApiProperty({ example: 1 })
  attempt!: number;

  @ApiProperty({ example: 'delivered', description: 'delivered, or what kept it from being so' })
  outcome!: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 204,
    description: 'of the answer; null: there was none',
  })
  status!: number | null;

  @ApiProperty({ example: 48 })
  latencyMs!: number;

  @ApiProperty({ format: 'date-time', description: 'real time' })
  attemptedAt!: string;
}

export function toSubscriptionDto(subscription: Subscription, progress: Progress): SubscriptionDto {
  const { id, state, agreementId, party, region, purpose, url, pauseReason, version } = subscription;
  return {
    ...{ id, state, agreementId, party, region, purpose, url, pauseReason, version },
    eventTypes: [...subscription.eventTypes],
    cursor: progress.cursor,
    failures: progress.failures,
    nextAttemptAt: progress.nextAt?.toISOString() ?? null,
    previousSecretUntil: subscription.previousSecretUntil?.toISOString() ?? null,
  };
}
