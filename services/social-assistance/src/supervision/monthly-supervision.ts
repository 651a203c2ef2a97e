import { Inject, Injectable } from '@nestjs/common';
import { addMonths, firstDay, lastDay, type Month } from '@minzheng/kernel/months';
import { SETTINGS, type PlatformSettings } from '@minzheng/platform/config';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { readSupervisionPolicy } from '../entitlement/rule-policies.js';
import {
  isChurn,
  isReentry,
  sampledCases,
  type SampledPopulation,
  type SupervisionPolicy,
} from '../entitlement/supervision.rules.js';
import { CASE_LIFECYCLE } from '../applications/application.lifecycle.js';
import { AWARD_LIFECYCLE } from '../awards/award.lifecycle.js';
import { SupervisionService, type Flag } from './supervision.service.js';

/** Programmes that somebody leaves and comes back to. */
const ENTERED = ['DIBAO', 'TEKUN'];

/** A code is a prefix of all within it: this comes after every digit. */
const BEHIND = ':';

/** What of a month is looked into in a county (R20): what is drawn, who came back soon, who comes and goes. */
@Injectable()
export class MonthlySupervision {
  constructor(
    private readonly supervision: SupervisionService,
    private readonly policies: PolicyStore,
    @Inject(SETTINGS) private readonly settings: Pick<PlatformSettings, 'personKeySecret'>,
  ) {}

  /** The county behind the one before, in which there are cases; undefined at the end. */
  async nextCounty(tx: Tx, before: string): Promise<string | undefined> {
    const [row] = await tx.query<{ county: string }>(
      `select left(region, 6) as county from aid_case where region ~>~ $1 order by region using ~<~ limit 1`,
      [before === '' ? '' : before + BEHIND],
    );
    return row?.county;
  }

  /**
   * Once more it flags nothing else.
   *
   * @returns how many items were flagged
   * @throws PolicyMissing
   */
  async look(tx: Tx, county: string, month: Month): Promise<number> {
    const policy = readSupervisionPolicy(await this.policies.book(tx), county, lastDay(month));
    const flags = [
      ...(await this.#draw(tx, { county, month, population: 'DELEGATED' }, policy)),
      ...(await this.#draw(tx, { county, month, population: 'TEKUN' }, policy)),
      ...(await reentries(tx, county, month, policy)),
      ...(await churns(tx, county, month, policy)),
    ];
    return (await this.supervision.flagAll(tx, flags)).length;
  }

  async #draw(
    tx: Tx,
    sample: { readonly county: string; readonly month: Month; readonly population: SampledPopulation },
    policy: SupervisionPolicy,
  ): Promise<Flag[]> {
    const { county, month, population } = sample;
    const cases = await tx.query<{ id: string; region: string }>(
      `select id, region from aid_case
        where region like $1 || '%' and state = 'APPROVED'
          and decision ->> 'decidedOn' between $2 and $3
          and case when $4 = 'TEKUN' then programme = 'TEKUN' else programme <> 'TEKUN' and delegated end
        order by id`,
      [county, firstDay(month), lastDay(month), population],
    );
    const drawn = new Set(
      sampledCases({ ...sample, caseIds: cases.map(({ id }) => id) }, this.settings.personKeySecret, policy),
    );
    const isFirst = await tx.execute(
      `insert into supervision_sample (county, month, population, cases, drawn) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [county, month, population, cases.length, drawn.size],
    );
    if (isFirst === 0) return [];
    return cases
      .filter(({ id }) => drawn.has(id))
      .map(({ id, region }) => ({
        ...{ kind: 'SAMPLE' as const, region, reason: `${population}/${month}` },
        subject: { type: CASE_LIFECYCLE.name, id },
      }));
  }
}

/** Approved in the month, for somebody who has left the same programme shortly before: in the first month without it. */
async function reentries(tx: Tx, county: string, month: Month, policy: SupervisionPolicy): Promise<Flag[]> {
  const rows = await tx.query<{ id: string; region: string; lastExit: Month }>(
    `select a.id, a.region, max(to_char(upper(past.months), 'YYYY-MM')) as "lastExit"
       from award a
       join award_person now on now.award_id = a.id
       join award_person past on past.person_key = now.person_key and past.award_id <> a.id
                             and past.programme = a.programme
      where a.region like $1 || '%' and a.programme = any($2) and a.approved_on between $3 and $4
        and not upper_inf(past.months) and not isempty(past.months) and upper(past.months) <= $4::date
      group by a.id order by a.id`,
    [county, ENTERED, firstDay(month), lastDay(month)],
  );
  return rows
    .filter(({ lastExit }) => isReentry(lastExit, month, policy))
    .map(({ id, region }) => ({
      ...{ kind: 'REENTRY' as const, region, reason: month },
      subject: awardOf(id),
    }));
}

/** Left in the month, once too often. */
async function churns(tx: Tx, county: string, month: Month, policy: SupervisionPolicy): Promise<Flag[]> {
  const rows = await tx.query<{ id: string; region: string; exits: Month[] }>(
    `select a.id, a.region, array_agg(distinct to_char(upper(past.months), 'YYYY-MM')) as exits
       from award a
       join award_person ended on ended.award_id = a.id
       join award_person past on past.person_key = ended.person_key and past.programme = any($2)
      where a.region like $1 || '%' and a.programme = any($2) and upper(ended.months) = $3::date
        and not isempty(ended.months) and not upper_inf(past.months) and not isempty(past.months)
        and upper(past.months) > $4::date
      group by a.id, a.region, ended.person_key order by a.id`,
    [county, ENTERED, firstDay(month), firstDay(addMonths(month, -policy.churnMonths))],
  );
  const often = rows.filter(({ exits }) => isChurn(exits, month, policy));
  return often.map(({ id, region }) => ({
    ...{ kind: 'CHURN' as const, region, reason: month },
    subject: awardOf(id),
  }));
}

const awardOf = (id: string) => ({ type: AWARD_LIFECYCLE.name, id });
