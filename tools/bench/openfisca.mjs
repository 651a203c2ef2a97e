/**
 * The means test beside OpenFisca's, in one run: 10,000 random households of the simulated province go through
 * `kernel/means-test` and through the same rules written for OpenFisca (tools/bench/openfisca). Every figure is compared to
 * the fen and every conclusion by its name; then households a second of processor time of both.
 */
import { readFileSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { readMeansPolicy, testMeans } from '@minzheng/kernel/means-test';
import { monthOf } from '@minzheng/kernel/months';
import { PolicyBook } from '@minzheng/kernel/policy';
import { roundHalfUp } from '@minzheng/kernel/rational';
import { positive, readOptions } from '../setup/options.mjs';
import { DATA_DIR, ROOT } from '../setup/paths.mjs';
import { withProgress } from '../setup/progress.mjs';
import { ensurePython, run } from '../setup/python.mjs';
import { economicFacts } from '../simulate/economic.mjs';
import { policyRows, PROVINCE } from '../simulate/policies.mjs';
import { province, TODAY } from '../simulate/province.mjs';
import { onRecord } from '../simulate/watches.mjs';
import { Columns } from './openfisca/columns.mjs';
import { addRandomly } from './openfisca/households.mjs';
import { median, printTable, whole } from './report.mjs';
import { builtModule } from './ways/way.mjs';

const HERE = join(ROOT, 'tools/bench/openfisca');
const PEOPLE_OF_A_HOUSEHOLD = 1.8;
const SHOWN_DIFFERENCES = 5;
/** @typedef {import('@minzheng/kernel/means-test').MeansResult} MeansResult */

const USAGE = 'npm run bench:openfisca -- [--households 10000] [--seed 1] [--rounds 3]';
const { values } = readOptions(USAGE, {
  options: {
    households: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '3' },
  },
});
const wanted = positive(USAGE, '--households', values.households);
const rounds = positive(USAGE, '--rounds', values.rounds);

const { conclude, testIncome } = await builtModule('verification/dist/requests/conclusion.rules.js');
const programs = await ensurePython({
  name: 'openfisca',
  requirements: join(HERE, 'requirements.txt'),
  installs: 'OpenFisca',
  neededBy: 'The comparison with OpenFisca',
});
const folder = join(DATA_DIR, 'openfisca');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

// support by relatives needs other households: where a region counts only what a court has ordered, there is none to impute
const book = new PolicyBook(
  policyRows().map((row) =>
    row.key === 'assistance.income.supportMode' ? { ...row, value: 'COURT_ONLY' } : row,
  ),
);
const policies = {
  URBAN: readMeansPolicy(book, PROVINCE, 'URBAN', TODAY),
  RURAL: readMeansPolicy(book, PROVINCE, 'RURAL', TODAY),
};
const questions = await withProgress(`${whole(wanted)} households`, async () => [...drawQuestions()]);
const persons = questions.reduce((sum, { household }) => sum + household.members.length, 0);

const ownSeconds = [];
/** @type {MeansResult[]} */
let results = [];
for (let round = 0; round < rounds; round++) {
  const before = process.cpuUsage();
  results = questions.map(({ question }) => testMeans(question));
  const { user, system } = process.cpuUsage(before);
  ownSeconds.push((user + system) / 1_000_000);
}
const columns = new Columns(monthOf(TODAY), TODAY, new Set(policies.URBAN.excludedStatuses));
results.forEach((result, index) => {
  const asked = questions[index];
  if (asked) columns.add(asked.household, result);
});
writeFileSync(join(folder, 'input.json'), columns.toJson(rounds));
await withProgress('OpenFisca', () =>
  run(join(programs, 'python'), [
    '-B',
    join(HERE, 'run.py'),
    join(folder, 'input.json'),
    join(folder, 'output.json'),
  ]),
);
/** @type {{ seconds: [number, number][], results: Record<string, (number | string)[]> }} */
const theirs = JSON.parse(readFileSync(join(folder, 'output.json'), 'utf8'));
rmSync(folder, { recursive: true, force: true });

const differences = results.flatMap((result, index) => {
  const own = answersOf(result, questions[index]?.household.hukouType ?? 'URBAN');
  return Object.entries(own)
    .filter(([name, value]) => theirs.results[name]?.[index] !== value)
    .map(
      ([name, value]) => `household ${index}: ${name} ${value}, OpenFisca ${theirs.results[name]?.[index]}`,
    );
});
for (const difference of differences.slice(0, SHOWN_DIFFERENCES)) console.error(`  ${difference}`);

