import { setImmediate as turn } from 'node:timers/promises';
import { AwardAdjustedSchema } from '@minzheng/contracts/assistance';
import { enumValue } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import type { HukouType } from '@minzheng/kernel/means-test';
import { monthOf, type Month } from '@minzheng/kernel/months';
import { PolicyMissing } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import { MAX_ANNOUNCEMENTS, type Tx } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Assessed } from '../awards/assessed.js';
import {
  baseOf,
  extrasOf,
  partsOf as partsOfRow,
  sharesOf,
  type SegmentCause,
  type SegmentRow,
} from '../awards/award-segments.js';
import { Award } from '../awards/award.entity.js';
import { AWARD_LIFECYCLE, type AwardState } from '../awards/award.lifecycle.js';
import { covers, fromRange, toRange } from '../awards/months.js';
import { householdRef, said, transition } from '../messages.js';
import { AmountPolicies } from './amount-policies.js';
import { BesideWork } from './beside-work.js';
import {
  partsOf,
  recomputeSegments,
  type SegmentChange,
  type StandingSegment,
} from './recomputation.rules.js';

/** What was looked at and what of it has changed. */
export interface Recomputed {
  readonly seen: number;
  readonly changed: number;
  /** Awards that stay as they are: their region has no row that the rules need, or nobody knows what they rest on. */
  readonly skipped: number;
  /** The last award that was dealt with; undefined when there was none. */
  readonly last?: { readonly region: string; readonly id: string };
}

/** A segment beside its award: one row. */
interface AwardRow extends SegmentRow {
  readonly award_id: string;
  readonly segment_id: string;
  readonly region: string;
  readonly hukou_type: HukouType;
  readonly household_id: string;
  readonly subtype: string | null;
  readonly effective_month: Month;
  readonly state: AwardState;
  readonly version: number;
  readonly award_assessed: Assessed | null;
  readonly assessed: Assessed | null;
}

interface ChangedAward {
  readonly award: AwardRow;
  readonly changes: readonly SegmentChange[];
  readonly policyVersionIds: readonly string[];
}

/** What an award cannot be computed without. */
interface Unknown {
  /** Key of the policy that is missing, or `assessed`. */
  readonly unknown: string;
  readonly region: string;
}

/** Which awards, by SQL over `award a`; `$1` is the first of its parameters. */
export interface AwardSelection {
  readonly where: string;
  readonly parameters: readonly unknown[];
  readonly order: string;
  readonly limit: number;
}

/**
 * Computes what awards pay again, on what they were assessed on: after a new standard, a change of the policies behind R6
 * and R7, or when somebody has come of age. Set-based: a statement reads the awards, a few write them.
 */
