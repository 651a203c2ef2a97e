import { SETTINGS, type SettingsOf } from '@minzheng/platform/config';
import { Inject, Injectable } from '@nestjs/common';
import type { GATEWAY_SETTINGS } from '../gateway.settings.js';
import type { AgencyQuery } from './query.store.js';

/** The holder of the numbers could not be asked, or does not know all persons. */
export class IdentitiesUnavailable extends Error {
  override readonly name = 'IdentitiesUnavailable';
}

type Settings = SettingsOf<typeof GATEWAY_SETTINGS>;

interface Token {
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const PERSONS_AT_ONCE = 50;
const TIMEOUT_MS = 10_000;
const MILLISECONDS = 1_000;

/**
 * Who is meant by personKeys: asked of the service that holds the numbers, whose log names the query, and handed on in
 * memory. Nothing of the answer is stored here.
 */
@Injectable()
export class IdentityResolver {
  #token: Token | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /**
   * ID numbers by personKey.
   *
   * @throws IdentitiesUnavailable unless all are known
   */
  async numbersOf({ id, holder, personKeys }: AgencyQuery): Promise<ReadonlyMap<string, string>> {
    const url = this.settings.identityHolders[holder];
    if (url === undefined) throw new IdentitiesUnavailable(`no URL of ${holder} is set`);
    const numbers = new Map<string, string>();
    for (let from = 0; from < personKeys.length; from += PERSONS_AT_ONCE) {
      const asked = personKeys.slice(from, from + PERSONS_AT_ONCE);
      const { items } = await this.#post<{ items: { personKey: string; idNumber: string }[] }>(
        `${url}/v1/identities/resolve`,
        { personKeys: asked, reason: `source query ${id}` },
      );
      for (const { personKey, idNumber } of items) numbers.set(personKey, idNumber);
    }
    const isComplete = personKeys.every((personKey) => numbers.has(personKey));
    if (!isComplete) throw new IdentitiesUnavailable(`${holder} does not know all persons`);
    return numbers;
  }

  async #post<Answer>(url: string, body: object): Promise<Answer> {
    const response = await attempt(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${await this.#bearer()}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new IdentitiesUnavailable(`the holder answers ${response.status}`);
    return (await response.json()) as Answer;
  }

  async #bearer(): Promise<string> {
    if (this.#token && this.#token.until > Date.now()) return this.#token.value;
    const { identityTokenUrl, identityClientId, identityClientSecret } = this.settings;
    if (identityTokenUrl === '') throw new IdentitiesUnavailable('no issuer of tokens is set');
    const credentials = Buffer.from(`${identityClientId}:${identityClientSecret}`).toString('base64');
    const response = await attempt(identityTokenUrl, {
      method: 'POST',
      headers: {
        authorization: `Basic ${credentials}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
    if (!response.ok) throw new IdentitiesUnavailable(`the issuer answers ${response.status}`);
    const { access_token, expires_in } = (await response.json()) as {
      access_token: string;
      expires_in: number;
    };
    this.#token = { value: access_token, until: Date.now() + (expires_in / 2) * MILLISECONDS };
    return access_token;
  }
}

async function attempt(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new IdentitiesUnavailable('the holder of the numbers does not answer', { cause: error });
  }
}
