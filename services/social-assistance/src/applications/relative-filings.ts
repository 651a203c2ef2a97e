import { Injectable } from '@nestjs/common';
import { RelativeHooks, type OfficialRelative } from '@minzheng/casework/relatives';
import type { Tx } from '@minzheng/platform/persistence';
import { ApplicationService } from './application.service.js';

/** A relation that is filed late: cases of that relative which the official has handled are looked at again (R20). */
@Injectable()
export class RelativeFilings extends RelativeHooks {
  constructor(private readonly applications: ApplicationService) {
    super();
  }

  async filed(tx: Tx, { relativeKey }: OfficialRelative): Promise<void> {
    const cases = await tx.query<{ id: string }>(
      `select c.id from aid_case c
        where c.household_id in (select household_id from household_member where person_key = $1)
          and c.state not in ('WITHDRAWN', 'REJECTED', 'TERMINATED', 'REVOKED') order by c.id`,
      [relativeKey],
    );
    for (const { id } of cases) await this.applications.flag(tx, id, 'relativeFlag');
  }
}
