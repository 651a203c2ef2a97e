import { Module } from '@nestjs/common';
import { recordIn } from '@minzheng/platform/access';
import { encryptedText } from '@minzheng/platform/key-rotation';
import type { ServicePart } from '@minzheng/platform/start-service';
import { Visits1705000000120 } from './migrations/0120-visits.js';
import { HouseVisit } from './visit.entity.js';
import { VisitService } from './visit.service.js';

/** House visits (入户调查) of a department; its routes are `subjectVisitsController` and `visitsController`. */
@Module({ providers: [VisitService], exports: [VisitService] })
export class VisitsModule {}

/** Tables, records and encrypted columns of visits. */
export const VISITS: ServicePart = {
  entities: [HouseVisit],
  migrations: [Visits1705000000120],
  records: [
    recordIn(
      HouseVisit,
      'select region, person_keys as persons, case_ref as "caseRef" from house_visit where id = $1',
    ),
  ],
  encrypted: [
    encryptedText({ table: 'house_visit', column: 'content_enc', place: 'house_visit/{key}/content' }),
  ],
};