@Injectable()
export class RecomputationService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
    private readonly logger: JsonLogger,
  ) {}

  /**
   * The awards of the minimum living guarantee among these, from a month on. What is held stays until it is released.
   * Nothing is written where the amounts stay.
   *
   * @param ids - at most 2,000
   */
  async recomputeAwards(
    tx: Tx,
    ids: readonly string[],
    from: Month,
    cause: SegmentCause,
  ): Promise<Recomputed> {
    return this.recompute(
      tx,
      { where: 'a.id = any($1::uuid[])', parameters: [ids], order: 'a.id', limit: ids.length },
      from,
      cause,
    );
  }

  /** As {@link recomputeAwards}, of the first awards of a selection in its order: as many as one transaction may announce. */
  async recompute(tx: Tx, selection: AwardSelection, from: Month, cause: SegmentCause): Promise<Recomputed> {
    const awards = await readAwards(tx, selection, from);
    const policies = new AmountPolicies(await this.policies.book(tx));
    const writer = new BesideWork<ChangedAward>(AWARDS_A_WRITE, (changed) => this.#write(tx, changed, cause));
    const missing = new Map<string, Unknown>();
    let [announced, changes, seen, skipped] = [0, 0, 0, 0];
    let last: Recomputed['last'];
    for (const [award, segments] of awards) {
      const change = changeOf(award, segments, from, policies);
      if (change && 'unknown' in change) {
        skipped += 1;
        missing.set(`${change.unknown} ${change.region}`, change);
      } else if (change) {
        announced += change.changes.reduce((sum, { added }) => sum + added.length, 0);
        if (announced > MAX_ANNOUNCEMENTS) break;
        changes += 1;
        await writer.add(change);
      }
      seen += 1;
      last = { region: award.region, id: award.award_id };
      if (seen % AWARDS_A_TURN === 0) await turn();
    }
    await writer.end();
    for (const { unknown, region } of missing.values()) {
      this.logger.pino.error({ unknown, region }, 'awards stay as they are');
    }
    return { seen, changed: changes, skipped, ...(last ? { last } : {}) };
  }

  async #write(tx: Tx, changed: readonly ChangedAward[], cause: SegmentCause): Promise<void> {
    await endReplaced(tx, changed);
    await addSegments(tx, changed, cause);
    const versions = await this.#moveAwards(tx, changed);
    const at = this.clock.now();
    for (const { award, changes, policyVersionIds } of changed) {
      const added = changes.flatMap((change) => change.added);
      const version = versions.get(award.award_id) ?? award.version;
      added.forEach(({ months, parts }, index) => {
        const sequence = version - added.length + 1 + index;
        tx.announce(
          AwardAdjustedSchema,
          {
            ...said(award.region, at),
            awardId: award.award_id,
            transition: transition(
              'award',
              { id: award.award_id, version: sequence },
              award.state,
              award.state,
            ),
            policyVersionIds: [...policyVersionIds],
            programme: enumValue(ProgrammeSchema, 'DIBAO'),
            ...(award.subtype === null ? {} : { subtype: award.subtype }),
            household: householdRef(award.household_id, award.region),
            shares: parts.map(({ personKey, baseFen, extraFen }) => ({
              personKey,
              amountFen: baseFen + extraFen,
            })),
            baseFen: baseOf(parts),
            extrasFen: extrasOf(parts),
            fromMonth: months.from,
            cause: cause.code,
          },
          { aggregate: 'award', id: award.award_id, version: BigInt(sequence) },
        );
      });
    }
  }

  /**
   * The sums that awards show are those of the month that runs, or of their first; what was due in months that have passed
   * is looked for by the next payment run.
   *
   * @returns the awards' versions
   */
  async #moveAwards(tx: Tx, changed: readonly ChangedAward[]): Promise<Map<string, number>> {
    const current = monthOf(this.clock.today());
    const rows = changed.map(({ award, changes }) => shownOf(award, changes, current));
    const columns = [
      rows.map(({ id }) => id),
      rows.map(({ base }) => base),
      rows.map(({ extras }) => extras),
      rows.map(({ shares }) => shares),
      rows.map(({ settleFrom }) => settleFrom),
    ];
    const moved = await tx.moveWhere(Award, AWARD_LIFECYCLE, 'adjust', this.clock.now(), {
      where: 't.id = any($1::uuid[])',
      parameters: columns,
      also: { rows: SHOWN, set: SET_SHOWN },
    });
    const versions = new Map(moved.map(({ aggregateId, version }) => [aggregateId, version]));
    const rest = rows.filter(({ id, steps }) => !versions.has(id) || steps > 1);
    if (rest.length === 0) return versions;
    const others = await tx.query<{ id: string; version: number }>(
      `update award t set version = t.version + more.steps, ${SET_SHOWN}
         from (${SHOWN}) n join unnest($6::uuid[], $7::int[]) as more(id, steps) using (id)
        where t.id = n.id returning t.id, t.version`,
      [
        ...columns,
        rest.map(({ id }) => id),
        rest.map(({ id, steps }) => (versions.has(id) ? steps - 1 : steps)),
      ],
    );
    for (const { id, version } of others) versions.set(id, version);
    return versions;
  }
}

