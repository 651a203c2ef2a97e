import { Injectable } from '@nestjs/common';
import type { ServiceName } from '@minzheng/contracts/catalogue';
import { townshipOf } from '@minzheng/kernel/region';
import { dueOn } from '@minzheng/kernel/working-days';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { In, Not } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { HouseholdOnRecord } from '../households/household.store.js';
import type { Hit, Severity } from '../indicators/indicator.js';
import { Clue } from './clue.entity.js';
import { announceDispatched, announceRaised } from './clue.events.js';
import { CLUE_LIFECYCLE } from './clue.lifecycle.js';
import { IndicatorHit } from './indicator-hit.entity.js';

const SEVERITIES: readonly Severity[] = ['RED', 'ORANGE', 'YELLOW', 'BLUE'];

/** Raises clues from hits; here and nowhere else. The caller holds the household's lock. */
@Injectable()
export class ClueService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** An episode that was raised before raises nothing again. */
  async raise(tx: Tx, household: HouseholdOnRecord, hits: readonly Hit[]): Promise<void> {
    const fresh = await this.#withoutKnown(tx, household.id, hits);
    const groups = Map.groupBy(fresh, (hit) => `${departmentOf(hit)}/${hit.direction}`);
    for (const group of groups.values()) await this.#add(tx, household, group);
  }

  async #withoutKnown(tx: Tx, subject: string, hits: readonly Hit[]): Promise<Hit[]> {
    if (hits.length === 0) return [];
    const known = await tx.manager.findBy(IndicatorHit, {
      subject,
      indicator: In(hits.map(({ indicator }) => indicator)),
    });
    const episodes = new Set(known.map(({ indicator, episodeKey }) => `${indicator}/${episodeKey}`));
    return hits.filter(({ indicator, episodeKey }) => !episodes.has(`${indicator}/${episodeKey}`));
  }

  async #add(tx: Tx, household: HouseholdOnRecord, hits: readonly Hit[]): Promise<void> {
    const [first] = hits;
    if (!first) return;
    const department = departmentOf(first);
    const open = await tx.manager.findOne(Clue, {
      where: { subject: household.id, department, direction: first.direction, state: Not('CLOSED') },
      lock: { mode: 'pessimistic_write' },
    });
    const severity = highest(hits.map((hit) => hit.severity));
    const due = await this.#dueOn(tx, household.region, severity);
    const clue = open
      ? await this.#absorb(tx, open, severity, due)
      : await this.#open(tx, household, department, first, severity, due);
    const now = this.clock.now();
    await tx.manager.insert(
      IndicatorHit,
      hits.map((hit) => ({
        ...hit,
        id: uuidv7(),
        clueId: clue.id,
        subject: household.id,
        factIds: [...hit.factIds],
        months: [...hit.months],
        programme: hit.programme ?? null,
        amountFen: hit.amountFen ?? null,
      })),
    );
    const all = await tx.manager.find(IndicatorHit, { where: { clueId: clue.id }, order: { id: 'ASC' } });
    if (!open) announceRaised(tx, clue, all, now);
    const book = await this.policies.book(tx);
    const documentCheck = all.every(
      ({ indicator }) =>
        book.resolve(`verification.ind.${indicator}.documentCheck`, clue.region, this.clock.today()).value ===
        true,
    );
    announceDispatched(tx, clue, all, now, documentCheck);
  }

  async #open(
    tx: Tx,
    household: HouseholdOnRecord,
    department: ServiceName,
    hit: Hit,
    severity: Severity,
    due: string,
  ): Promise<Clue> {
    const clue = new Clue();
    Object.assign(clue, {
      id: uuidv7(),
      region: household.region.length > 9 ? townshipOf(household.region) : household.region,
      state: CLUE_LIFECYCLE.next('NEW', 'dispatch'),
      subject: household.id,
      householdId: household.id,
      householdService: household.service,
      department,
      direction: hit.direction,
      severity,
      dueOn: due,
      attempt: 1,
      revision: 1,
    });
    return tx.insert(clue);
  }

  async #absorb(tx: Tx, clue: Clue, severity: Severity, due: string): Promise<Clue> {
    clue.state = CLUE_LIFECYCLE.next(clue.state, 'addHits');
    clue.severity = highest([clue.severity, severity]);
    clue.dueOn = clue.dueOn < due ? clue.dueOn : due;
    clue.revision += 1;
    return tx.save(clue);
  }

  /** Working days after the day of dispatch, by severity (`clue.dueWd.*`). */
  async #dueOn(tx: Tx, region: string, severity: Severity): Promise<string> {
    const today = this.clock.today();
    const row = (await this.policies.book(tx)).resolve(`verification.clue.dueWd.${severity}`, region, today);
    return dueOn(today, Number(row.value));
  }
}

const highest = (severities: readonly Severity[]): Severity =>
  SEVERITIES.find((severity) => severities.includes(severity)) ?? 'BLUE';

/** The payer of the programme concerned (catalogue 6.1): the recognised groups of C3 are all assistance's. */
const PAYER = { DIBAO: 'assistance', TEKUN: 'assistance', EDGE: 'assistance', RIGID: 'assistance' } as const;

function departmentOf({ programme = '' }: Hit): ServiceName {
  return programme in PAYER ? PAYER[programme as keyof typeof PAYER] : 'assistance';
}
