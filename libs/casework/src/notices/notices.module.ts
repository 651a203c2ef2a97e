import { Module } from '@nestjs/common';
import { recordIn } from '@minzheng/platform/access';
import { encryptedText } from '@minzheng/platform/key-rotation';
import type { ServicePart } from '@minzheng/platform/start-service';
import { Letter } from './letter.entity.js';
import { LetterService } from './letter.service.js';
import { Notices1705000000121 } from './migrations/0121-notices.js';
import { PublicNotice } from './notice.entity.js';
import { NoticeService } from './notice.service.js';

/** Public notices (公示) and letters (文书) of a department; the routes of letters are `lettersController`. */
@Module({ providers: [NoticeService, LetterService], exports: [NoticeService, LetterService] })
export class NoticesModule {}

/** Tables, records and encrypted columns of notices and letters. */
export const NOTICES: ServicePart = {
  entities: [PublicNotice, Letter],
  migrations: [Notices1705000000121],
  records: [recordIn(Letter, 'select region, person_keys as persons from letter where id = $1')],
  encrypted: [
    encryptedText({ table: 'letter', column: 'content_enc', place: 'letter/{key}/content' }),
    encryptedText({ table: 'letter', column: 'answer_enc', place: 'letter/{key}/answer' }),
  ],
};
