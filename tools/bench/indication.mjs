/**
 * What judging a household costs by itself, layer by layer, no database and no broker: packed facts are unpacked, what
 * counts of them is selected, the means are tested, the indicators are asked. Measured in processor time of one process, so
 * that other programs on the machine hardly matter; beside it the limit of the machine: `JSON.parse` of what the facts say.
 */
import { cpus, loadavg } from 'node:os';
import { readMeansPolicy, selectFacts, testMeans } from '@minzheng/kernel/means-test';
import { PolicyBook } from '@minzheng/kernel/policy';
import { positive, readOptions } from '../setup/options.mjs';
import { withProgress } from '../setup/progress.mjs';
import { policyRows, PROVINCE } from '../simulate/policies.mjs';
import { province, TODAY } from '../simulate/province.mjs';
import { economicFacts, knowledgeOf, onRecord } from '../simulate/watches.mjs';
import { printTable, whole } from './report.mjs';
import { builtModule } from './ways/way.mjs';

const USAGE = 'npm run bench:indication -- [--people 8000] [--seed 1] [--facts 60] [--rounds 7]';
const { values } = readOptions(USAGE, {
  options: {
    people: { type: 'string', default: '8000' },
    seed: { type: 'string', default: '1' },
    facts: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '7' },
  },
});
const people = positive(USAGE, '--people', values.people);
const rounds = positive(USAGE, '--rounds', values.rounds);
const factsAPerson = positive(USAGE, '--facts', values.facts);

/** Of the whole province: the households that a full run judges. */
const HOUSEHOLDS_OF_THE_PROVINCE = 2_100_000;
/** Computing of a full run on two processors that is the goal, and that is the gate. */
const GOAL_SECONDS = 60;
const GATE_SECONDS = 1_800;
const PROCESSORS = 2;

const { indicate, MONTHLY, WITH_FACTS } = await builtModule('verification/dist/evaluation/indication.js');
const { buildWatch } = await builtModule('verification/dist/indicators/watch.js');
const { factsOfSummary, summaryOf } = await builtModule('verification/dist/facts/fact-summary.js');

const EVERY = new Set([...WITH_FACTS, ...MONTHLY]);
const book = new PolicyBook(policyRows());
const policies = {
  URBAN: readMeansPolicy(book, PROVINCE, 'URBAN', TODAY),
  RURAL: readMeansPolicy(book, PROVINCE, 'RURAL', TODAY),
};
const NOTHING_WRITTEN_BACK = new Map();

/** Everything that is said, without the names of members. @param {unknown} value @returns {unknown[]} */
const valuesIn = (value) =>
  typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(valuesIn)
    : [typeof value === 'bigint' ? String(value) : value];

const sample = await withProgress(`${whole(people)} people`, async () =>
  [...province({ people, seed: values.seed, factsAPerson }).households()].map((household) => {
    const facts = economicFacts(household);
    return {
      household: onRecord(household),
      knowledge: { ...knowledgeOf(household, TODAY), householdChangedOn: household.asOf },
      packed: [...facts].map(([key, ofPerson]) => ({
        ...{ key, summary: summaryOf(ofPerson) },
        text: JSON.stringify(valuesIn(ofPerson)),
      })),
      facts,
      all: [...facts.values()].flat(),
    };
  }),
);
/** @typedef {(typeof sample)[number]} Sampled */

/** @param {Sampled} sampled @param {ReadonlyMap<string, readonly object[]>} facts @param {ReadonlySet<string>} timings */
const judge = ({ household, knowledge }, facts, timings) =>
  indicate(
    buildWatch({
      ...{ today: TODAY, region: household.region, book, household, facts, knowledge },
      writtenBack: NOTHING_WRITTEN_BACK,
    }),
    timings,
  );
/** @param {Sampled} sampled */
const unpack = ({ packed }) => new Map(packed.map(({ key, summary }) => [key, factsOfSummary(key, summary)]));

/**
 * Each is given a household, and what it makes of it counts: nothing is left out because nobody looks.
 * @type {Record<string, (sampled: Sampled) => number>}
 */
const LAYERS = {
  limit: ({ packed }) => {
    let length = 0;
    for (const { text } of packed) length += JSON.parse(text).length;
    return length;
  },
  unpack: (sampled) => unpack(sampled).size,
  select: ({ facts }) => {
    let lines = 0;
    for (const ofPerson of facts.values()) lines += selectFacts(ofPerson, { validAt: TODAY }).income.length;
    return lines;
  },
  means: ({ household, all }) =>
    testMeans({ snapshot: household, facts: all, asOf: TODAY, policy: policies[household.hukouType] })
      .counted,
  withFacts: (sampled) => judge(sampled, sampled.facts, WITH_FACTS).hits.length,
  every: (sampled) => judge(sampled, sampled.facts, EVERY).hits.length,
  whole: (sampled) => judge(sampled, unpack(sampled), EVERY).hits.length,
};
const NAMES = {
  limit: 'limit: JSON.parse of the values of the facts',
  unpack: 'facts unpacked',
  select: 'facts selected, person by person',
  means: 'means tested, from facts (a household check)',
  withFacts: 'watch built, indicators of an evaluation',
  every: 'watch built, all 44 indicators',
  whole: 'unpacked, watch built, all 44 indicators',
};

/** @type {Record<string, number>} microseconds of the processor a household, the best round */
const micros = {};
/** @type {Record<string, number>} */
const sums = {};
await withProgress('rounds', async () => {
  for (let round = 0; round < rounds; round++) {
    for (const [name, layer] of Object.entries(LAYERS)) {
      const before = process.cpuUsage();
      let sum = 0;
      for (const sampled of sample) sum += layer(sampled);
      const { user, system } = process.cpuUsage(before);
      micros[name] = Math.min(micros[name] ?? Infinity, (user + system) / sample.length);
      if ((sums[name] ??= sum) !== sum) throw new Error(`${name}: ${sum} after ${sums[name]}`);
    }
  }
});

const limit = micros.limit ?? NaN;
printTable(
  ['layer', 'µs a household', 'households/s', 'times the limit'],
  Object.entries(NAMES).map(([name, title]) => {
    const own = micros[name] ?? NaN;
    return [title, own.toFixed(1), whole(1_000_000 / own), (own / limit).toFixed(2)];
  }),
);
const persons = sample.reduce((sum, { packed }) => sum + packed.length, 0);
const secondsOfTheProvince = ((micros.whole ?? NaN) * HOUSEHOLDS_OF_THE_PROVINCE) / 1_000_000 / PROCESSORS;
console.log(
  `  ${whole(sample.length)} households of ${(persons / sample.length).toFixed(2)} persons and ${factsAPerson} facts a person; ${whole(sums.every ?? 0)} hits`,
);
console.log(
  `  ${whole(HOUSEHOLDS_OF_THE_PROVINCE)} households: ${secondsOfTheProvince.toFixed(0)} s of computing on ${PROCESSORS} processors (gate ${whole(GATE_SECONDS)} s, goal ${GOAL_SECONDS} s)`,
);
console.log(
  JSON.stringify({
    ...{ bench: 'indication', households: sample.length, persons, factsAPerson, seed: values.seed },
    ...{ cores: cpus().length, load: loadavg()[0], hits: sums.every, microsAHousehold: micros },
    timesLimit: Object.fromEntries(Object.entries(micros).map(([name, own]) => [name, own / limit])),
    ...{ secondsOfTheProvince, gate: secondsOfTheProvince <= GATE_SECONDS },
    goal: secondsOfTheProvince <= GOAL_SECONDS,
  }),
);
