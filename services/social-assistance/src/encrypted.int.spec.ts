import { KeyInventory } from '@minzheng/platform/key-rotation';
import { topicsOf } from '@minzheng/contracts/catalogue';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import { ServiceEnvironment, undeclaredColumns } from '@minzheng/testing/service';
import { DataSource } from 'typeorm';
import { SOCIAL_ASSISTANCE } from './social-assistance.definition.js';
import { ASSISTANCE_TABLES } from './test/kit/database.js';

describe('what is stored encrypted', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  beforeAll(async () => {
    environment = await ServiceEnvironment.create(
      [...topicsOf('assistance'), ...topicsOf('verification')],
      ASSISTANCE_TABLES,
    );
    const { consumers: _unheard, ...withoutEvents } = SOCIAL_ASSISTANCE;
    service = await buildService(withoutEvents, environment.settings());
  });
  afterAll(async () => {
    await service.stop();
    await environment.drop();
  });

  it('is declared, all of it, so that a change of the key reaches it', async () => {
    const declared = service.app.get(KeyInventory).columns.map(({ table, column }) => `${table}.${column}`);
    // a report as verification sent it: figures by personKey
    // an HMAC that accounts are compared by, under a key that does not change
    const plain = ['verification_report.message', 'payee.account_hash'];
    expect(await undeclaredColumns(service.app.get(DataSource), declared, plain)).toEqual([]);
  });

  it('is counted by key', async () => {
    const token = await environment.token({ scope: 'assistance:keys:write' });
    const answer = await fetch(`${service.url}/v1/re-encryptions/status`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    const { keys } = (await answer.json()) as { keys: object[] };
    expect(keys).toMatchObject([
      { keyId: 'k1', isCurrent: true, isInRing: true, encrypted: 0, mayGo: false },
    ]);
  });
});
