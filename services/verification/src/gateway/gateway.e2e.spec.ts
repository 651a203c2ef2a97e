import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fromBinary } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { topicsOf } from '@minzheng/contracts/catalogue';
import {
  AssetFactSchema,
  FactQuality,
  FeedWatermarkSchema,
  IncomeFactSchema,
  IncomeKind,
  SourceAnsweredSchema,
  SourceAnswerState,
  StatusFactSchema,
  StatusKind,
} from '@minzheng/contracts/facts';
import { checkDigit } from '@minzheng/kernel/id-number';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import {
  eventually,
  TEST_PARTITIONS,
  testDatabase,
  TestTopics,
  type RecordedEvent,
  type TestDatabase,
} from '@minzheng/testing/servers';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { DataSource } from 'typeorm';
import { GATEWAY } from './gateway.module.js';
import type { InboundResultDto } from './inbound-batch.dto.js';
import { INBOUND_EXAMPLES } from './inbound.examples.js';

const SECRET = 'test-platform-secret';
const ISSUER = 'https://id.example';
const PERSON = { idNumber: '51080219850214901X', key: '66f9367c-2a08-8d62-9d75-d6dbe23270b8' };
const OTHER = `51080219860305102${checkDigit('51080219860305102')}`;
const WRONG_CHECK_DIGIT = '510802198502149011';
const FIFTEEN_DIGITS = '510802850214901';
const RECORD = 'record-98431';
const ACCOUNT = '6222021234567890123';
const VERIFICATION_TOPIC = 'minzheng.inbound.verification.v1';
const ALL_TOPIC = 'minzheng.inbound.all.v1';

const wage = {
  type: 'income',
  idNumber: PERSON.idNumber,
  kind: 'wage',
  dataset: 'TAX.wages',
  recordId: RECORD,
  observedAt: '2025-05-10T01:00:00Z',
  amountFen: '150000',
  period: { fromMonth: '2025-04', toMonth: '2025-04' },
  basis: 'NET',
  payerKey: '91510800MA6253U27G',
  itemKey: 'contract-17',
};
const deposit = {
  type: 'asset',
  idNumber: PERSON.idNumber,
  kind: 'deposit',
  dataset: 'BANK.deposits',
  recordId: ACCOUNT,
  observedAt: '2025-05-14T08:00:00Z',
  valueFen: '800000',
  asOf: '2025-05-14',
  itemKey: ACCOUNT,
  shareBp: 10_000,
};
const married = {
  type: 'status',
  idNumber: PERSON.idNumber,
  kind: 'married',
  dataset: 'MCA.marriages',
  recordId: 'L510802-2014-000311',
  observedAt: '2025-05-14T08:00:00Z',
  from: '2014-05-20',
  spouseIdNumber: OTHER,
};
const answer = {
  idNumber: PERSON.idNumber,
  dataset: 'TAX',
  state: 'ANSWERED',
  observedAt: '2025-05-10T01:00:00Z',
};

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly body: InboundResultDto & { readonly type?: string; readonly errors?: { field: string }[] };
}

describe('the gateway', () => {
  const topics = new TestTopics();
  const names = topicsOf('inbound');
  const output: string[] = [];
  let folder: string;
  let database: TestDatabase;
  let gateway: RunningService;
  let privateKey: CryptoKey;
  const replies: string[] = [];
  const spies: jest.SpyInstance[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    await topics.create(names);
    folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    const keys = await generateKeyPair('ES256');
    privateKey = keys.privateKey;
    const jwks = join(folder, 'jwks.json');
    await writeFile(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(keys.publicKey)), alg: 'ES256' }] }));
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write.bind(stream);
      stream.write = ((chunk: string | Uint8Array, ...rest: []) => {
        output.push(String(chunk));
        return write(chunk, ...rest);
      }) as typeof stream.write;
    }
    gateway = await buildService(GATEWAY, {
      DATABASE_URL: database.url,
      KAFKA_BROKERS: topics.brokers.join(','),
      KAFKA_PREFIX: topics.prefix,
      TOPIC_PARTITIONS: String(TEST_PARTITIONS),
      TOPIC_REPLICATION: '1',
      PORT: '0',
      JWKS_URL: pathToFileURL(jwks).href,
      TOKEN_ISSUER: ISSUER,
      PERSON_KEY_SECRET: SECRET,
      FIELD_ENCRYPTION_KEYS: JSON.stringify({ k1: Buffer.alloc(32, 1).toString('base64') }),
      FIELD_ENCRYPTION_KEY_ID: 'k1',
      LOG_LEVEL: 'warn',
    });
  });

  afterAll(async () => {
    await gateway?.stop();
    await topics.delete(names);
    await database.drop();
    await rm(folder, { recursive: true });
  });
