import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Keeps officials from the data of themselves and of their near relatives (回避). */
@Injectable()
export class OfficialRelations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `conflict-of-interest` when one of these persons is the caller, or a relative whom he has declared */
  async requireUnrelated(caller: AuthenticatedCaller, personKeys: readonly string[]): Promise<void> {
    const related = await this.dataSource.query<object[]>(
      `select from official_relation
        where official = $1 and person_key = any($2::uuid[]) and valid_from <= $3 and (valid_to is null or $3 < valid_to)
        limit 1`,
      [caller.subject, personKeys, this.clock.today()],
    );
    if (related.length > 0) throw new Problem(PROBLEMS.conflictOfInterest);
  }
}
