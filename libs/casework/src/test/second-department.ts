import { randomUUID } from 'node:crypto';
import {
  create,
  fromBinary,
  toBinary,
  type DescMessage,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { keyOf, topicName, topicOf, topicsOf, type WriterName } from '@minzheng/contracts/catalogue';
import { defineConsumer, type ConsumerDefinition } from '@minzheng/platform/messaging';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import {
  buildService,
  withParts,
  type RunningService,
  type ServiceDefinition,
  type ServicePart,
} from '@minzheng/platform/start-service';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment, type TestClaims } from '@minzheng/testing/service';
import type { Producer } from 'kafkajs';
import { DataSource } from 'typeorm';

/** What verification tells the second department. */
export const TOLD = defineConsumer({
  name: 'eldercare.commands',
  topics: [topicName('verification', 'eldercare'), topicName('verification', 'all')],
  deduplication: 'inbox',
});

/** An answer over HTTP. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly problem: string | undefined;
}

/** Elderly care, as far as a test needs a second department: a module of a few lines on the real servers. */
export class SecondDepartment {
  #sequence = 0;

  private constructor(
    private readonly environment: ServiceEnvironment,
    private readonly producer: Producer,
    private readonly service: RunningService,
  ) {}

  static async start(
    module: ServiceDefinition['module'],
    parts: readonly ServicePart[],
    instant: string,
    consumers: readonly ConsumerDefinition[] = [TOLD],
    change: Readonly<Record<string, string>> = {},
  ): Promise<SecondDepartment> {
    const environment = await ServiceEnvironment.create([
      ...topicsOf('eldercare'),
      ...topicsOf('verification'),
      ...consumers.flatMap(({ topics }) => topics),
    ]);
    const definition = withParts(
      {
        ...{ name: 'eldercare', writer: 'eldercare' },
        ...{ module, entities: [], migrations: [], consumers },
      },
      parts,
    );
    const [producer, service] = await Promise.all([
      environment.topics.producer(),
      buildService(definition, environment.settings(change)),
    ]);
    const department = new SecondDepartment(environment, producer, service);
    await eventually('ready', async () => (await fetch(`${service.url}/health/ready`)).status === 200);
    await department.moveClock(instant);
    return department;
  }

  async drop(): Promise<void> {
    await this.producer.disconnect();
    await this.service.stop();
    await this.environment.drop();
  }

  async moveClock(instant: string): Promise<void> {
    const { status } = await this.post(
      '/v1/sandbox/clock',
      { instant },
      { scope: 'sandbox:clock:write', region: '51' },
    );
    expect(status).toBe(200);
  }

  get<T>(type: abstract new (...parameters: never[]) => T): T {
    return this.service.app.get<T>(type as never);
  }

  /** @param actor - who acts */
  inOne<T>(work: (tx: Tx) => Promise<T>, actor = 'worker'): Promise<T> {
    return this.get(UnitOfWork).run(actor, work);
  }

  query<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.get(DataSource).query<Row[]>(sql, parameters);
  }

  read<Body extends object>(path: string, claims: TestClaims): Promise<Answer<Body>> {
    return this.#send('GET', path, claims, {});
  }

  /** What is read as another type than JSON. */
  async text(path: string, claims: TestClaims, accept: string): Promise<string> {
    const authorization = `Bearer ${await this.environment.token(claims)}`;
    return (await fetch(this.service.url + path, { headers: { authorization, accept } })).text();
  }

  /** @param version - of the aggregate that the command moves */
  post<Body extends object>(
    path: string,
    body: object,
    claims: TestClaims,
    version?: number,
  ): Promise<Answer<Body>> {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    };
    return this.#send('POST', path, claims, headers, JSON.stringify(body));
  }

  /** Verification says something, or another writer does. */
  async hear<D extends DescMessage>(
    schema: D,
    init: MessageInitShape<D>,
    writer: WriterName = 'verification',
  ): Promise<void> {
    const message = create(schema, init);
    this.#sequence += 1;
    await this.producer.send({
      topic: this.environment.topics.prefix + topicOf(writer, schema, message),
      messages: [
        {
          key: keyOf(schema, message),
          value: Buffer.from(toBinary(schema, message)),
          headers: {
            ce_id: randomUUID(),
            ce_type: schema.typeName,
            ce_source: `/service/${writer}`,
            ce_subject: `test/${this.#sequence}`,
            ce_sequence: String(this.#sequence),
          },
        },
      ],
    });
  }

  /** The messages of one kind that the department has published, in their order. */
  async published<D extends DescMessage>(schema: D): Promise<MessageShape<D>[]> {
    const events = await this.environment.topics.readAll(topicsOf('eldercare'));
    return events
      .filter(({ headers }) => headers['ce_type'] === schema.typeName)
      .map(({ value }) => fromBinary(schema, value ?? new Uint8Array()));
  }

  async #send<Body extends object>(
    method: string,
    path: string,
    claims: TestClaims,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Answer<Body>> {
    const response = await fetch(this.service.url + path, {
      method,
      headers: { ...headers, authorization: `Bearer ${await this.environment.token(claims)}` },
      ...(body === undefined ? {} : { body }),
    });
    const json = (await response.json()) as Body & { type?: string };
    return { status: response.status, body: json, problem: json.type?.split('/').at(-1) };
  }
}
