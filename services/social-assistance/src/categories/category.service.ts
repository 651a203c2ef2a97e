import { Injectable } from '@nestjs/common';
import { addDays, type CivilDate } from '@minzheng/kernel/months';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import { DataSource } from 'typeorm';
import { CATEGORIES, type CategoryDto, type CategoryName, type PersonCategoriesDto } from './category.dto.js';
import { CATEGORY_PROBLEMS } from './category.problems.js';

interface CoverRow {
  readonly person_key: string;
  readonly programme: Exclude<CategoryName, 'NONE'>;
  readonly region: string;
  readonly from: CivilDate;
  readonly to: CivilDate | null;
}

const NONE: CategoryDto = { category: 'NONE', from: null, to: null };

/**
 * Who is covered by what on a day: what departments ask that give their own aid by it. No amounts and no addresses.
 *
 * Legal basis: 社会救助暂行办法 art. 4; 国办发〔2023〕39号.
 */
@Injectable()
export class CategoryService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * The categories of these persons, from awards of the caller's region; each key counts toward the caller's day.
   *
   * @param asOf - today without it
   * @throws Problem `quota`, PolicyMissing
   */
  async of(
    keys: readonly string[],
    asOf: CivilDate | undefined,
    caller: AuthenticatedCaller,
  ): Promise<PersonCategoriesDto[]> {
    const persons = [...new Set(keys)];
    await this.#count(caller, persons.length);
    const covers = await this.#coversOf(persons, asOf ?? this.clock.today());
    const known = Map.groupBy(
      covers.filter(({ region }) => caller.covers(region)),
      ({ person_key }) => person_key,
    );
    return persons.map((personKey) => ({ personKey, categories: categoriesOf(known.get(personKey) ?? []) }));
  }

  #coversOf(persons: readonly string[], asOf: CivilDate): Promise<CoverRow[]> {
    return this.dataSource.query<CoverRow[]>(
      `select * from (
         select p.person_key, p.programme, a.region,
                case when p.programme in ('EDGE', 'RIGID') then greatest(lower(p.months), a.approved_on)
                     else lower(p.months) end as "from",
                least(upper(p.months), a.valid_to) as "to"
           from award_person p join award a on a.id = p.award_id
          where p.person_key = any($1::uuid[]) and not isempty(p.months)) c
        where c."from" <= $2::date and (c."to" is null or c."to" > $2::date)
        order by c."from", c.programme`,
      [persons, asOf],
    );
  }

  /** @throws Problem `quota` */
  async #count({ subject, region }: AuthenticatedCaller, keys: number): Promise<void> {
    if (region === undefined) throw new Problem(PROBLEMS.outOfRegion);
    const today = this.clock.today();
    const book = await this.policies.book();
    const limit = book.resolve('assistance.categories.dailyKeys', region, today).value as number;
    const counted = await this.dataSource.query<object[]>(
      `with gone as (delete from category_quota where client = $1 and day < $2)
       insert into category_quota as q (client, day, keys) select $1, $2, $3::int where $3 <= $4::int
       on conflict (client, day) do update set keys = q.keys + excluded.keys
         where q.keys + excluded.keys <= $4 returning keys`,
      [subject, today, keys, limit],
    );
    if (counted.length > 0) return;
    const retryAfter = String(this.#secondsLeftOf(today));
    throw new Problem(CATEGORY_PROBLEMS.quota, { headers: { 'retry-after': retryAfter } });
  }

  #secondsLeftOf(today: CivilDate): number {
    const midnight = Date.parse(`${addDays(today, 1)}T00:00:00+08:00`);
    return Math.max(1, Math.ceil((midnight - this.clock.now().getTime()) / 1_000));
  }
}

function categoriesOf(covers: readonly CoverRow[]): CategoryDto[] {
  const found = CATEGORIES.flatMap((category) =>
    covers
      .filter(({ programme }) => programme === category)
      .slice(0, 1)
      .map(({ from, to }) => ({ category, from, to })),
  );
  return found.length === 0 ? [NONE] : found;
}
