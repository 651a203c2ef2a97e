/**
 * What it costs to ask who is responsible for a region on a day, and to make ready the directory that is asked, in processor
 * time of one process. Beside it the limit of the machine: comparing the codes' texts alone, which knows of no change, and
 * unpacking the file.
 */
import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { RegionDirectory } from '@minzheng/kernel/region';
import { readRegionData, SHIPPED_REGIONS } from '@minzheng/platform/regions';
import { positive, readOptions } from '../setup/options.mjs';
import { TODAY } from '../simulate/province.mjs';
import { printTable, whole } from './report.mjs';

const USAGE = 'npm run bench:regions -- [--rounds 20]';
const { values } = readOptions(USAGE, { options: { rounds: { type: 'string', default: '20' } } });
const rounds = positive(USAGE, '--rounds', values.rounds);

const COUNTY = '510802';
/** A question of a microsecond at most, and ready within half a second. */
const GATES = { askingMicros: 1, readyMillis: 500 };

const { rows } = await readRegionData(SHIPPED_REGIONS);
const directory = new RegionDirectory(rows);
const codes = rows.filter((_, index) => index % 7 === 0).map(({ code }) => code);

/** What each makes counts: nothing is left out because nobody looks. @type {Record<string, () => number | Promise<number>>} */
const WORK = {
  unpacking: async () => gunzipSync(await readFile(SHIPPED_REGIONS)).length,
  reading: async () => (await readRegionData(SHIPPED_REGIONS)).rows.length,
  building: () => new RegionDirectory(rows).successorOf(COUNTY, TODAY)?.length ?? 0,
  comparing: () => codes.filter((code) => code.startsWith(COUNTY)).length,
  asking: () => codes.filter((code) => directory.within(COUNTY, code, TODAY)).length,
};

/** @type {Record<string, number>} microseconds of the processor, the best round */
const micros = {};
/** @type {Record<string, number>} */
const made = {};
for (let round = 0; round < rounds; round++) {
  for (const [name, work] of Object.entries(WORK)) {
    const before = process.cpuUsage();
    made[name] = await work();
    const { user, system } = process.cpuUsage(before);
    micros[name] = Math.min(micros[name] ?? Infinity, user + system);
  }
}

const { unpacking = NaN, reading = NaN, building = NaN, comparing = NaN, asking = NaN } = micros;
const askingMicros = asking / codes.length;
const readyMillis = (reading + building) / 1_000;
printTable(
  ['', 'µs', 'times the limit'],
  [
    ['a question', askingMicros.toFixed(3), (asking / comparing).toFixed(1)],
    ['limit: two texts compared', (comparing / codes.length).toFixed(3), '1.0'],
    [
      'the file read and the directory built',
      whole(reading + building),
      ((reading + building) / unpacking).toFixed(1),
    ],
    ['limit: the file unpacked', whole(unpacking), '1.0'],
  ],
);
const checks = {
  [`a question in ${GATES.askingMicros} µs`]: askingMicros <= GATES.askingMicros,
  [`ready in ${GATES.readyMillis} ms`]: readyMillis <= GATES.readyMillis,
};
for (const [check, reached] of Object.entries(checks))
  console.log(`  ${reached ? 'reached ' : 'missed  '} ${check}`);
console.log(
  JSON.stringify({
    ...{ bench: 'regions', rows: rows.length, asked: codes.length, within: made.asking },
    ...{ cores: cpus().length, load: loadavg()[0], askingMicros, readyMillis },
    ...{ timesLimit: { asking: asking / comparing, ready: (reading + building) / unpacking }, checks },
  }),
);
process.exitCode = Object.values(checks).every(Boolean) ? 0 : 1;
