import { encryptedText, type EncryptedColumn } from '@minzheng/platform/key-rotation';

/** Columns that hold where somebody lives, where money goes, and what somebody has said. */
export const ENCRYPTED: readonly EncryptedColumn[] = [
  encryptedText({ table: 'household', column: 'address_enc', place: 'household/{key}/address' }),
  encryptedText({ table: 'household', column: 'payee_enc', place: 'household/{key}/payee' }),
  encryptedText({
    table: 'intake_ticket',
    column: 'caller_name_enc',
    place: 'intake_ticket/{key}/callerName',
  }),
  encryptedText({ table: 'intake_ticket', column: 'phone_enc', place: 'intake_ticket/{key}/phone' }),
  encryptedText({ table: 'intake_ticket', column: 'text_enc', place: 'intake_ticket/{key}/text' }),
  encryptedText({
    table: 'supervision_item',
    column: 'finding_text_enc',
    place: 'supervision_item/{key}/findingText',
  }),
  encryptedText({ table: 'complaint', column: 'text_enc', place: 'complaint/{key}/text' }),
  encryptedText({ table: 'complaint', column: 'answer_enc', place: 'complaint/{key}/answer' }),
  encryptedText({ table: 'complaint_reporter', column: 'name_enc', place: 'complaint_reporter/{key}/name' }),
  encryptedText({
    table: 'complaint_reporter',
    column: 'contact_enc',
    place: 'complaint_reporter/{key}/contact',
  }),
  encryptedText({
    table: 'case_conference',
    column: 'resolution_enc',
    place: 'case_conference/{key}/resolution',
  }),
];
