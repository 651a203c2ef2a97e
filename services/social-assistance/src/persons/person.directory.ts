import { Injectable } from '@nestjs/common';
import { PersonDirectory } from '@minzheng/casework/persons';
import { Referrals } from '@minzheng/casework/referrals';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { numberedRegionFilter } from '@minzheng/platform/regions';
import { DataSource } from 'typeorm';

/** A person belongs to the offices of the households that name him or her. */
@Injectable()
export class HouseholdPersons extends PersonDirectory {
  constructor(
    private readonly dataSource: DataSource,
    private readonly referrals: Referrals,
  ) {
    super();
  }

  override async ofRegion(
    caller: AuthenticatedCaller,
    personKeys: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const within = numberedRegionFilter('h.region', caller.prefixesWithin(), 2);
    const rows = await this.dataSource.query<{ person_key: string }[]>(
      `select m.person_key from household_member m join household h on h.id = m.household_id
        where m.person_key = any($1::uuid[]) and ${within.sql}`,
      [personKeys, ...within.parameters],
    );
    return new Set(rows.map(({ person_key }) => person_key));
  }

  /** The receiver’s token names it as `party` (an agency outside) or `org` (another service). */
  override async ofReferral(
    { party, org }: AuthenticatedCaller,
    referralId: string,
  ): Promise<ReadonlySet<string>> {
    const receiver = party ?? org;
    if (receiver === undefined) return new Set();
    return new Set(await this.referrals.personsOpenTo(this.dataSource.manager, referralId, receiver));
  }
}
