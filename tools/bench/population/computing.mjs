/** What judging households costs by itself: packed facts unpacked, all 44 indicators asked, no database and no broker. */
import { PolicyBook } from '@minzheng/kernel/policy';
import { economicFacts } from '../../simulate/economic.mjs';
import { policyRows } from '../../simulate/policies.mjs';
import { province } from '../../simulate/province.mjs';
import { knowledgeOf, onRecord } from '../../simulate/watches.mjs';
import { builtModule } from '../ways/way.mjs';

/** The engine has compiled by then what it compiles. */
const ROUNDS = 3;

/**
 * @param {Parameters<typeof province>[0]} options a sample
 * @returns {Promise<{ households: number, persons: number, personsPerCpuSecond: number }>} of one processor
 */
export async function measureComputing(options) {
  const { indicate } = await builtModule('verification/dist/evaluation/indication.js');
  const { buildWatch } = await builtModule('verification/dist/indicators/watch.js');
  const { factsOfSummary, summaryOf } = await builtModule('verification/dist/facts/fact-summary.js');
  const today = province(options).today;
  const book = new PolicyBook(policyRows());
  const every = new Set(['FACTS', 'DAILY', 'MONTHLY']);
  const sample = [...province(options).households()].map((household) => ({
    household: onRecord(household),
    knowledge: { ...knowledgeOf(household, today), householdChangedOn: household.asOf },
    packed: [...economicFacts(household)].map(([key, facts]) => [key, summaryOf(facts)]),
  }));
  const persons = sample.reduce((sum, { packed }) => sum + packed.length, 0);
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    for (const { household, knowledge, packed } of sample) {
      const facts = new Map(packed.map(([key, summary]) => [key, factsOfSummary(key, summary)]));
      const { region } = household;
      indicate(
        buildWatch({ today, region, book, household, facts, writtenBack: new Map(), knowledge }),
        every,
      );
    }
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, persons / ((user + system) / 1_000_000));
  }
  return { households: sample.length, persons, personsPerCpuSecond: Math.round(best) };
}
