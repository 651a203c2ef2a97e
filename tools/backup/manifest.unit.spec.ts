import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from './copy.mjs';
import { copiesIn, copyName, manifestText, readManifestText, type Manifest } from './manifest.mjs';
import { keepNewest } from './retention.mjs';
import { verifyCopy } from './verify.mjs';

const BACKUP = join(import.meta.dirname, 'backup.mjs');
const SEGMENT_BYTES = 1_048_576;
const FIRST = '000000010000000000000003';
const MANIFEST: Manifest = {
  format: 1,
  name: '20261124T021000Z',
  startedAt: '2026-11-24T02:10:00.000Z',
  endedAt: '2026-11-24T02:12:00.000Z',
  systemIdentifier: '7712441927666683351',
  serverVersion: '18.4',
  timeline: 1,
  startLsn: '0/3000028',
  stopLsn: '0/3000120',
  firstSegment: FIRST,
  lastSegment: FIRST,
  segmentBytes: SEGMENT_BYTES,
  archive: '',
  databases: [],
  folders: ['base'],
  files: [],
};

describe('a base copy', () => {
  let folder: string;
  let archive: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'copies-'));
    archive = mkdtempSync(join(tmpdir(), 'archive-'));
    writeFileSync(join(archive, FIRST), Buffer.alloc(SEGMENT_BYTES));
  });
  afterEach(() => {
    for (const each of [folder, archive]) rmSync(each, { recursive: true, force: true });
  });

  /** A copy of one file, in the folder of copies. */
  const lay = async (changes: Partial<Manifest> = {}): Promise<string> => {
    const manifest = { ...MANIFEST, archive, ...changes };
    const copy = join(folder, manifest.name);
    mkdirSync(join(copy, 'data/base'), { recursive: true });
    writeFileSync(join(copy, 'data/base/1259'), 'rows');
    const digest = await digestOf(join(copy, 'data/base/1259'));
    const files = [{ path: 'base/1259', ...(digest ?? { bytes: 0, sha256: '' }) }];
    writeFileSync(join(copy, 'manifest.json'), manifestText({ ...manifest, files }));
    return copy;
  };

  it('is named by the instant of its beginning', () => {
    expect(copyName(new Date('2026-11-24T02:10:00.250Z'))).toBe(MANIFEST.name);
  });

  it('has a manifest that shows when it was changed', () => {
    const text = manifestText(MANIFEST);
    expect(readManifestText(text)).toEqual(MANIFEST);
    expect(() => readManifestText(text.replace('18.4', '18.5'))).toThrow('not as it was written');
    expect(() => readManifestText(text.slice(0, -10))).toThrow('not as it was written');
    expect(() => readManifestText('{}')).toThrow('not as it was written');
  });

  it('is whole', async () => {
    expect((await verifyCopy(await lay())).faults).toEqual([]);
  });

  it.each([
    [
      'a file was changed',
      (copy: string) => writeFileSync(join(copy, 'data/base/1259'), 'Rows'),
      'base/1259 is not as',
    ],
    ['a file is gone', (copy: string) => rmSync(join(copy, 'data/base/1259')), 'base/1259 is missing'],
    ['a file came', (copy: string) => writeFileSync(join(copy, 'data/base/1'), ''), 'base/1 was not copied'],
    ['its log is gone', () => rmSync(join(archive, FIRST)), `the archive lacks ${FIRST}`],
    ['its log was cut', () => writeFileSync(join(archive, FIRST), 'short'), 'is not as long as a segment is'],
    [
      'the log has a gap',
      () => writeFileSync(join(archive, '000000010000000000000005'), Buffer.alloc(SEGMENT_BYTES)),
      'the archive has a gap at 000000010000000000000004',
    ],
  ])('is not relied on: %s', async (_, harm, fault) => {
    const copy = await lay();
    harm(copy);
    expect((await verifyCopy(copy)).faults).toContainEqual(expect.stringContaining(fault));
  });

  it('lies among others of its kind only, and is no copy before it is complete', async () => {
    await lay();
    mkdirSync(join(folder, '20261125T021000Z.partial'));
    expect(copiesIn(folder).map(({ name }) => name)).toEqual([MANIFEST.name]);
    writeFileSync(join(folder, 'letter.txt'), '');
    expect(() => copiesIn(folder)).toThrow('letter.txt');
    rmSync(join(folder, 'letter.txt'));
    mkdirSync(join(folder, '20261126T021000Z'));
    expect(() => copiesIn(folder)).toThrow('no complete base copy');
  });

  it('goes when newer ones are enough, with the log that only it needed', async () => {
    await lay();
    const later = '000000010000000000000005';
    await lay({ name: '20261125T021000Z', endedAt: '2026-11-25T02:12:00.000Z', firstSegment: later });
    for (const name of ['000000010000000000000004', later]) writeFileSync(join(archive, name), '');
    expect(keepNewest(folder, archive, 1)).toEqual({ copies: [MANIFEST.name], segments: 2 });
    expect(copiesIn(folder).map(({ name }) => name)).toEqual(['20261125T021000Z']);
    expect(keepNewest(folder, archive, 1)).toEqual({ copies: [], segments: 0 });
  });

  it('goes without a new one where there is no room for it: the newest stays', async () => {
    await lay();
    const later = '000000010000000000000004';
    await lay({ name: '20261125T021000Z', endedAt: '2026-11-25T02:12:00.000Z', firstSegment: later });
    const options = ['--to', folder, '--keep', '1', '--only-remove'];
    const { status, stdout } = spawnSync(process.execPath, [BACKUP, ...options], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, expect.stringContaining('removed 1 older copies and 1 segments')]);
    expect(copiesIn(folder).map(({ name }) => name)).toEqual(['20261125T021000Z']);
    rmSync(join(folder, '20261125T021000Z'), { recursive: true });
    expect(spawnSync(process.execPath, [BACKUP, ...options]).status).toBe(1);
  });
});
