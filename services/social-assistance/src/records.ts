import { recordIn, type RecordSource } from '@minzheng/platform/access';
import { AidCase } from './applications/application.entity.js';
import { Award } from './awards/award.entity.js';
import { ClueTask } from './clue-tasks/clue-task.entity.js';
import { Consent } from './consents/consent.entity.js';
import { Household } from './households/household.entity.js';
import { HouseVisit } from './visits/visit.entity.js';

/** A household's records are those of its members; a guardian reads them for a ward. Who has full capacity acts (Civil Code arts. 18–23). */
const ofHousehold = (householdId: string): string =>
  `array(select person_key from household_member where household_id = ${householdId} order by place) as persons,
   array(select distinct unnest(array[person_key, guardian_key]) from household_member
          where household_id = ${householdId}) as owners,
   array(select person_key from household_member where household_id = ${householdId} and capacity = 'FULL'
         union select guardian_key from household_member where household_id = ${householdId}) as actors`;

/** What the routes of this service are about: where each record lies, and whose it is. */
export const RECORDS: readonly RecordSource[] = [
  recordIn(Household, `select region, ${ofHousehold('household.id')} from household where id = $1`),
  recordIn(
    AidCase,
    `select region, case_no as "caseRef", ${ofHousehold('aid_case.household_id')} from aid_case where id = $1`,
  ),
  recordIn(
    HouseVisit,
    `select v.region, c.case_no as "caseRef", ${ofHousehold('c.household_id')}
       from house_visit v join aid_case c on c.id = v.case_id where v.id = $1`,
  ),
  recordIn(
    Consent,
    `select region, array[person_key] as persons, array[person_key, signer_key] as owners
       from consent where id = $1`,
  ),
  recordIn(
    Award,
    `select a.region, a.person_keys as persons, c.case_no as "caseRef",
            a.person_keys || array(select guardian_key from household_member m
                                    where m.person_key = any(a.person_keys) and m.guardian_key is not null) as owners
       from award a join aid_case c on c.id = a.case_id where a.id = $1`,
  ),
  recordIn(ClueTask, 'select region, person_keys as persons from clue_task where id = $1'),
];
