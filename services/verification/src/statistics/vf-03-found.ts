import { enumNames, enumValue } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import { StatusKindSchema } from '@minzheng/contracts/facts';
import { MONTHS, toLeaves, type ReportDefinition, type WideRow } from '@minzheng/casework/reports';
import type { StatusKind } from '@minzheng/kernel/means-test';
import { FACT_TYPE, FLAG } from '../facts/fact-row.js';
import { count, share } from './cells.js';
import { CLUE_PLACE, CLUES } from './statistics.sql.js';

/** Programmes that a status tells of; the others are known by their payments. */
const STATUS_OF: Readonly<Record<string, StatusKind>> = {
  DIBAO: 'dibao',
  TEKUN: 'tekun',
  EDGE: 'edge',
  RIGID: 'rigid',
  ORPHAN_ALLOWANCE: 'orphan',
  DE_FACTO_ALLOWANCE: 'deFactoUnattended',
};

const statusOf = (programme: string): string => {
  const kind = STATUS_OF[programme];
  return kind === undefined ? 'null::int' : String(FACT_TYPE.STATUS + enumValue(StatusKindSchema, kind));
};

/** Rows of name, number in facts, and status kind in facts. */
const PROGRAMMES = enumNames(ProgrammeSchema)
  .map((name) => `('${name}', ${enumValue(ProgrammeSchema, name)}, ${statusOf(name)})`)
  .join(', ');

/** Within so many days of the outcome the programme has begun or ended. */
const DAYS = 90;

/** VF-03: who was found without what is due, and who with what is not (应保尽保、应退尽退). */
export const FOUND: ReportDefinition = {
  code: 'VF-03',
  version: 2,
  title: { zh: '应保尽保与应退尽退', en: 'Found unprotected, stopped' },
  meaning: {
    zh: '本月以纳入保障（CONFIRMED_ADMIT）或者停发退出（CONFIRMED_STOP）办结的线索所涉人员；其中办结当月起九十日内，该项目的身份或者待遇事实开始的、结束的。只有待遇事实的项目，满九十日才知道是否结束。指标未指明项目的，纳入任一项目即计。涉及家庭的线索计其全部成员，不含赡养抚养义务人。',
    en: 'Persons of clues that were closed in the month with CONFIRMED_ADMIT or CONFIRMED_STOP; of them those for whom, from the first of that month to 90 days after, the StatusFact or IncomeFact of the programme has begun, or has ended. Of a programme that only payments tell of, an end is known once the 90 days are over. Of a hit that names no programme, any that begins counts. A hit that is about a household concerns all its members, not those who owe them support.',
  },
  basis: '社会救助暂行办法 arts. 13, 21; Hebei 2019: 450,000 in, 160,000 out',
  measures: {
    admitted: {},
    unprotected: { within: 'admitted' },
    ended: {},
    stopped: { within: 'ended' },
  },
  cells: [
    count('admitted', 'PERSONS', { zh: '认定应保人员', en: 'Outcome: to be admitted' }),
    count('unprotected', 'PERSONS', { zh: '应保尽保人员', en: 'Found unprotected' }),
    share('unprotectedShare', 'unprotected', 'admitted', { zh: '应保尽保率', en: 'Of these taken in' }),
    count('ended', 'PERSONS', { zh: '认定应退人员', en: 'Outcome: to be stopped' }),
    count('stopped', 'PERSONS', { zh: '应退尽退人员', en: 'Stopped' }),
    share('stoppedShare', 'stopped', 'ended', { zh: '应退尽退率', en: 'Of these stopped' }),
  ],
  async leaves({ within, parameters }, { query }) {
    return toLeaves(
      await query<WideRow>(
        `with ${MONTHS},
         programme (name, number, status_kind) as (values ${PROGRAMMES}),
         closed as materialized (
           select c.id, ${CLUE_PLACE}, m.month, c.closing_outcome = 'CONFIRMED_ADMIT' as is_admission,
                  m.first, (c.closed_at at time zone 'Asia/Shanghai')::date + ${DAYS} as last
             from ${CLUES} join m on c.closed_at >= m.begins and c.closed_at < m.ends
            where ${within('c.region')} and c.closing_outcome in ('CONFIRMED_ADMIT', 'CONFIRMED_STOP')),
         concerned as materialized (
           select distinct d.*, p.number, p.status_kind, who.person_key
             from closed d
             join indicator_hit i on i.clue_id = d.id
             -- what of a household's need is found by no programme's rule is met by whichever it is then granted
             left join programme p on p.name = i.programme or (i.programme is null and d.is_admission)
            cross join lateral (
              select i.person_key
              union
              select (member ->> 'personKey')::uuid
                from household n cross join jsonb_array_elements(n.members) as member
               where n.id = i.subject and i.subject <> i.person_key) who),
         looked as (
           select c.region, c.hukou_type, c.month, c.is_admission, c.person_key,
                  bool_or(case when c.is_admission then f.has_begun
                               else f.ends_on <= c.last and (f.has_status or now.today > c.last) end) as is_so
             from now, concerned c
             left join lateral (
               select bool_or(f.valid_from between c.first and c.last)
                        and not bool_or(f.valid_from < c.first and (f.valid_to is null or f.valid_to >= c.first)) as has_begun,
                      max(coalesce(f.valid_to, 'infinity')) as ends_on, bool_or(f.kind >= ${FACT_TYPE.STATUS}) as has_status
                 from (select * from fact f where f.person_key = c.person_key and f.superseded_at is null
                                              and f.flags & ${FLAG.RETRACTED} = 0 offset 0) f
                where f.kind = c.status_kind
                   or (f.programme = c.number and f.kind < ${FACT_TYPE.ASSET} and f.amount_fen > 0)) f on true
            group by 1, 2, 3, 4, 5)
         select region, hukou_type, month, count(*) filter (where is_admission) as admitted,
                count(*) filter (where is_admission and is_so) as unprotected,
                count(*) filter (where not is_admission) as ended,
                count(*) filter (where not is_admission and is_so) as stopped
           from looked group by 1, 2, 3`,
        parameters,
      ),
    );
  },
};
