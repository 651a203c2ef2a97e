import { createHmac, randomBytes, sign, type KeyObject } from 'node:crypto';

/** What a webhook says, and when it is sent: all of it is signed. */
export interface WebhookMessage {
  /** The same in every attempt: the receiver does nothing when it has it. */
  readonly id: string;
  /** Of this attempt, in real time: receivers refuse what is older than some minutes. */
  readonly sentAt: Date;
  /** The very bytes that are sent. */
  readonly body: string;
}

/** What a webhook is signed with. */
export interface WebhookSigners {
  /** Shared secrets that are valid now: a receiver that knows one of them is content. */
  readonly secrets: readonly string[];
  /** Private keys (Ed25519) whose public halves are published. */
  readonly keys?: readonly KeyObject[];
}

/** Headers of Standard Webhooks (standardwebhooks.com, version 1). */
export type WebhookHeaders = Readonly<
  Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>
>;

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;
const MILLISECONDS = 1_000;

/** A new shared secret: `whsec_` and 32 random bytes in base64. */
export const newWebhookSecret = (): string => `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;

/**
 * The headers that say who sends a message and when, with a signature `v1` (HMAC-SHA-256) of each secret and `v1a`
 * (Ed25519) of each key.
 *
 * @throws RangeError for a secret that is none
 */
export function webhookHeaders(
  { id, sentAt, body }: WebhookMessage,
  { secrets, keys = [] }: WebhookSigners,
): WebhookHeaders {
  const timestamp = String(Math.floor(sentAt.getTime() / MILLISECONDS));
  const signed = `${id}.${timestamp}.${body}`;
  const signatures = [
    ...secrets.map((secret) => `v1,${createHmac('sha256', bytesOf(secret)).update(signed).digest('base64')}`),
    ...keys.map((key) => `v1a,${sign(null, Buffer.from(signed), key).toString('base64')}`),
  ];
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

function bytesOf(secret: string): Buffer {
  if (!secret.startsWith(PREFIX)) throw new RangeError('a webhook secret begins with whsec_');
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}