/** @type {Record<string, number>} */
const conclusions = {};
for (const name of ['dibao', 'edge']) {
  for (const value of theirs.results[name] ?? []) {
    conclusions[`${name} ${value}`] = (conclusions[`${name} ${value}`] ?? 0) + 1;
  }
}
const own = median(ownSeconds);
const calculated = median(theirs.seconds.map(([, seconds]) => seconds));
const withInputs = median(theirs.seconds.map(([building, seconds]) => building + seconds));
printTable(
  ['way', 'CPU seconds', 'households/s', 'times OpenFisca'],
  [
    ['kernel/means-test, from facts', own.toFixed(2), whole(wanted / own), (withInputs / own).toFixed(2)],
    ['OpenFisca, from sums of selected facts', withInputs.toFixed(2), whole(wanted / withInputs), '1'],
    [
      '  of it, its formulas alone',
      calculated.toFixed(2),
      whole(wanted / calculated),
      (withInputs / calculated).toFixed(2),
    ],
  ],
);
console.log(
  `  ${Object.entries(conclusions)
    .map(([name, count]) => `${name} ${whole(count)}`)
    .join(' · ')}`,
);
const isEqual = differences.length === 0;
console.log(
  `  ${isEqual ? 'equal' : `${whole(differences.length)} differences`}: ${whole(wanted)} households, ${whole(persons)} persons, to the fen`,
);
console.log(
  JSON.stringify({
    ...{
      bench: 'openfisca',
      households: wanted,
      persons,
      cores: cpus().length,
      load: loadavg()[0],
      seed: values.seed,
    },
    ...{ differences: differences.length, conclusions },
    ownPerSecond: Math.round(wanted / own),
    openfiscaPerSecond: Math.round(wanted / withInputs),
    openfiscaFormulasPerSecond: Math.round(wanted / calculated),
    timesOpenfisca: withInputs / own,
    goal: isEqual,
  }),
);
process.exit(isEqual ? 0 : 1);

function* drawQuestions() {
  const people = Math.ceil(wanted * (PEOPLE_OF_A_HOUSEHOLD + 1));
  let count = 0;
  for (const household of province({ people, seed: values.seed, factsAPerson: 0 }).households()) {
    if (count++ === wanted) return;
    addRandomly(household, values.seed);
    const facts = [...economicFacts(household).values()].flat();
    const { members, obligors } = onRecord(household);
    const question = {
      snapshot: { members, obligors },
      facts,
      asOf: TODAY,
      policy: policies[household.hukouType],
    };
    yield { household, question };
  }
}

/** @param {MeansResult} result @param {'URBAN' | 'RURAL'} hukouType */
function answersOf({ household, counted }, hukouType) {
  return {
    counted_members: counted,
    per_capita_monthly: Number(household ? roundHalfUp(household.perCapitaMonthly) : 0n),
    per_capita_after_rigid: Number(household ? roundHalfUp(household.perCapitaAfterRigid) : 0n),
    dibao: conclusionOf(household, hukouType, 'STANDARD', 'DIBAO'),
    edge: conclusionOf(household, hukouType, 'EDGE_MULTIPLE', 'EDGE'),
  };
}

/** As a report concludes, every source having answered. @param {MeansResult['household']} household @param {'URBAN' | 'RURAL'} hukouType @param {string} limit @param {'DIBAO' | 'EDGE'} level @returns {string} */
function conclusionOf(household, hukouType, limit, level) {
  const policy = policies[hukouType];
  const tests = household && {
    property: household.property.levels[level].verdict,
    propertyReasons: [],
    income: testIncome(
      limit,
      {
        perCapitaMonthly: household.perCapitaMonthly,
        perCapitaAfterRigid: household.perCapitaAfterRigid,
        rigidRatioMet: household.rigidRatio.met,
      },
      { standardMonthlyFen: policy.standardMonthlyFen, edgeMultipleBp: policy.edgeMultipleBp },
      true,
    ),
  };
  const outcome = tests === undefined ? {} : { tests };
  return conclude({ identityConflict: false, outcome, alternatives: [], missingCore: [], patterns: [] })
    .conclusion;
}
