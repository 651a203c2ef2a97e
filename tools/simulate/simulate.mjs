/**
 * `npm run simulate -- --people N --seed S [--out dir]`: a province as JSON lines, and the truth to compare with. Nothing
 * is kept in memory but the household that is being written. What it is made of: README.md beside this file.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCivilDate } from '@minzheng/kernel/months';
import { positive, readOptions, refuse } from '../setup/options.mjs';
import { DATA_DIR } from '../setup/paths.mjs';
import { LineWriter } from './line-writer.mjs';
import { linesOf } from './lines.mjs';
import { MOST_PEOPLE } from './people.mjs';
import { province, TODAY } from './province.mjs';

const FILES = ['households', 'people', 'facts', 'consents', 'clues'].map((name) => `${name}.jsonl`);

const USAGE = `npm run simulate -- --people N --seed S [--out dir] [--facts 60] [--today ${TODAY}]
  writes ${FILES.join(', ')} and summary.json`;
const { values } = readOptions(USAGE, {
  options: {
    people: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string', default: join(DATA_DIR, 'province') },
    facts: { type: 'string', default: '60' },
    today: { type: 'string', default: TODAY },
  },
});
const { seed, today, out } = values;
if (values.people === undefined || seed === undefined) refuse(USAGE, '--people and --seed are needed');
if (!isCivilDate(today)) refuse(USAGE, `--today ${today}`);
const people = positive(USAGE, '--people', values.people ?? '');
if (people > MOST_PEOPLE) refuse(USAGE, `--people: at most ${MOST_PEOPLE}`);
const factsAPerson = positive(USAGE, '--facts', values.facts);

mkdirSync(out, { recursive: true });
const writers = new Map(FILES.map((file) => [file, new LineWriter(join(out, file))]));
const counts = { households: 0, people: 0, facts: 0, saidTwice: 0, consents: 0, clues: 0 };
/** @type {Record<string, number>} */
const clues = {};
/** @type {Record<string, number>} */
const types = {};
for (const household of province({ people, seed: seed ?? '', today, factsAPerson }).households()) {
  for (const { file, text } of linesOf(household)) await writers.get(file)?.write(text);
  const told = household.members.filter(({ facts }) => facts.length > 0);
  counts.households += 1;
  counts.people += told.length;
  counts.facts += told.reduce((sum, { facts }) => sum + facts.length, 0) - household.duplicates;
  counts.saidTwice += household.duplicates;
  counts.consents += household.consents.length;
  types[household.type] = (types[household.type] ?? 0) + 1;
  if (household.plant !== undefined) {
    counts.clues += 1;
    clues[household.plant.indicator] = (clues[household.plant.indicator] ?? 0) + 1;
  }
}
/** @type {Record<string, string>} */
const sha256 = {};
for (const [file, writer] of writers) sha256[file] = await writer.end();
const sorted = (/** @type {Record<string, number>} */ record) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
const summary = {
  seed,
  today,
  ...counts,
  factsAPerson,
  types: sorted(types),
  planted: sorted(clues),
  sha256,
};
writeFileSync(join(out, 'summary.json'), `${JSON.stringify(summary, undefined, 2)}\n`);
console.log(JSON.stringify({ simulate: out, ...summary }));
