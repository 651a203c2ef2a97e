import { dueOn } from '@minzheng/kernel/working-days';
import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { Region } from '@minzheng/kernel/region';
import { BusinessClock } from '@minzheng/platform/clock';
import { dailyFrom, PeriodicJobs, type Chunk, type JobHandler } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyMalformed } from '@minzheng/kernel/means-test';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { SELECT_FORMS, toForm, type FormRow } from '../consents/consent.entity.js';
import { CORE_DATASETS, type ConsentForm } from '../consents/consent.rules.js';
import { hasInCore } from '../consents/opening-consents.js';
import { readDead } from '../facts/death.reader.js';
import { maxLag, wholeNumber } from '../requests/check-policy.js';
import { endOfDay } from '../requests/request.service.js';
import { SourceQueries } from './source-queries.js';

/** Half an hour after the consents of the day were looked at. */
const HOUR = 1;
const PERSONS_A_QUERY = 500;
const AGENCY = 'BANK';
const CASE_PREFIX = 'recipients-';
const MONTHS_A_QUARTER = 3;
const NAMESPACE = '2f2c8a56-9d0b-5a44-8f0e-6f2b7f1f6b1d';

const MONITORING = 'MONITORING';
/** For what somebody of a category was checked. */
const PURPOSE_OF: Readonly<Record<string, string>> = {
  ...{ dibao: 'DIBAO', tekun: 'TEKUN', edge: 'EDGE', rigid: 'RIGID' },
  ...{ orphan: 'ORPHAN', deFactoUnattended: 'DE_FACTO_CHILD' },
  ...{ disabledOnSubsidy: 'DISABILITY_SUBSIDY', temporaryAid: 'TEMP_AID' },
};

/** Whose rows hold, and which day it is. */
interface RulesOfDay {
  readonly book: PolicyBook;
  readonly province: Region;
  readonly today: CivilDate;
}

interface Round {
  readonly asked_up_to: string;
  readonly sequence: number;
}

/**
 * Asks the banks each quarter about recipients (在享对象季度核对): those whose consent of today opens the banks' data, and for
 * what it was given; whoever has withdrawn it is not asked about, nor who has died, unless an heir agrees (PIPL art. 49). A
 * query of one number is sent once, and one that was not answered by its day is over. Commercial Bank Law art. 29;
 * verification, sections 5.8 and 9.
 */
@Injectable()
export class RecipientQueryJob implements JobHandler<object, object>, OnModuleInit {
  readonly name = 'recipient-bank-query';

  constructor(
    private readonly periodic: PeriodicJobs,
    private readonly queries: SourceQueries,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
  ) {}

  onModuleInit(): void {
    this.periodic.register(this, dailyFrom(HOUR));
  }

  async chunk(tx: Tx): Promise<Chunk<object>> {
    const today = this.clock.today();
    const quarter = quarterOf(today);
    await this.queries.endLate(tx, CASE_PREFIX);
    await tx.execute(
      'insert into recipient_query_round (quarter, begun_on) values ($1, $2) on conflict do nothing',
      [quarter, today],
    );
    const [round] = await tx.query<Round>(
      `select asked_up_to, sequence from recipient_query_round where quarter = $1 and ended_on is null for update`,
      [quarter],
    );
    if (!round) return { checkpoint: {}, done: 0, finished: true };
    const rules = { book: await this.policies.book(tx), province: this.regions.province, today };
    const persons = await recipients(tx, rules, round.asked_up_to);
    const asked = await this.#ask(tx, rules, { quarter, round }, persons);
    const finished = persons.length < PERSONS_A_QUERY;
    await tx.execute(
      `update recipient_query_round
          set asked_up_to = $2, sequence = $3, persons = persons + $4, ended_on = case when $5::boolean then $6::date end
        where quarter = $1`,
      [quarter, persons.at(-1) ?? round.asked_up_to, asked.sequence, asked.persons, finished, today],
    );
    return { checkpoint: {}, done: asked.persons, finished };
  }

