/** Compares what is stored with what a way of its own computes: every award, none left out. */
import { awardOf, FROM, paysUnder, STANDARD_AFTER, STANDARD_BEFORE } from './population.mjs';

const AWARDS_AT_ONCE = 20_000;

/** @param {ReturnType<typeof awardOf>} award */
const isChanged = ({ hukouType, state }) => hukouType === 'URBAN' && state === 'ACTIVE';

/**
 * @param {import('pg').Client} client
 * @param {number} awards
 * @param {string} standardId
 * @returns {Promise<{ changed: number, kept: number, wrong: number, firstWrong: string | null }>}
 */
export async function verify(client, awards, standardId) {
  let [changed, kept, wrong] = [0, 0, 0];
  /** @type {string | null} */
  let firstWrong = null;
  for (let first = 1; first <= awards; first += AWARDS_AT_ONCE) {
    const last = Math.min(awards, first + AWARDS_AT_ONCE - 1);
    const stored = await read(client, awardOf(first, awards).id, awardOf(last, awards).id);
    for (let number = first; number <= last; number++) {
      const award = awardOf(number, awards);
      const expected = JSON.stringify(expectedOf(award, standardId));
      if (isChanged(award)) changed += 1;
      else kept += 1;
      if (JSON.stringify(stored.get(award.id)) === expected) continue;
      wrong += 1;
      firstWrong ??= `${award.id}: ${JSON.stringify(stored.get(award.id))} instead of ${expected}`;
    }
  }
  const { rows } = await client.query(
    `select (select count(*)::int from award) as awards,
            (select count(*)::int from lifecycle_log where aggregate = 'award' and command = 'adjust') as adjusted,
            (select count(*)::int from award_segment where cause_id = $1) as segments`,
    [standardId],
  );
  const [counts] = rows;
  for (const [name, count] of /** @type {const} */ ([
    ['awards', awards],
    ['adjusted', changed],
    ['segments', changed],
  ])) {
    if (counts[name] === count) continue;
    wrong += 1;
    firstWrong ??= `${name}: ${counts[name]} instead of ${count}`;
  }
  return { changed, kept, wrong, firstWrong };
}

/** @param {ReturnType<typeof awardOf>} award @param {string} standardId */
function expectedOf(award, standardId) {
  const before = paysUnder(award, STANDARD_BEFORE);
  if (!isChanged(award)) return { version: 1, segments: [segment('', STANDARD_BEFORE, before, '')] };
  const after = paysUnder(award, STANDARD_AFTER);
  return {
    version: 2,
    segments: [
      segment(`${FROM}-01`, STANDARD_BEFORE, before, ''),
      segment('', STANDARD_AFTER, after, standardId),
    ],
  };
}

/**
 * @param {string} end
 * @param {bigint} standard
 * @param {ReturnType<typeof paysUnder>} pays
 * @param {string} causeId
 */
const segment = (end, standard, { base, shares, extras, extra }, causeId) =>
  [end, standard, base, extra, shares.join(), extras.join(), causeId].join(' ');

/**
 * @param {import('pg').Client} client
 * @param {string} first
 * @param {string} last
 * @returns {Promise<Map<string, { version: number, segments: string[] }>>}
 */
async function read(client, first, last) {
  const { rows } = await client.query(
    `select a.id, a.version,
            (select array_agg(concat_ws(' ', coalesce(upper(s.months)::text, ''), s.standard_fen, s.base_fen, s.extra_fen,
                                        array_to_string(s.base_shares_fen, ','), array_to_string(s.extras_fen, ','),
                                        coalesce(s.cause_id::text, ''))
                              order by lower(s.months))
               from award_segment s where s.award_id = a.id and s.superseded_at is null) as segments
       from award a where a.id between $1 and $2`,
    [first, last],
  );
  return new Map(rows.map(({ id, version, segments }) => [id, { version, segments }]));
}
