import { announceStatus } from '@minzheng/casework/facts';
import { StatusKind } from '@minzheng/contracts/facts';
import { firstDay, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import type { Award, AwardProgramme } from './award.entity.js';
import { fromRange, toRange, type Months } from './months.js';

const STATUS = { DIBAO: StatusKind.DIBAO, EDGE: StatusKind.EDGE, RIGID: StatusKind.RIGID } as const;

/** What of an award its statuses tell. */
export type StatusOf = Pick<
  Award,
  'id' | 'region' | 'programme' | 'subtype' | 'approvedOn' | 'effectiveMonth'
> & { readonly caseRef: string };

/** Who is covered by an award from a month on. */
export interface Cover {
  readonly award: StatusOf;
  readonly personKeys: readonly string[];
  readonly from: Month;
  /** First month of which they are not: it ends with it. */
  readonly before?: Month;
}

/** For these months these persons are covered, and told to be so; an end is told when the award ends. */
export function cover(
  tx: Tx,
  award: StatusOf,
  personKeys: readonly string[],
  months: Months,
  at: Date,
): Promise<void> {
  return coverAll(tx, [{ award, personKeys, ...months }], at);
}

/** As {@link cover}, of many awards: one statement. */
export async function coverAll(tx: Tx, covers: readonly Cover[], at: Date): Promise<void> {
  const rows = covers.flatMap(({ award, personKeys, from, before }) =>
    personKeys.map((personKey) => ({
      ...{ award, personKey },
      months: toRange({ from, ...(before === undefined ? {} : { before }) }),
    })),
  );
  const covered = await tx.query<{ award_id: string; person_key: string; told: number }>(
    `insert into award_person as p (award_id, person_key, programme, months)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::daterange[])
     on conflict (award_id, person_key) do update
       set months = daterange(case when isempty(p.months) then lower(excluded.months) else lower(p.months) end,
                          upper(excluded.months)),
           told = p.told + 1
     returning award_id, person_key, told`,
    [
      rows.map(({ award }) => award.id),
      rows.map(({ personKey }) => personKey),
      rows.map(({ award }) => award.programme),
      rows.map(({ months }) => months),
    ],
  );
  const byAward = Map.groupBy(covered, ({ award_id }) => award_id);
  for (const { award, from } of covers) {
    for (const { person_key: personKey, told } of (byAward.get(award.id) ?? []).toSorted(byPerson)) {
      announceStatus(tx, {
        ...common(award, personKey, at),
        from: beginOf(award, from),
        version: told,
      });
    }
  }
}

/**
 * The months from one on of which awards of these programmes, running or ended, cover some of these persons.
 *
 * @returns undefined where they do not cover all of them alike
 */
export async function coveredMonths(
  tx: Tx,
  programmes: readonly AwardProgramme[],
  personKeys: readonly string[],
  from: Month,
): Promise<Months[] | undefined> {
  const rows = await tx.query<{ months: string; persons: number }>(
    `select p.months::text as months, count(distinct p.person_key)::int as persons from award_person p
      where p.programme = any($1::text[]) and p.person_key = any($2::uuid[]) and p.months && daterange($3::date, null)
      group by 1 order by 1`,
    [programmes, personKeys, firstDay(from)],
  );
  if (rows.some(({ persons }) => persons < personKeys.length)) return undefined;
  return rows.flatMap(({ months }) => fromRange(months) ?? []);
}

/** The covers of these persons end: the status is closed, or taken back where it had not begun. */
export async function uncover(
  tx: Tx,
  award: StatusOf,
  personKeys: readonly string[],
  end: { readonly month: Month; readonly day?: CivilDate },
  at: Date,
): Promise<void> {
  const day = end.day ?? firstDay(end.month);
  const ended = await tx.query<{ person_key: string; told: number; from: string }>(
    `update award_person p
        set months = daterange(lower(before.months), greatest(lower(before.months), $3::date)), told = p.told + 1
       from award_person before
      where p.award_id = $1 and p.person_key = any($2::uuid[]) and not isempty(p.months)
        and before.award_id = p.award_id and before.person_key = p.person_key
      returning p.person_key, p.told, to_char(lower(before.months), 'YYYY-MM') as "from"`,
    [award.id, personKeys, firstDay(end.month)],
  );
  for (const { person_key: personKey, told, from } of ended.toSorted(byPerson)) {
    const begin = beginOf(award, from);
    announceStatus(tx, {
      ...common(award, personKey, at),
      from: begin,
      ...(day > begin ? { to: day } : { retracted: true }),
      version: told,
    });
  }
}

/** The gradual exit of these persons, beside the status that stays open: opened, or closed on a day. */
export function announceGradualExit(
  tx: Tx,
  award: StatusOf & Pick<Award, 'personKeys'>,
  from: Month,
  until: Month | undefined,
  at: Date,
): void {
  const [begin, end] = [firstDay(from), until === undefined ? undefined : firstDay(until)];
  for (const personKey of award.personKeys) {
    announceStatus(tx, {
      ...common(award, personKey, at),
      kind: StatusKind.GRADUAL_EXIT,
      record: `award/${award.id}/${personKey}/gradualExit/${from}`,
      attributes: { programme: award.programme },
      from: begin,
      ...(end === undefined ? {} : { version: 2 }),
      ...(end === undefined ? {} : end > begin ? { to: end } : { retracted: true }),
    });
  }
}

const common = ({ id, region, programme, subtype, caseRef }: StatusOf, personKey: string, at: Date) => ({
  personKey,
  region,
  kind: STATUS[programme],
  record: `award/${id}/${personKey}`,
  ...(subtype === null ? {} : { attributes: { subtype } }),
  caseRef,
  at,
});

/** A recognised group holds from the day of its decision, the guarantee from the first day of its month. */
const beginOf = (
  { programme, approvedOn }: { readonly programme: AwardProgramme; readonly approvedOn: CivilDate | null },
  month: Month,
): CivilDate =>
  programme !== 'DIBAO' && approvedOn !== null && monthOf(approvedOn) === month
    ? approvedOn
    : firstDay(month);

const byPerson = (a: { person_key: string }, b: { person_key: string }): number =>
  a.person_key < b.person_key ? -1 : Number(a.person_key > b.person_key);
