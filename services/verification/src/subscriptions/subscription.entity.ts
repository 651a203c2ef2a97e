import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity } from 'typeorm';
import type { SubscriptionState } from './subscription.lifecycle.js';

/** Where in the database each secret belongs, for its encryption. */
export const PLACES = {
  secret: (id: string): string => `subscription/${id}/secret`,
  previousSecret: (id: string): string => `subscription/${id}/previousSecret`,
};

/**
 * Subscription (推送订阅): which events of a data agreement go to which address of the party. How far it has come stands apart
 * (`subscription_progress`): that changes with each delivery, its version does not.
 */
@Entity('subscription')
export class Subscription extends Aggregate {
  @Column('text')
  state!: SubscriptionState;

  @Column('uuid', { name: 'agreement_id' })
  agreementId!: string;

  /** Code of the agency, or of another party: that of the agreement. */
  @Column('text')
  party!: string;

  @Column('text', { array: true, name: 'event_types' })
  eventTypes!: readonly string[];

  /** Of an agreement by which data go out: what they are used for. */
  @Column('text', { nullable: true })
  purpose!: string | null;

  @Column('text')
  url!: string;

  /** Of a paused one: why. */
  @Column('text', { name: 'pause_reason', nullable: true })
  pauseReason!: PauseReason | null;

  @Column('text', { name: 'secret_enc' })
  secretEnc!: string;

  @Column('text', { name: 'previous_secret_enc', nullable: true })
  previousSecretEnc!: string | null;

  /** Until then deliveries are signed with both secrets; by the business clock. */
  @Column('timestamptz', { name: 'previous_secret_until', nullable: true })
  previousSecretUntil!: Date | null;
}

/** Why nothing is delivered: `reasonCode` of `SubscriptionPaused`. */
export const PAUSE_REASONS = ['DELIVERIES_FAILED', 'EVENTS_EXPIRED', 'BY_OWNER'] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** True once the secret from before the last change signs no longer. */
export const isSecretStale = (
  { previousSecretUntil }: Pick<Subscription, 'previousSecretUntil'>,
  now: Date,
): boolean => previousSecretUntil === null || previousSecretUntil <= now;
