import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireKcat, seen, writeSettings } from './kcat.mjs';

const folder = mkdtempSync(join(tmpdir(), 'kcat-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('what kcat is told and tells', () => {
  it('gets at the brokers by a file that nobody else reads', () => {
    const file = join(folder, 'kcat.conf');
    const sasl = { mechanism: 'scram-sha-512', username: 'admin', password: 'a=b' } as const;
    writeSettings(file, { brokers: ['a:9092', 'b:9092'], sasl });
    expect(readFileSync(file, 'utf8').trim().split('\n')).toEqual([
      ...['bootstrap.servers=a:9092,b:9092', 'security.protocol=SASL_PLAINTEXT'],
      ...['sasl.mechanism=SCRAM-SHA-512', 'sasl.username=admin', 'sasl.password=a=b'],
    ]);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('gives headers by their names', () => {
    const headers = ['ce_specversion', '1.0', 'ce_id', 'x', 'traceparent', ''];
    expect(seen({ topic: 't', partition: 0, offset: 3, headers })).toEqual({
      ...{ topic: 't', partition: 0, offset: 3, key: null },
      headers: { ce_specversion: '1.0', ce_id: 'x', traceparent: '' },
    });
  });

  it('is missed by a name that says how it comes', async () => {
    await expect(requireKcat({ PATH: folder })).rejects.toThrow('apt-get install kcat');
  });
});
