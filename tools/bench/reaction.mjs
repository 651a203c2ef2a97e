/**
 * How soon a clue follows its fact: the stack runs with households on record that receive dibao, facts about others arrive
 * all the time, and now and then the first wage of a member without work. Measured from before the fact is produced to the
 * arrival of its ClueDispatched.
 */
import { fromBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { HouseholdChangeCause, HouseholdChangedSchema } from '@minzheng/contracts/assistance';
import {
  HouseholdRelation,
  HukouType,
  LabourAbility,
  LegalCapacity,
  ServiceCode,
  StudyLevel,
} from '@minzheng/contracts/common';
import { FactQuality, IncomeKind, StatusFactSchema, StatusKind } from '@minzheng/contracts/facts';
import { ClueDispatchedSchema } from '@minzheng/contracts/verification';
import { rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import pg from 'pg';
import { positive, readOptions, refuse } from '../setup/options.mjs';
import { DATA_DIR } from '../setup/paths.mjs';
import { withProgress } from '../setup/progress.mjs';
import { removePostgresData } from '../stack/postgres.mjs';
import { claim, cleanUpLeftovers, stopEverything } from '../stack/process.mjs';
import { startStack } from '../stack/stack.mjs';
import { event, FACTS_TOPIC, idOf, incomeFact, kafkaClient, monthNumber, personKey } from './facts.mjs';
import { percentile, printTable, whole } from './report.mjs';

const CLUES_TOPIC = 'minzheng.verification.assistance.v1';
const TODAY = '2025-07-15';
const LAST_MONTH = '2025-06';
/** Persons without a household, about whom most facts are. */
const OTHERS = 20_000;
const TICK_MS = 20;
const WARM_UP_SECONDS = 10;
const LONGEST_WAIT_MS = 30_000;
const GOAL_MS = 1_000;

const USAGE = 'npm run bench:reaction -- [--rates 500,2000] [--clues 240] [--seconds 40] [--households 3000]';
const { values } = readOptions(USAGE, {
  options: {
    rates: { type: 'string', default: '500,2000' },
    clues: { type: 'string', default: '240' },
    seconds: { type: 'string', default: '40' },
    households: { type: 'string', default: '3000' },
  },
});
const rates = values.rates.split(',').map((rate) => positive(USAGE, '--rates', rate));
const clues = positive(USAGE, '--clues', values.clues);
const seconds = positive(USAGE, '--seconds', values.seconds);
const households = positive(USAGE, '--households', values.households);
const cluesASecond = clues / seconds;
const needed = rates.length * Math.ceil(cluesASecond * (seconds + WARM_UP_SECONDS) + 1);
if (needed > households) refuse(USAGE, `--households: ${needed} are needed, each gets one clue`);

const dataDir = join(DATA_DIR, 'bench');
claim(dataDir);
await cleanUpLeftovers(dataDir);
removePostgresData(dataDir);
rmSync(join(dataDir, 'kafka'), { recursive: true, force: true });
const stack = await startStack({
  dataDir,
  services: ['verification'],
  clock: `${TODAY}T02:00:00Z`,
  environment: { LOG_LEVEL: 'warn' },
  log: (line) => console.log(`  ${line}`),
  onUnexpectedExit: (name) => {
    console.error(`${name} has ended by itself`);
    process.exit(1);
  },
});
const database = new pg.Client({ connectionString: stack.databaseUrls.verification });
await database.connect();
const kafka = kafkaClient(stack.kafkaAccess);
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
await producer.connect();

const applicant = (/** @type {number} */ household) => personKey('applicant', household);
const withoutWork = (/** @type {number} */ household) => personKey('without-work', household);
await withProgress(`${whole(households)} households come on record`, putOnRecord);

/** When a fact was produced that has to raise a clue, by its id. @type {Map<string, number>} */
const producedAt = new Map();
/** @type {Map<string, number>} */
const arrivedAt = new Map();
const reader = await readClues();

let nextHousehold = 0;
let nextFact = 0;
const measured = [];
for (const rate of rates) {
  measured.push(
    await withProgress(`${whole(rate)} facts a second`, () => measure(rate), { saysDone: false }),
  );
}
await reader.disconnect();
await producer.disconnect();
await database.end();
await stack.stop();
await stopEverything();
removePostgresData(dataDir);
rmSync(dataDir, { recursive: true, force: true });

printTable(
  ['facts/s', 'sent/s', 'clues', 'lost', 'p50', 'p99', 'most', 'goal p99 < 1 s'],
  measured.map((row) => [
    whole(row.rate),
    whole(row.sentPerSecond),
    whole(row.clues),
    whole(row.lost),
    `${whole(row.p50)} ms`,
    `${whole(row.p99)} ms`,
    `${whole(row.most)} ms`,
    isReached(row) ? 'reached' : 'missed',
  ]),
);
console.log(
  JSON.stringify({
    bench: 'reaction',
    cores: cpus().length,
    load: loadavg()[0],
    households,
    rates: measured.map((row) => ({ ...row, goal: isReached(row) })),
  }),
);
process.exit(0);

/** @param {{ lost: number, p99: number }} row */
function isReached({ lost, p99 }) {
  return lost === 0 && p99 < GOAL_MS;
}

/** Households of two, one with dibao since January; what assistance would send. */
async function putOnRecord() {
  const since = timestampFromDate(new Date('2025-01-05T02:00:00Z'));
  const region = { code: '510802001' };
  /** @type {Map<string, import('kafkajs').Message[]>} */
  const byTopic = new Map();
  const add = (/** @type {ReturnType<typeof event>} */ { topic, message }) =>
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), message]);
  const flush = async () => {
    await producer.sendBatch({
      topicMessages: [...byTopic].map(([topic, messages]) => ({ topic, messages })),
    });
    byTopic.clear();
  };
  for (let number = 0; number < households; number++) {
    const householdId = idOf(`household/${number}`, 4);
    const member = {
      hukouRegion: region,
      capacity: LegalCapacity.FULL,
      labour: LabourAbility.FULL,
      study: StudyLevel.NONE,
    };
    add(
      event(
        'assistance',
        HouseholdChangedSchema,
        {
          occurredAt: since,
          region,
          householdId,
          cause: HouseholdChangeCause.OPENED,
          snapshot: {
            household: { service: ServiceCode.ASSISTANCE, householdId, region },
            asOf: since,
            hukouType: HukouType.URBAN,
            members: [
              {
                ...member,
                personKey: applicant(number),
                relation: HouseholdRelation.APPLICANT,
                birthDate: '1980-03-02',
              },
              {
                ...member,
                personKey: withoutWork(number),
                relation: HouseholdRelation.SPOUSE,
                birthDate: '1982-08-21',
              },
            ],
            obligors: [],
          },
        },
        { aggregate: 'household', id: householdId },
      ),
    );
    const factId = idOf(`dibao/${number}`, 4);
    add(
      event(
        'assistance',
        StatusFactSchema,
        {
          factId,
          personKey: applicant(number),
          occurredAt: since,
          region,
          kind: StatusKind.DIBAO,
          days: { from: '2025-01-01' },
          quality: FactQuality.REGISTERED,
          source: {
            agency: 'assistance',
            dataset: 'assistance.awards',
            recordId: idOf(`award/${number}`, 4),
            observedAt: since,
          },
        },
        { aggregate: 'award', id: factId },
      ),
    );
    if (number % 200 === 199) await flush();
  }
  await flush();
  const deadline = Date.now() + 120_000;
  for (;;) {
    const { rows } = await database.query(
      `select (select count(*) from household)::int as known, (select count(*) from fact)::int as facts,
              exists (select from dirty) as waiting`,
    );
    const [{ known, facts, waiting }] = rows;
    if (known === households && facts === households && !waiting) return;
    if (Date.now() > deadline)
      throw new Error(`${known} households and ${facts} facts are known: not all in time`);
    await sleep(100);
  }
}

