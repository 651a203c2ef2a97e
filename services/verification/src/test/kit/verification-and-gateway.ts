import { createHash, randomUUID } from 'node:crypto';
import type { DescMessage } from '@bufbuild/protobuf';
import { keyOf, topicsOf } from '@minzheng/contracts/catalogue';
import { checkDigit } from '@minzheng/kernel/id-number';
import type { Received } from '@minzheng/platform/messaging';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import { eventually, testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { ServiceEnvironment, type TestClaims } from '@minzheng/testing/service';
import { DataSource } from 'typeorm';
import { GATEWAY } from '../../gateway/gateway.module.js';
import { VERIFICATION } from '../../verification.definition.js';
import { GATEWAY_TABLES, VERIFICATION_TABLES } from './database.js';

/** Messages of one request to the broker. */
const AT_ONCE = 500;
const PAIRWISE_SECRET = 'a secret for parties outside';
type Settings = Readonly<Record<string, string>>;

/** What a service answered. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown> & { version: number; id: string; type?: string; state?: string };
}

/** Verification and its gateway as they run: each with its own database, and nothing but topics between them. */
export class VerificationAndGateway {
  private constructor(
    readonly environment: ServiceEnvironment,
    private readonly ofGateway: TestDatabase,
    readonly verification: RunningService,
    readonly gateway: RunningService,
  ) {}

  static async start(
    gatewaySettings: Settings | ((verificationUrl: string) => Settings) = {},
    instant = '2025-07-15T02:00:00Z',
    verificationSettings: Settings = {},
  ): Promise<VerificationAndGateway> {
    const environment = await ServiceEnvironment.create(
      [
        ...topicsOf('inbound'),
        ...(VERIFICATION.consumers ?? []).flatMap(({ topics }) => topics),
        ...topicsOf('verification'),
      ],
      VERIFICATION_TABLES,
    );
    const ofGateway = await testDatabase(GATEWAY_TABLES);
    const verification = await buildService(
      VERIFICATION,
      environment.settings({
        REPORT_SIGNING_KEY_FILE: environment.reportSigningKeyFile,
        PAIRWISE_SECRET,
        ...verificationSettings,
      }),
    );
    const own = typeof gatewaySettings === 'function' ? gatewaySettings(verification.url) : gatewaySettings;
    const gateway = await buildService(
      GATEWAY,
      environment.settings({
        ...{ DATABASE_URL: ofGateway.url, PAIRWISE_SECRET, UNSIGNED_MANIFESTS: 'accepted' },
        ...own,
      }),
    );
    const both = new VerificationAndGateway(environment, ofGateway, verification, gateway);
    await both.moveClock(instant);
    return both;
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.verification.stop();
    await this.ofGateway.drop();
    await this.environment.drop();
  }

  async moveClock(instant: string): Promise<void> {
    for (const { url } of [this.verification, this.gateway]) {
      const reply = await this.call(`${url}/v1/sandbox/clock`, {
        claims: { scope: 'sandbox:clock:write', region: '51' },
        body: { instant },
      });
      if (reply.status !== 200) throw new Error(reply.text);
    }
  }

  async call(
    url: string,
    options: {
      claims: TestClaims;
      method?: string;
      body?: object | Uint8Array;
      version?: number;
      headers?: Record<string, string>;
    },
  ): Promise<Reply> {
    const { claims, body, version, headers = {} } = options;
    const isBytes = body instanceof Uint8Array;
    const method = options.method ?? (body || version !== undefined ? 'POST' : 'GET');
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${await this.environment.token(claims)}`,
        'accept-language': 'en',
        ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
        ...(body ? { 'content-type': isBytes ? 'application/x-ndjson' : 'application/json' } : {}),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
        ...headers,
      },
      ...(body ? { body: isBytes ? Buffer.from(body) : JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : {}) as Reply['body'],
    };
  }

  /** A steward of an agency at the gateway. */
  steward(agency: string) {
    const claims = {
      sub: `steward-${agency}`,
      org: agency,
      region: '51',
      scope: 'verification:inbound-facts:write',
    };
    return (path: string, options: Omit<Parameters<VerificationAndGateway['call']>[1], 'claims'> = {}) =>
      this.call(`${this.gateway.url}${path}`, { claims, ...options });
  }

  /** Sends what a service or an agency tells, as its relay would. */
  async publish(events: readonly Received<DescMessage>[]): Promise<void> {
    const producer = await this.environment.topics.producer();
    try {
      for (const [topic, ofTopic] of Map.groupBy(events, ({ envelope }) => envelope.topic)) {
        for (let from = 0; from < ofTopic.length; from += AT_ONCE) {
          await producer.send({
            topic: this.environment.topics.prefix + topic,
            messages: ofTopic.slice(from, from + AT_ONCE).map(({ schema, message, payload, envelope }) => ({
              key: keyOf(schema, message),
              value: Buffer.from(payload),
              headers: {
                ...{ ce_id: envelope.id, ce_type: schema.typeName, ce_source: envelope.source },
                ...{ ce_subject: envelope.subject, ce_sequence: String(envelope.sequence) },
              },
            })),
          });
        }
      }
    } finally {
      await producer.disconnect();
    }
  }

  /** Rows of verification's database. */
  rows<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.verification.app.get(DataSource).query<Row[]>(sql, parameters);
  }

  /** Rows of the gateway's database. */
  gatewayRows<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.gateway.app.get(DataSource).query<Row[]>(sql, parameters);
  }

  /** Sends a file whole: manifest, parts, commit. */
  async sendFile(agency: string, manifest: object, parts: readonly Uint8Array[]): Promise<Reply> {
    const ask = this.steward(agency);
    const announced = await ask('/v1/inbound-files', { body: manifest });
    if (announced.status !== 201) return announced;
    const { id, version } = announced.body;
    for (const [index, part] of parts.entries()) {
      const sent = await ask(`/v1/inbound-files/${id}/parts/${index + 1}`, {
        method: 'PUT',
        body: part,
        version,
      });
      if (sent.status !== 200) return sent;
    }
    if (announced.body.state !== 'ANNOUNCED') return announced;
    return ask(`/v1/inbound-files/${id}/commit`, { version });
  }

  /** The state in which a file ends. */
  async fileBecomes(agency: string, id: string, state: string): Promise<Reply['body']> {
    return eventually(
      `the file is ${state}`,
      async () => {
        const { body } = await this.steward(agency)(`/v1/inbound-files/${id}`);
        return body.state === state && body;
      },
      60_000,
    );
  }
}

/** Synthetic ID numbers of adults, each valid. */
export function idNumbers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const year = 1960 + Math.floor(index / 1_000);
    const first17 = `510802${year}0214${String(index % 1_000).padStart(3, '0')}`;
    return `${first17}${checkDigit(first17)}`;
  });
}

/** Rows as bytes, and how a manifest names them. */
export function partOf(name: string, rows: readonly object[]) {
  const bytes = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, part: { name, bytes: bytes.length, rows: rows.length, sha256 } };
}
