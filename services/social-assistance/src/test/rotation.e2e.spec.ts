import { topicsOf } from '@minzheng/contracts/catalogue';
import { personKeyOf } from '@minzheng/kernel/person-key';
import { AuditAnchors } from '@minzheng/platform/audit';
import { fingerprintKeyOf } from '@minzheng/platform/encryption';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment } from '@minzheng/testing/service';
import { DataSource } from 'typeorm';
import { SOCIAL_ASSISTANCE } from '../social-assistance.definition.js';
import { TOWNSHIP } from './kit/assistance.js';
import { succeeded, type HouseholdBody } from './kit/case-story.js';
import { Client, type Stored } from './kit/client.js';
import { guangyuanFamily } from './kit/family.js';
import { ASSISTANCE_TABLES } from './kit/database.js';

const [FIRST, SECOND] = ['first-platform-secret', 'second-platform-secret'];
const KEYS = { k1: Buffer.alloc(32, 1), k2: Buffer.alloc(32, 2) };
const ring = (...ids: (keyof typeof KEYS)[]) =>
  JSON.stringify(Object.fromEntries(ids.map((id) => [id, KEYS[id].toString('base64')])));

/** Decision 5: keys change while the service goes on, in the order in which an operator does it. */
describe('keys change, and persons keep theirs', () => {
  let environment: ServiceEnvironment;
  let service: RunningService | undefined;
  let clerk: Client;
  let operator: Client;
  let auditor: Client;
  const form = guangyuanFamily();
  let household: HouseholdBody;

  const start = async (settings: Readonly<Record<string, string>>): Promise<void> => {
    await service?.stop();
    service = undefined;
    const { consumers: _unheard, ...withoutEvents } = SOCIAL_ASSISTANCE;
    service = await buildService(withoutEvents, environment.settings(settings));
  };
  const url = () => service?.url ?? '';
  const query = <Row>(sql: string): Promise<Row[]> => service!.app.get(DataSource).query<Row[]>(sql);
  const doAll = async (path: string): Promise<void> => {
    const started = await operator.post<Stored & { jobId: string }>(path, {});
    expect(started.status).toBe(202);
    await eventually('the job is done', async () => {
      const { body } = await operator.get(`/v1/jobs/${started.body.jobId}`);
      return body.state === 'DONE';
    });
  };
  const status = async () => {
    const { body } = await operator.get<{ keys: { keyId: string; encrypted: number; mayGo: boolean }[] }>(
      '/v1/re-encryptions/status',
    );
    return body.keys.map(({ keyId, encrypted, mayGo }) => ({ keyId, isUsed: encrypted > 0, mayGo }));
  };

  beforeAll(async () => {
    environment = await ServiceEnvironment.create(
      [...topicsOf('assistance'), ...topicsOf('verification')],
      ASSISTANCE_TABLES,
    );
    const tokenOf = async (sub: string, scope: string) =>
      new Client(url, await environment.token({ sub, scope, region: TOWNSHIP }), sub);
    clerk = await tokenOf('clerk', 'assistance:households:write');
    operator = await tokenOf('operator', 'assistance:keys:write');
    auditor = await tokenOf('auditor', 'assistance:audit-entries:read');
    await start({ PERSON_KEY_SECRET: FIRST, FIELD_ENCRYPTION_KEYS: ring('k1') });
    household = succeeded(201, await clerk.post<HouseholdBody>('/v1/households', form));
    // an anchor that the first key has signed
    await eventually('the audit is sealed', async () => {
      const [row] = await query<{ n: string }>('select count(*) as n from audit_entry where seq is null');
      return row?.n === '0';
    });
    await service?.app.get(UnitOfWork).run('test', async (tx) => service?.app.get(AuditAnchors).anchor(tx));
  });
  afterAll(async () => {
    await service?.stop();
    await environment.drop();
  });

  it('brings in a new encryption key and takes the old one away', async () => {
    await start({
      PERSON_KEY_SECRET: FIRST,
      FIELD_ENCRYPTION_KEYS: ring('k1', 'k2'),
      FIELD_ENCRYPTION_KEY_ID: 'k2',
    });
    expect(await status()).toEqual([
      { keyId: 'k1', isUsed: true, mayGo: false },
      { keyId: 'k2', isUsed: false, mayGo: false },
    ]);
    await doAll('/v1/re-encryptions');
    // the audit is not marked anew: without what is derived from the old key it can't go
    expect(await status()).toEqual([
      { keyId: 'k1', isUsed: false, mayGo: false },
      { keyId: 'k2', isUsed: true, mayGo: false },
    ]);
    const without = { FIELD_ENCRYPTION_KEYS: ring('k2'), FIELD_ENCRYPTION_KEY_ID: 'k2' };
    await expect(start({ PERSON_KEY_SECRET: FIRST, ...without })).rejects.toThrow(/lacks k1/);

    const derived = { k1: fingerprintKeyOf(KEYS.k1).toString('base64') };
    await start({ PERSON_KEY_SECRET: FIRST, ...without, FIELD_FINGERPRINT_KEYS: JSON.stringify(derived) });
    const shown = succeeded(200, await clerk.get<HouseholdBody>(`/v1/households/${household.id}`));
    expect(shown.members).toEqual(household.members);
    // what the old key has signed and authenticated is proved still
    expect(await query('select from audit_anchor')).not.toEqual([]);
    const { body } = await auditor.post<{ ok: boolean }>('/v1/audit-entries/verify', {});
    expect(body.ok).toBe(true);
  }, 120_000);

  it('knows the same persons under another secret of the platform', async () => {
    const derived = { k1: fingerprintKeyOf(KEYS.k1).toString('base64') };
    const keys = {
      FIELD_ENCRYPTION_KEYS: ring('k2'),
      FIELD_ENCRYPTION_KEY_ID: 'k2',
      FIELD_FINGERPRINT_KEYS: JSON.stringify(derived),
    };
    await start({
      ...keys,
      PERSON_KEY_SECRET: SECOND,
      PERSON_KEY_SECRETS_PREVIOUS: JSON.stringify({ first: FIRST }),
    });
    await doAll('/v1/person-key-aliases');
    const [{ n } = { n: '' }] = await query<{ n: string }>('select count(*) as n from person');

    await start({ ...keys, PERSON_KEY_SECRET: SECOND });
    const again = await clerk.post<HouseholdBody>('/v1/households', form);
    // the household was opened before: they are counted in it
    expect([again.status, again.problem]).toEqual([409, 'duplicate-membership']);
    expect(await query('select count(*) as n from person')).toEqual([{ n }]);
    const [husband] = form.members;
    expect(household.members[0]?.personKey).toBe(personKeyOf(husband!.idNumber, FIRST));
  }, 120_000);
});