/** Few enough that the database has something to write while the rest is computed. */
const AWARDS_A_WRITE = 500;
/** So often the event loop gets its turn: the database's answers are taken, and its next statement is sent. */
const AWARDS_A_TURN = 16;

/** What changes of an award beside its segments. */
const SHOWN = `select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::jsonb[], $5::text[])
                           as shown(id, base, extras, shares, settle_from)`;
const SET_SHOWN = `base_fen = coalesce(n.base, t.base_fen), extras_fen = coalesce(n.extras, t.extras_fen),
  shares = coalesce(n.shares, t.shares), settle_from = least(t.settle_from, n.settle_from)`;

interface Shown {
  readonly id: string;
  /** Segments that were added: each is told with a version of its own. */
  readonly steps: number;
  /** Null where they stay. */
  readonly base: string | null;
  readonly extras: string | null;
  readonly shares: string | null;
  readonly settleFrom: Month | null;
}

function shownOf(award: AwardRow, changes: readonly SegmentChange[], current: Month): Shown {
  const month = award.effective_month > current ? award.effective_month : current;
  const added = changes.flatMap((change) => change.added);
  const running = added.find(({ months }) => covers(months, month));
  const first = changes.map(({ from }) => from).sort()[0];
  return {
    id: award.award_id,
    steps: added.length,
    base: running ? baseOf(running.parts).toString() : null,
    extras: running ? extrasOf(running.parts).toString() : null,
    shares: running ? JSON.stringify(sharesOf(running.parts)) : null,
    settleFrom: first !== undefined && first <= current ? first : null,
  };
}

/** The awards in the order of the selection, locked, each with its segments that have a month from `from` on. */
async function readAwards(
  tx: Tx,
  { where, parameters, order, limit }: AwardSelection,
  from: Month,
): Promise<Map<AwardRow, AwardRow[]>> {
  const next = parameters.length;
  const rows = await tx.query<AwardRow>(
    `with due as materialized (
       select a.id, a.region, a.hukou_type, a.household_id, a.subtype, a.effective_month, a.state, a.version, a.assessed,
              row_number() over () as place
         from (select * from award a
                where ${where} and a.programme = 'DIBAO' and a.state <> 'HELD'
                  and (a.end_month is null or a.end_month >= $${next + 1})
                order by ${order} limit $${next + 2} for update) a)
     select due.id as award_id, due.region, due.hukou_type, due.household_id, due.subtype, due.effective_month, due.state,
            due.version, due.assessed as award_assessed,
            s.id as segment_id, s.months::text as months, s.person_keys, s.base_shares_fen, s.extras_fen, s.extra_kinds,
            s.standard_fen, s.cause, s.assessed
       -- ordered, it is looked up for each award: the table has millions of rows, of which a few thousand are wanted
       from due left join lateral (
         select * from award_segment s
          where s.award_id = due.id and s.superseded_at is null and s.months && daterange($${next + 3}::date, null)
          order by lower(s.months)) s on true
      order by due.place, lower(s.months)`,
    [...parameters, from, limit, `${from}-01`],
  );
  const awards = new Map<AwardRow, AwardRow[]>();
  let current: AwardRow | undefined;
  for (const row of rows) {
    if (current?.award_id !== row.award_id) {
      current = row;
      awards.set(row, []);
    }
    if (row.segment_id !== null) awards.get(current)?.push(row);
  }
  return awards;
}

