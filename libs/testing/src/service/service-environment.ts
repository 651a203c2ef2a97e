import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { TestTopics, testDatabase, type TestDatabase, type TestTables } from '../servers/index.js';

const ISSUER = 'https://id.test';
const REGIONS = new URL('../../../platform/regions/regions-51.csv.gz', import.meta.url);
/** The heading, the province, and Guangyuan with all that lies in it. */
const REGIONS_OF_TESTS = /^(?:code|51|5108\d*),/;

/** Claims of a token beside the registered ones; `scope` is space-separated. */
export interface TestClaims {
  readonly sub?: string;
  readonly scope?: string;
  readonly region?: string;
  readonly org?: string;
  readonly role?: string;
  readonly person?: string;
  readonly name?: string;
}

/**
 * What a service needs to run in a test as it runs elsewhere: a database and topics of its own on the real servers, an
 * issuer of tokens, and the settings that name them.
 */
export class ServiceEnvironment {
  private constructor(
    readonly database: TestDatabase,
    readonly topics: TestTopics,
    private readonly folder: string,
    private readonly key: CryptoKey,
  ) {}

  /**
   * @param topics - of the catalogue, to be created
   * @param tables - that the service would make; without them its database is empty
   */
  static async create(topics: readonly string[], tables?: TestTables): Promise<ServiceEnvironment> {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    const folder = await mkdtemp(join(tmpdir(), 'service-'));
    const key = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA' };
    await writeFile(join(folder, 'jwks.json'), JSON.stringify({ keys: [key] }));
    await writeFile(join(folder, 'regions.csv.gz'), await regionsOfGuangyuan());
    const signing = await generateKeyPair('EdDSA', { extractable: true });
    await writeFile(join(folder, 'report-key.json'), JSON.stringify(await exportJWK(signing.privateKey)));
    const environment = new ServiceEnvironment(
      await testDatabase(tables),
      new TestTopics(),
      folder,
      privateKey,
    );
    await environment.topics.create([...new Set(topics)]);
    return environment;
  }

  /** Settings as a deployment would give them in the environment. */
  settings(change: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
      DATABASE_URL: this.database.url,
      KAFKA_BROKERS: this.topics.brokers.join(','),
      KAFKA_PREFIX: this.topics.prefix,
      TOPIC_PARTITIONS: '3',
      TOPIC_REPLICATION: '1',
      PORT: '0',
      JWKS_URL: pathToFileURL(join(this.folder, 'jwks.json')).href,
      TOKEN_ISSUER: ISSUER,
      SANDBOX: 'true',
      PERSON_KEY_SECRET: 'test-platform-secret',
      FIELD_ENCRYPTION_KEYS: JSON.stringify({ k1: Buffer.alloc(32, 1).toString('base64') }),
      FIELD_ENCRYPTION_KEY_ID: 'k1',
      REGION_DATA: join(this.folder, 'regions.csv.gz'),
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
      ...change,
    };
  }

  /** A private key (JWK, Ed25519) with which reports may be signed. */
  get reportSigningKeyFile(): string {
    return join(this.folder, 'report-key.json');
  }

  async token({ sub = 'tester', ...claims }: TestClaims): Promise<string> {
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
      .setSubject(sub)
      .setIssuer(ISSUER)
      .setAudience('minzheng')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(this.key);
  }

  async drop(): Promise<void> {
    await this.topics.drop();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A tenth of the regions that a service has elsewhere: it starts sooner. */
async function regionsOfGuangyuan(): Promise<Buffer> {
  const lines = gunzipSync(await readFile(REGIONS))
    .toString('utf8')
    .split('\n');
  return gzipSync([...lines.filter((line) => REGIONS_OF_TESTS.test(line)), ''].join('\n'), { level: 1 });
}
