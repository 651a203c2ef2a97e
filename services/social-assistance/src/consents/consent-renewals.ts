import { Injectable } from '@nestjs/common';
import type { Consent } from '@minzheng/casework/consents';
import { WorkItems } from '@minzheng/casework/work-items';
import { addDays, type CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';

export const RENEWAL = 'consentRenewal';

const ADULT = 18;

/** An award whose review comes. */
export interface AwardToReview {
  readonly household_id: string;
  readonly due: CivilDate;
}

/** Asks for new consents where old ones are needed and do not last (核对授权续签): one task a person and consent. */
@Injectable()
export class ConsentRenewals {
  constructor(private readonly workItems: WorkItems) {}

  /** A consent has expired: somebody asks for another where the person receives something or has applied for it. */
  async afterExpiry(tx: Tx, { id, region, personKey }: Consent): Promise<void> {
    const needed = await tx.query(
      `select from household_member m
        where m.person_key = $1 and m.open and m.counted
          and (exists (select from award a where a.household_id = m.household_id and a.state <> 'CEASED')
               or exists (select from aid_case c where c.household_id = m.household_id
                            and c.state not in ('APPROVED', 'REJECTED', 'WITHDRAWN', 'TERMINATED', 'REVOKED')))
        limit 1`,
      [personKey],
    );
    if (needed.length === 0 || (await this.#isRenewed(tx, personKey))) return;
    await this.workItems.open(tx, { kind: RENEWAL, items: [{ subjectId: id, region }] });
  }

  /** The last consents of adults that end before their award is reviewed: asked for again while they still hold. */
  async beforeReviews(tx: Tx, awards: readonly AwardToReview[]): Promise<void> {
    const ending = await tx.query<{ id: string; region: string; valid_to: CivilDate }>(
      `select distinct on (c.person_key) c.id, c.region, c.valid_to::text as valid_to
         from unnest($1::uuid[], $2::date[]) as award(household_id, due)
         join household_member m on m.household_id = award.household_id and m.open and m.counted
          and m.birth_date <= award.due - make_interval(years => ${ADULT})
         join consent c on c.person_key = m.person_key and c.state = 'VALID'
        where not exists (select from consent later where later.person_key = m.person_key
                             and later.state = 'VALID' and later.valid_to >= award.due)
        order by c.person_key, c.valid_to desc, c.id`,
      [awards.map(({ household_id }) => household_id), awards.map(({ due }) => due)],
    );
    const items = ending.map(({ id, region, valid_to }) => ({
      ...{ subjectId: id, region },
      dueAt: new Date(`${addDays(valid_to, 1)}T00:00:00+08:00`),
    }));
    await this.workItems.open(tx, { kind: RENEWAL, items });
  }

  /** The person has consented again: nobody has to be asked any more. */
  async renewed(tx: Tx, { id, personKey }: Consent): Promise<void> {
    const before = await tx.query<{ id: string }>(
      'select id from consent where person_key = $1 and id <> $2',
      [personKey, id],
    );
    await this.workItems.settle(tx, { kind: RENEWAL, subjectIds: before.map((consent) => consent.id) });
  }

  async #isRenewed(tx: Tx, personKey: string): Promise<boolean> {
    const rows = await tx.query(`select from consent where person_key = $1 and state = 'VALID' limit 1`, [
      personKey,
    ]);
    return rows.length > 0;
  }
}