async function readClues() {
  const consumer = kafka.consumer({ groupId: 'bench.reaction', maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [CLUES_TOPIC], fromBeginning: true });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.run({
    eachMessage: async ({ message: { headers, value } }) => {
      const at = performance.now();
      if (headers?.['ce_type']?.toString() !== ClueDispatchedSchema.typeName || value === null) return;
      for (const { factIds } of fromBinary(ClueDispatchedSchema, value).hits) {
        for (const factId of factIds) if (!arrivedAt.has(factId)) arrivedAt.set(factId, at);
      }
    },
  });
  await joined;
  return consumer;
}

/** @param {number} rate facts a second */
async function measure(rate) {
  const startedAt = performance.now();
  const warmUntil = startedAt + WARM_UP_SECONDS * 1_000;
  const until = warmUntil + seconds * 1_000;
  /** @type {string[]} */
  const planted = [];
  let sent = 0;
  let firstWages = 0;
  for (let now = performance.now(); now < until; now = performance.now()) {
    const elapsed = (now - startedAt) / 1_000;
    const messages = [];
    while (firstWages < elapsed * cluesASecond) {
      const { factId, message } = firstWage(nextHousehold++);
      messages.push(message);
      firstWages += 1;
      if (now >= warmUntil) planted.push(factId);
      producedAt.set(factId, performance.now());
    }
    while (sent + messages.length < elapsed * rate) messages.push(anyFact(nextFact++));
    if (messages.length > 0) await producer.send({ topic: FACTS_TOPIC, messages, acks: -1 });
    sent += messages.length;
    await sleep(Math.max(0, TICK_MS - (performance.now() - now)));
  }
  const sentPerSecond = sent / ((performance.now() - startedAt) / 1_000);
  const deadline = performance.now() + LONGEST_WAIT_MS;
  while (performance.now() < deadline && !planted.every((factId) => arrivedAt.has(factId))) await sleep(20);
  const delays = planted
    .filter((factId) => arrivedAt.has(factId))
    .map((factId) => (arrivedAt.get(factId) ?? NaN) - (producedAt.get(factId) ?? NaN));
  return {
    rate,
    sentPerSecond: Math.round(sentPerSecond),
    clues: delays.length,
    lost: planted.length - delays.length,
    p50: Math.round(percentile(delays, 0.5)),
    p99: Math.round(percentile(delays, 0.99)),
    most: Math.round(Math.max(...delays)),
  };
}

/** The member without work gets a first wage. @param {number} household */
function firstWage(household) {
  return incomeFact({ person: withoutWork(household), month: LAST_MONTH, payer: '91510802MA62A4HH5Q' });
}

/** Half are wages of persons without a household, half pensions of applicants: no clue follows. @param {number} number */
function anyFact(number) {
  const month = monthNumber(54 + (Math.floor(number / OTHERS) % 12));
  const record = String(number);
  return number % 2 === 0
    ? incomeFact({ person: personKey('other', number % OTHERS), month, record }).message
    : incomeFact({
        person: applicant((number >> 1) % households),
        month,
        record,
        kind: IncomeKind.EMPLOYEE_PENSION,
        agency: 'HRSS',
        dataset: 'HRSS.pensions',
      }).message;
}
