/**
 * The limit of this machine: a bare Fastify route that reads the same rows by the same statements with pg and runs the same
 * rules. No token, no region, no validation of the body, no audit, no log: nothing that makes a check lawful.
 */
import { civilDateOf } from '@minzheng/kernel/months';
import { PolicyBook } from '@minzheng/kernel/policy';
import fastify from 'fastify';
import pg from 'pg';
import { builtModule } from '../ways/way.mjs';

const { DATABASE_URL, BENCH_NOW = '' } = process.env;
const { readKnowledge } = await builtModule('verification/dist/requests/check-knowledge.js');
const { depositReading } = await builtModule('verification/dist/requests/shared-deposits.js');
const { checkHousehold } = await builtModule('verification/dist/requests/check.rules.js');

const BEYOND = 2n ** 62n;
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 20 });
/** @type {Map<string, string>} */
const names = new Map();
const queries = {
  /** Prepared, as the service's are. @param {string} sql @param {unknown[]} [parameters] */
  async query(sql, parameters = []) {
    const name = names.get(sql) ?? `statement-${names.size}`;
    names.set(sql, name);
    return (await pool.query({ name, text: sql, values: parameters })).rows;
  },
};
const rows = await queries.query(
  `select id, key, region_prefix, effective_from, effective_to, value, legal_basis from policy_row
    where state in ('PUBLISHED', 'SUPERSEDED')`,
);
const book = new PolicyBook(
  rows.map((row) => ({
    id: row.id,
    key: row.key,
    regionPrefix: row.region_prefix,
    effectiveFrom: row.effective_from,
    ...(row.effective_to === null ? {} : { effectiveTo: row.effective_to }),
    value: row.value,
    legalBasis: row.legal_basis,
  })),
);
const today = civilDateOf(BENCH_NOW);

const app = fastify();
app.post('/v1/household-checks', async (request) => {
  const question = /** @type {ReturnType<typeof import('./population.mjs').questionOf>} */ (request.body);
  const keys = question.household.members.map(({ personKey }) => personKey);
  const { purposes, household } = question;
  const reading = depositReading(book, { purposes, household, asOf: new Date(BENCH_NOW) }, today);
  const { facts, factSeq, ...standing } = await readKnowledge(queries, keys, reading);
  const { result } = checkHousehold(
    {
      ...question,
      ...standing,
      requestId: '01980000-0000-7000-8000-000000000001',
      asOf: BENCH_NOW,
      today,
      disputedFactIds: [],
    },
    { facts, knownAtMicros: BEYOND },
    book.renewed(),
  );
  return {
    conclusions: result.conclusions,
    completeness: { complete: result.complete, gaps: result.gaps },
    factSeq,
  };
});
const url = await app.listen({ port: 0, host: '127.0.0.1' });
process.once('disconnect', () => process.exit(0));
process.send?.({ url });
