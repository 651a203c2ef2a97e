import { recordIn, type RecordSource } from '@minzheng/platform/access';
import { AidCase } from './applications/application.entity.js';
import { Award } from './awards/award.entity.js';
import { Complaint } from './complaints/complaint.entity.js';
import { CaseConference } from './conferences/case-conference.entity.js';
import { Household } from './households/household.entity.js';
import { RecoveryOrder } from './recoveries/recovery-order.entity.js';
import { Review } from './reviews/review.entity.js';
import { CaseImport } from './imports/case-import.entity.js';
import { PriceIndex } from './prices/price-index.entity.js';
import { StandardSet } from './standards/standard-set.entity.js';
import { SupervisionItem } from './supervision/supervision-item.entity.js';
import { IntakeTicket } from './tickets/ticket.entity.js';

/** A household's records are those of its members; a guardian reads them for a ward. Who has full capacity acts (Civil Code arts. 18–23). */
const ofHousehold = (householdId: string): string =>
  `array(select person_key from household_member where household_id = ${householdId} order by place) as persons,
   array(select distinct unnest(array[person_key, guardian_key]) from household_member
          where household_id = ${householdId}) as owners,
   array(select person_key from household_member where household_id = ${householdId} and capacity = 'FULL'
         union select guardian_key from household_member where household_id = ${householdId}) as actors`;

/** An award is of those whom it covers, and of their guardians; who has full capacity acts. */
const OF_AWARD = `
  a.person_keys || array(select guardian_key from household_member m
                          where m.person_key = any(a.person_keys) and m.guardian_key is not null) as owners,
  array(select person_key from household_member m
         where m.household_id = a.household_id and m.person_key = any(a.person_keys) and m.capacity = 'FULL'
        union select guardian_key from household_member m
         where m.household_id = a.household_id and m.person_key = any(a.person_keys) and m.guardian_key is not null) as actors`;

/** What the routes of this service are about: where each record lies, and whose it is. */
export const RECORDS: readonly RecordSource[] = [
  recordIn(Household, `select region, ${ofHousehold('household.id')} from household where id = $1`),
  recordIn(
    AidCase,
    `select region, case_no as "caseRef", ${ofHousehold('aid_case.household_id')} from aid_case where id = $1`,
  ),
  recordIn(
    Award,
    `select a.region, a.person_keys as persons, c.case_no as "caseRef", ${OF_AWARD}
       from award a join aid_case c on c.id = a.case_id where a.id = $1`,
  ),
  recordIn(
    Review,
    `select a.region, a.person_keys as persons, c.case_no as "caseRef", ${OF_AWARD}
       from review r join award a on a.id = r.award_id join aid_case c on c.id = a.case_id where r.id = $1`,
  ),
  recordIn(
    RecoveryOrder,
    `select a.region, a.person_keys as persons, c.case_no as "caseRef"
       from recovery_order o join award a on a.id = o.award_id join aid_case c on c.id = a.case_id where o.id = $1`,
  ),
  recordIn(
    IntakeTicket,
    `select region, person_keys as persons,
            case when channel in ('COUNTER', 'ONLINE', 'HOTLINE') then person_keys else '{}' end as owners
       from intake_ticket where id = $1`,
  ),
  recordIn(SupervisionItem, `select region, '{}'::uuid[] as persons from supervision_item where id = $1`),
  recordIn(Complaint, `select region, '{}'::uuid[] as persons from complaint where id = $1`),
  recordIn(CaseConference, `select region, '{}'::uuid[] as persons from case_conference where id = $1`),
  recordIn(CaseImport, `select region, '{}'::uuid[] as persons from case_import where id = $1`),
  recordIn(StandardSet, `select region, '{}'::uuid[] as persons from standard_set where id = $1`),
  recordIn(PriceIndex, `select region, '{}'::uuid[] as persons from price_index where id = $1`),
];
