import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentsIn, requireKcat, seen, writeSettings } from './kcat.mjs';

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

  it('gives contents as they are, whatever bytes are in them', () => {
    const record = (place: string, length: number, ...bytes: number[]): Buffer =>
      Buffer.from([...Buffer.from(`${place}\n`), 0, 0, 0, length, ...bytes]);
    const output = Buffer.concat([record('0/3', 4, 10, 0, 255, 47), record('1/0', 0), record('1/1', 1, 10)]);
    expect(contentsIn(output)).toEqual(
      new Map([
        ['0/3', Buffer.from([10, 0, 255, 47])],
        ['1/0', Buffer.from([])],
        ['1/1', Buffer.from([10])],
      ]),
    );
    expect(() => contentsIn(output.subarray(0, -1))).toThrow('ends within a record');
    expect(() => contentsIn(Buffer.from('0/3'))).toThrow('ends within a record');
  });

  it('is missed by a name that says how it comes', async () => {
    await expect(requireKcat({ PATH: folder })).rejects.toThrow('apt-get install kcat');
  });
});