  /** One query for each set of purposes that persons have agreed to. */
  async #ask(
    tx: Tx,
    rules: RulesOfDay,
    { quarter, round }: { readonly quarter: string; readonly round: Round },
    persons: readonly string[],
  ): Promise<{ readonly sequence: number; readonly persons: number }> {
    const rows = await tx.query<FormRow>(SELECT_FORMS, [persons]);
    const dead = await readDead(tx, persons, rules.today);
    const forms = Map.groupBy(
      rows.map(toForm).filter(({ personKey, signerRole }) => !dead.has(personKey) || signerRole === 'HEIR'),
      ({ personKey }) => personKey,
    );
    const agreed = persons.flatMap((personKey) => {
      const purposes = openingPurposes(rules, forms.get(personKey) ?? []);
      return purposes.length > 0 ? [{ personKey, purposes }] : [];
    });
    const due = endOfDay(dueOn(rules.today, answerDays(rules)));
    let { sequence } = round;
    for (const [, group] of Map.groupBy(agreed, ({ purposes }) => purposes.join())) {
      sequence += 1;
      const caseRef = `${CASE_PREFIX}${quarter}-${String(sequence).padStart(5, '0')}`;
      await this.queries.open(
        tx,
        {
          ...{ id: uuidv5(caseRef, NAMESPACE), region: rules.province, caseRef },
          ...{ purposes: group[0]?.purposes ?? [], holder: 'assistance', dueAt: due },
        },
        [{ agency: AGENCY, personKeys: group.map(({ personKey }) => personKey), fresh: false }],
      );
    }
    return { sequence, persons: agreed.length };
  }
}

/** Categories of whoever gets what is to be reviewed. @throws PolicyMalformed */
function categoriesAsked({ book, province, today }: RulesOfDay): string[] {
  const row = book.resolve('verification.recipientQuery.categories', province, today);
  const { value } = row;
  if (!Array.isArray(value) || !value.every((each): each is string => typeof each === 'string')) {
    throw new PolicyMalformed(row);
  }
  return value;
}

/** Persons who get what is to be reviewed, by key. */
async function recipients(tx: Tx, rules: RulesOfDay, after: string): Promise<string[]> {
  const rows = await tx.query<{ person_key: string }>(
    `select person_key from monitored_subject
      where state = 'MONITORED' and categories && $1::text[] and person_key > $2 order by person_key limit $3`,
    [categoriesAsked(rules), after, PERSONS_A_QUERY],
  );
  return rows.map(({ person_key }) => person_key);
}

/**
 * For what of the review the person's consents of today let the banks be asked: what somebody gets, and monitoring; for
 * anything else that was agreed to nobody asks here.
 */
function openingPurposes(rules: RulesOfDay, forms: readonly ConsentForm[]): string[] {
  const { book, province, today } = rules;
  const reviewed = new Set([MONITORING, ...categoriesAsked(rules).flatMap((each) => PURPOSE_OF[each] ?? [])]);
  const isInCore = (purpose: string): boolean =>
    hasInCore(book, purpose, AGENCY, { region: province, on: today });
  const holding = forms.filter(({ withdrawnAt, validTo }) => withdrawnAt === undefined && validTo >= today);
  const opened = holding.flatMap(({ datasets, purposes }) =>
    purposes
      .filter((purpose) => reviewed.has(purpose))
      .filter(
        (purpose) => datasets.includes(AGENCY) || (datasets.includes(CORE_DATASETS) && isInCore(purpose)),
      ),
  );
  return [...new Set(opened)].sort();
}

function answerDays({ book, province, today }: RulesOfDay): number {
  const { workingDays } = maxLag(book.resolve(`verification.source.maxLag.${AGENCY}`, province, today));
  return workingDays ?? wholeNumber(book.resolve('verification.request.deadlineWd', province, today));
}

const quarterOf = (day: CivilDate): string =>
  `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / MONTHS_A_QUARTER)}`;
