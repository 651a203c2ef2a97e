import { topicsOf } from '@minzheng/contracts/catalogue';
import { KeyInventory } from '@minzheng/platform/key-rotation';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import { ServiceEnvironment, undeclaredColumns } from '@minzheng/testing/service';
import { DataSource } from 'typeorm';
import { VERIFICATION } from './verification.definition.js';
import { VERIFICATION_TABLES } from './test/kit/database.js';

describe('what is stored encrypted', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  beforeAll(async () => {
    environment = await ServiceEnvironment.create(
      [...topicsOf('inbound'), ...topicsOf('assistance'), ...topicsOf('verification')],
      VERIFICATION_TABLES,
    );
    const { consumers: _unheard, ...withoutEvents } = VERIFICATION;
    service = await buildService(
      withoutEvents,
      environment.settings({ REPORT_SIGNING_KEY_FILE: environment.reportSigningKeyFile }),
    );
  });
  afterAll(async () => {
    await service.stop();
    await environment.drop();
  });

  it('is declared, all of it, so that a change of the key reaches it', async () => {
    const declared = service.app.get(KeyInventory).columns.map(({ table, column }) => `${table}.${column}`);
    // a hash of versions, not of what they say; facts of a key, packed
    const plain = [...['subject_fingerprint.fingerprint', 'fact_summary.pack', 'fact_summary.gated_pack']];
    expect(await undeclaredColumns(service.app.get(DataSource), declared, plain)).toEqual([]);
  });
});
