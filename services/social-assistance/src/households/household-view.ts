import { Injectable } from '@nestjs/common';
import { personIn, PersonRegister, type ShownPerson } from '@minzheng/casework/persons';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import type { Disclosure } from '@minzheng/platform/audit';
import { listOf, mapPage, type Page } from '@minzheng/platform/http';
import { DataSource, In } from 'typeorm';
import type { HouseholdDto, HouseholdQuery } from './household.dto.js';
import { Household, HouseholdMember } from './household.entity.js';
import type { HouseholdWithPersons } from './household.events.js';

type Shown = Pick<HouseholdWithPersons, 'household' | 'members'>;
type Query = (sql: string, parameters: unknown[]) => Promise<unknown>;

/** Households as they are shown: names and numbers of their members masked, unless they are revealed. */
@Injectable()
export class HouseholdView {
  constructor(
    private readonly persons: PersonRegister,
    private readonly dataSource: DataSource,
  ) {}

  async one(
    named: Shown,
    query: Query = (sql, parameters) => this.dataSource.query(sql, parameters),
  ): Promise<HouseholdDto> {
    return toDto(named, await this.#personsOf(named.members, query));
  }

  /** Households of the caller's region, or those in which the citizen or a ward is named. */
  async list(
    query: HouseholdQuery,
    caller: AuthenticatedCaller,
    disclosure: Disclosure,
  ): Promise<Page<HouseholdDto>> {
    const households = await listOf(this.dataSource.createQueryBuilder(Household, 'h'), query, {
      caller,
      own: `h.id in (select household_id from household_member
                      where person_key = :person or guardian_key = :person)`,
      equal: ['state', 'hukouType'],
    });
    const members = await this.dataSource.manager.find(HouseholdMember, {
      where: { householdId: In(households.items.map(({ id }) => id)) },
      order: { place: 'ASC' },
    });
    disclosure.add(members.map(({ personKey }) => personKey));
    const persons = await this.#personsOf(members, (sql, parameters) =>
      this.dataSource.query(sql, parameters),
    );
    const byHousehold = Map.groupBy(members, ({ householdId }) => householdId);
    return mapPage(households, (household) =>
      toDto({ household, members: byHousehold.get(household.id) ?? [] }, persons),
    );
  }

  #personsOf(members: readonly HouseholdMember[], query: Query): Promise<ReadonlyMap<string, ShownPerson>> {
    return this.persons.shown(
      query,
      members.map(({ personKey }) => personKey),
    );
  }
}

function toDto({ household, members }: Shown, persons: ReadonlyMap<string, ShownPerson>): HouseholdDto {
  const { id, householdNo, region, hukouType, state, version } = household;
  return {
    ...{ id, householdNo, region, hukouType, state, version },
    n: members.filter(({ counted }) => counted).length,
    members: members.map(({ personKey, relation, counted, reasonCode }) => ({
      personKey,
      ...personIn(persons, personKey),
      relation,
      counted,
      reasonCode,
    })),
    excluded: members
      .filter(({ counted }) => !counted)
      .map(({ personKey, reasonCode }) => ({ personKey, reasonCode })),
  };
}