function changeOf(
  award: AwardRow,
  rows: readonly AwardRow[],
  from: Month,
  policies: AmountPolicies,
): ChangedAward | Unknown | undefined {
  const { region, hukou_type: hukouType, award_assessed: assessed } = award;
  if (assessed === null) return { unknown: 'assessed', region };
  const used = new Set<string>();
  try {
    const changes = recomputeSegments(
      rows.map(toSegment),
      assessed,
      from,
      policies.turnsAfter(from, region),
      (basis, month) => {
        const { policy, ids } = policies.of(region, hukouType, month);
        for (const id of ids) used.add(id);
        return { parts: partsOf(basis, month, policy), standardFen: policy.benefit.standardFen };
      },
    );
    return changes.length === 0 ? undefined : { award, changes, policyVersionIds: [...used] };
  } catch (error) {
    if (error instanceof PolicyMissing) return { unknown: error.key, region };
    throw error;
  }
}

function toSegment(row: AwardRow): StandingSegment {
  const months = fromRange(row.months);
  if (!months) throw new RangeError('a segment that stands has a month');
  return {
    id: row.segment_id,
    cause: row.cause,
    assessed: row.assessed,
    months,
    parts: partsOfRow(row),
    standardFen: BigInt(row.standard_fen),
  };
}

/** What began before ends where it is replaced; what begins there is superseded. */
async function endReplaced(tx: Tx, changed: readonly ChangedAward[]): Promise<void> {
  const changes = changed.flatMap((each) => each.changes);
  await tx.execute(
    `update award_segment s
        set months = case when n.is_replaced then s.months else daterange(lower(s.months), n.before) end,
            superseded_at = case when n.is_replaced then clock_timestamp() end
       from unnest($1::uuid[], $2::date[], $3::boolean[]) as n(id, before, is_replaced)
      where s.id = n.id`,
    [
      changes.map(({ id }) => id),
      changes.map(({ from }) => `${from}-01`),
      changes.map(({ isReplaced }) => isReplaced),
    ],
  );
}

async function addSegments(tx: Tx, changed: readonly ChangedAward[], cause: SegmentCause): Promise<void> {
  const rows = changed.flatMap(({ award, changes, policyVersionIds }) =>
    changes.flatMap(({ assessed, added }) =>
      added.map((paid) => ({ award, assessed, paid, policyVersionIds })),
    ),
  );
  const list = (values: readonly unknown[]): string => `{${values.join(',')}}`;
  await tx.execute(
    `insert into award_segment
       (id, award_id, months, person_keys, base_shares_fen, extras_fen, extra_kinds, base_fen, extra_fen, standard_fen,
        cause, cause_id, policy_version_ids, assessed, created_by)
     select n.id, n.award_id, n.months::daterange, n.person_keys::uuid[], n.base_shares::bigint[], n.extras::bigint[],
            n.extra_kinds::text[], n.base, n.extra, n.standard, $11, $12, n.policies::uuid[],
            n.assessed, $13
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
                   $9::bigint[], $10::bigint[], $14::text[], $15::jsonb[])
            as n(id, award_id, months, person_keys, base_shares, extras, extra_kinds, base, extra, standard, policies,
                 assessed)`,
    [
      rows.map(() => uuidv7()),
      rows.map(({ award }) => award.award_id),
      rows.map(({ paid }) => toRange(paid.months)),
      rows.map(({ paid }) => list(paid.parts.map(({ personKey }) => personKey))),
      rows.map(({ paid }) => list(paid.parts.map(({ baseFen }) => baseFen))),
      rows.map(({ paid }) => list(paid.parts.map(({ extraFen }) => extraFen))),
      rows.map(({ paid }) => list(paid.parts.map(({ extraKinds }) => `"${extraKinds.join('+')}"`))),
      rows.map(({ paid }) => baseOf(paid.parts).toString()),
      rows.map(({ paid }) => extrasOf(paid.parts).toString()),
      rows.map(({ paid }) => paid.standardFen.toString()),
      cause.code,
      cause.id ?? null,
      tx.actor,
      rows.map(({ policyVersionIds }) => list(policyVersionIds)),
      rows.map(({ assessed }) => assessed && JSON.stringify(assessed)),
    ],
  );
}
