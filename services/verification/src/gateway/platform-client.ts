import { answered, Refused } from '@minzheng/clients/client';
import { assistanceClient } from '@minzheng/clients/assistance';
import { SETTINGS, type SettingsOf } from '@minzheng/platform/config';
import { tracedFetch, type Peer } from '@minzheng/platform/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import type { GATEWAY_SETTINGS } from './gateway.settings.js';

/** A service of the platform could not be asked: it, or the issuer of the token for it, does not answer as it should. */
export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
}

type Settings = SettingsOf<typeof GATEWAY_SETTINGS>;

interface Token {
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const TIMEOUT_MS = 10_000;
const MILLISECONDS = 1_000;
const ISSUER: Peer = { name: 'token issuer', isOurs: false };

/** Routes that every service has: the document of one is that of all. */
export type PlatformRoutes = ReturnType<typeof assistanceClient>;

/** Asks services of the platform as the gateway's own client. */
@Injectable()
export class PlatformClient {
  #token: Token | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /**
   * What a service answers.
   *
   * @param service - its short name
   * @param baseUrl - where it is
   * @throws ServiceUnavailable
   * @example
   * await client.ask('assistance', url, (routes) => routes.POST('/v1/party-keys', { body }));
   */
  async ask<Answer>(
    service: string,
    baseUrl: string,
    question: (routes: PlatformRoutes) => Parameters<typeof answered<Answer>>[0],
  ): Promise<Exclude<Answer, undefined>> {
    const routes = assistanceClient({
      baseUrl,
      token: () => this.#bearer(),
      fetch: (request) => attempt(request, { name: service, isOurs: true }),
    });
    try {
      return await answered(question(routes));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw new ServiceUnavailable(`${service} answers ${error.message}`, { cause: error });
    }
  }

  async #bearer(): Promise<string> {
    if (this.#token && this.#token.until > Date.now()) return this.#token.value;
    const { identityTokenUrl, identityClientId, identityClientSecret } = this.settings;
    if (identityTokenUrl === '') throw new ServiceUnavailable('no issuer of tokens is set');
    const credentials = Buffer.from(`${identityClientId}:${identityClientSecret}`).toString('base64');
    const response = await attempt(identityTokenUrl, ISSUER, {
      method: 'POST',
      headers: {
        authorization: `Basic ${credentials}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
    if (!response.ok) throw new ServiceUnavailable(`the issuer answers ${response.status}`);
    const { access_token, expires_in } = (await response.json()) as {
      access_token: string;
      expires_in: number;
    };
    this.#token = { value: access_token, until: Date.now() + (expires_in / 2) * MILLISECONDS };
    return access_token;
  }
}

async function attempt(asked: string | Request, peer: Peer, request: RequestInit = {}): Promise<Response> {
  const init: RequestInit = { ...request, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) };
  try {
    return await tracedFetch(asked, init, peer);
  } catch (error) {
    throw new ServiceUnavailable(`${peer.name} does not answer`, { cause: error });
  }
}
