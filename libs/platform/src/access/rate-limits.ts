import { isIPv6 } from 'node:net';
import { Counter, type Registry } from 'prom-client';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { PlatformSettings, RateLimit } from '../config/index.js';
import { Problem, PROBLEMS } from '../http/problem.js';

/**
 * `client`: whoever has a token, for each purpose · `public`: an address on a route without a token · `reveal`: whoever is
 * shown data that others see masked · `unauthenticated`: answers 401 to an address, after which it gets no other.
 */
export type RateLimitName = 'client' | 'public' | 'reveal' | 'unauthenticated';

/** Who is limited: of a metric's label. */
export type ClientClass = 'citizen' | 'official' | 'anonymous';

/** What a client may still do, as RateLimit headers (draft-ietf-httpapi-ratelimit-headers) say it. */
export type RateLimitHeaders = Readonly<Record<'ratelimit-policy' | 'ratelimit', string>>;

type LimitSettings = Pick<
  PlatformSettings,
  'rateLimitClient' | 'rateLimitPublic' | 'rateLimitReveal' | 'rateLimitUnauthenticated'
>;

class Limit {
  readonly #limiter: RateLimiterMemory;
  readonly #policy: string;

  constructor(
    private readonly name: RateLimitName,
    { perSecond, burst }: RateLimit,
  ) {
    const duration = Math.max(1, Math.round(burst / perSecond));
    this.#limiter = new RateLimiterMemory({ keyPrefix: '', points: burst, duration });
    this.#policy = `"${name}";q=${burst};w=${duration}`;
  }

  /** @throws Problem `rate-limited` */
  async take(key: string): Promise<RateLimitHeaders> {
    try {
      return this.#headers(await this.#limiter.consume(key));
    } catch (error) {
      throw error instanceof RateLimiterRes ? this.#refusal(error) : error;
    }
  }

  /** @throws Problem `rate-limited` when nothing is left; takes nothing */
  async require(key: string): Promise<void> {
    const state = await this.#limiter.get(key);
    if (state && state.remainingPoints <= 0) throw this.#refusal(state);
  }

  #headers({ remainingPoints, msBeforeNext }: RateLimiterRes): RateLimitHeaders {
    const left = Math.ceil(msBeforeNext / 1_000);
    return { 'ratelimit-policy': this.#policy, ratelimit: `"${this.name}";r=${remainingPoints};t=${left}` };
  }

  #refusal(state: RateLimiterRes): Problem {
    const seconds = Math.max(1, Math.ceil(state.msBeforeNext / 1_000));
    return new Problem(PROBLEMS.rateLimited, {
      headers: { 'retry-after': String(seconds), ...this.#headers(state) },
    });
  }
}

/**
 * How much one client may ask for. A limit of 20 a second with a burst of 200 lets 200 requests pass in 10 seconds, however
 * they lie in them. Each process counts for itself: n instances allow n times as much.
 */
export class RateLimits {
  readonly #limits: Readonly<Record<RateLimitName, Limit>>;
  readonly #refused: Counter<'limit' | 'client'>;

  constructor(settings: LimitSettings, registry: Registry) {
    this.#limits = {
      client: new Limit('client', settings.rateLimitClient),
      public: new Limit('public', settings.rateLimitPublic),
      reveal: new Limit('reveal', settings.rateLimitReveal),
      unauthenticated: new Limit('unauthenticated', settings.rateLimitUnauthenticated),
    };
    this.#refused = new Counter({
      name: 'minzheng_rate_limited_requests_total',
      help: 'Requests refused with 429, by limit and class of client',
      labelNames: ['limit', 'client'] as const,
      registers: [registry],
    });
  }

  /**
   * Counts a request.
   *
   * @param key - the client and what it asks for
   * @throws Problem `rate-limited`
   */
  async take(name: RateLimitName, key: string, client: ClientClass): Promise<RateLimitHeaders> {
    return this.#counted(name, client, () => this.#limits[name].take(key));
  }

  /** @throws Problem `rate-limited` for an address that was answered 401 too often */
  async requireQuiet(address: string): Promise<void> {
    const name = 'unauthenticated';
    return this.#counted(name, 'anonymous', () => this.#limits[name].require(networkOf(address)));
  }

  /** Counts an answer 401. */
  countUnauthenticated(address: string): void {
    this.#limits.unauthenticated.take(networkOf(address)).catch(() => undefined);
  }

  async #counted<T>(limit: RateLimitName, client: ClientClass, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      this.#refused.inc({ limit, client });
      throw error;
    }
  }
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const GROUPS = 8;
const NETWORK_GROUPS = 4;

/** What one client is given: an IPv4 address, or the /64 of an IPv6 address. */
export function networkOf(address: string): string {
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [first, last] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = tail === undefined ? 0 : Math.max(0, GROUPS - first.length - last.length);
  const groups = [...first, ...Array<string>(zeros).fill('0'), ...last];
  return groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
