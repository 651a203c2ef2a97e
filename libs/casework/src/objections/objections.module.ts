import { Module } from '@nestjs/common';
import { recordIn } from '@minzheng/platform/access';
import { encryptedText } from '@minzheng/platform/key-rotation';
import type { ServicePart } from '@minzheng/platform/start-service';
import { NoticesModule } from '../notices/index.js';
import { Objections1705000000122 } from './migrations/0122-objections.js';
import { Objection, ObjectionReporter } from './objection.entity.js';
import { ObjectionService } from './objection.service.js';

/**
 * Objections (异议) of a department; its routes are `noticeObjectionsController` and `objectionsController`. It needs the
 * room of notices.
 */
@Module({ imports: [NoticesModule], providers: [ObjectionService], exports: [ObjectionService] })
export class ObjectionsModule {}

/** Tables, record and encrypted columns of objections. */
export const OBJECTIONS: ServicePart = {
  entities: [Objection, ObjectionReporter],
  migrations: [Objections1705000000122],
  // whom it concerns is told by what it is about
  records: [recordIn(Objection, `select region, '{}'::uuid[] as persons from objection where id = $1`)],
  encrypted: [
    encryptedText({ table: 'objection', column: 'text_enc', place: 'objection/{key}/text' }),
    encryptedText({ table: 'objection', column: 'answer_enc', place: 'objection/{key}/answer' }),
    encryptedText({
      ...{ table: 'objection_reporter', key: 'objection_id', column: 'contact_enc' },
      place: 'objection_reporter/{key}/contact',
    }),
  ],
};
