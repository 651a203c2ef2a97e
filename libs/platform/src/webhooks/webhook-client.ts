import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { PublicAddresses } from './public-addresses.js';

/**
 * What came of one attempt. `refused`: the receiver answered with another status than 2xx. `redirect`: it named another
 * place, which is not asked. `address-refused`: its name leads to an address that is not public. `insecure`: plain HTTP to an
 * address that is not listed.
 */
export type WebhookOutcome =
  | 'delivered'
  | 'refused'
  | 'redirect'
  | 'timeout'
  | 'unresolved'
  | 'address-refused'
  | 'insecure'
  | 'tls'
  | 'unreachable';

export interface WebhookAttempt {
  readonly outcome: WebhookOutcome;
  /** Of the answer; null where there was none. */
  readonly status: number | null;
  /** From the first look-up to the end of the answer. */
  readonly latencyMs: number;
}

/** Addresses of a host. */
export type ResolveHost = (host: string) => Promise<readonly { address: string; family: number }[]>;

export interface WebhookClientOptions {
  /** Private networks in which receivers may lie. */
  readonly networks?: readonly string[];
  /** Receivers in those networks may be asked without TLS: a sandbox. */
  readonly allowsPlain?: boolean;
  readonly timeoutMs?: number;
  readonly resolve?: ResolveHost;
}

/** Of looking up, connecting, sending and answering together. */
const TIMEOUT_MS = 10_000;
/** What a receiver says is not looked at; more than this is not read. */
const MOST_ANSWER_BYTES = 16_384;
const TLS_ERROR = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;
const UNRESOLVED = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA']);

class NotSent extends Error {
  constructor(readonly outcome: WebhookOutcome) {
    super(outcome);
    this.name = 'NotSent';
  }
}

/**
 * Sends to addresses that somebody outside has named. A host is looked up once: when any of its addresses is not allowed
 * nothing is sent, else the connection goes to the address that was checked, whatever the name says a moment later. No
 * redirects, no proxy, no connection is kept.
 */
export class WebhookClient {
  readonly #addresses: PublicAddresses;
  readonly #allowsPlain: boolean;
  readonly #timeoutMs: number;
  readonly #resolve: ResolveHost;

  constructor({ networks, allowsPlain, timeoutMs, resolve }: WebhookClientOptions = {}) {
    this.#addresses = new PublicAddresses(networks);
    this.#allowsPlain = allowsPlain ?? false;
    this.#timeoutMs = timeoutMs ?? TIMEOUT_MS;
    this.#resolve = resolve ?? ((host) => lookup(host, { all: true, verbatim: true }));
  }

  /** Undefined for a URL that may be tried; else what is wrong with it. What its name leads to is seen when it is sent. */
  wrongWith(url: string): 'malformed' | 'insecure' | 'address-refused' | undefined {
    if (!URL.canParse(url)) return 'malformed';
    const { protocol, username, password, hostname } = new URL(url);
    if (username !== '' || password !== '') return 'malformed';
    const host = bareHost(hostname);
    const address = isIP(host) === 0 ? undefined : host;
    if (protocol === 'http:') {
      return this.#allowsPlain && address !== undefined && this.#addresses.isListed(address)
        ? undefined
        : 'insecure';
    }
    if (protocol !== 'https:') return 'insecure';
    return address === undefined || this.#addresses.allows(address) ? undefined : 'address-refused';
  }

  /** POSTs a body. Never throws: what goes wrong is the receiver's, and told. */
  async post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<WebhookAttempt> {
    const startedAt = performance.now();
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const told = (outcome: WebhookOutcome, status: number | null): WebhookAttempt => ({
      ...{ outcome, status },
      latencyMs: Math.round(performance.now() - startedAt),
    });
    try {
      const target = new URL(url);
      const address = await abortable(this.#addressOf(target), signal);
      const status = await exchange(target, { address, headers, body, signal });
      return told(outcomeOf(status), status);
    } catch (error) {
      if (error instanceof NotSent) return told(error.outcome, null);
      return told(signal.aborted ? 'timeout' : reasonOf(error), null);
    }
  }

  /** @throws NotSent */
  async #addressOf({ protocol, hostname }: URL): Promise<string> {
    const found = await this.#resolve(bareHost(hostname));
    const [first] = found;
    if (!first) throw new NotSent('unresolved');
    if (!found.every(({ address }) => this.#addresses.allows(address))) throw new NotSent('address-refused');
    const isSecure = protocol === 'https:';
    if (!isSecure && !(this.#allowsPlain && this.#addresses.isListed(first.address))) {
      throw new NotSent('insecure');
    }
    return first.address;
  }
}

interface Exchange {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

function exchange(target: URL, { address, headers, body, signal }: Exchange): Promise<number> {
  const pinned = { address, family: isIP(address) };
  const toPinned: LookupFunction = (_host, options, callback) => {
    if (options.all) callback(null, [pinned]);
    else callback(null, pinned.address, pinned.family);
  };
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    lookup: toPinned,
    agent: false,
    signal,
  };
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    send(target, options)
      // of an answer that is under way only its status is wanted, and that is there
      .on('error', (error) => isAnswered || reject(error))
      .on('response', (response) => {
        isAnswered = true;
        drain(response, resolve);
      })
      .end(body);
  });
}

/** The status counts as soon as it is there; what follows is read to its end, unless it is long or late. */
function drain(response: IncomingMessage, done: (status: number) => void): void {
  let bytes = 0;
  response
    .on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_ANSWER_BYTES) response.destroy();
    })
    .on('error', () => undefined)
    .on('close', () => done(response.statusCode ?? 0));
}

/** An IPv6 address stands in brackets in a URL. */
const bareHost = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');

const outcomeOf = (status: number): WebhookOutcome =>
  status >= 200 && status < 300 ? 'delivered' : status >= 300 && status < 400 ? 'redirect' : 'refused';

function reasonOf(error: unknown): WebhookOutcome {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (UNRESOLVED.has(code)) return 'unresolved';
  return TLS_ERROR.test(code) ? 'tls' : 'unreachable';
}

/** A look-up cannot be called back; it is no longer waited for. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new NotSent('timeout')), { once: true });
  });
  return Promise.race([work, aborted]);
}
