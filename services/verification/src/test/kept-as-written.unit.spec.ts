import { validatedFields } from '@minzheng/platform/http';
import { GATEWAY } from '../gateway/gateway.module.js';
import { VERIFICATION } from '../verification.definition.js';

/** What people write in their own words, by the names that it has here. */
const WORDS =
  /^(?:caseRef|caseNo|reasons?|text|what|defects|place|reference|legalBasis|docNo|claim|reply|resolution)$/;
const IN_WORDS = ['isString', 'isLength', 'minLength', 'maxLength', 'matches'];
/** Stored encrypted (`encrypted.ts`). */
const ENCRYPTED = new Set([
  'AppealAgainstFactDto.claim',
  'AppealAgainstReportDto.claim',
  'ClaimDto.claim',
  'DecideAppealDto.reasons',
  'MyAppealDto.claim',
  'ProposeManualFactDto.reason',
  'SourceReplyDto.text',
]);

describe('a text that is kept as it was written', () => {
  it('is declared so at its field: no ID number gets into tables, events and the audit', () => {
    // their modules are loaded, and so the classes of all their routes
    expect([VERIFICATION.name, GATEWAY.name]).toEqual(['verification', 'verification-gateway']);
    const texts = validatedFields().filter(
      ({ field, rules }) => WORDS.test(field) && IN_WORDS.some((rule) => rules.has(rule)),
    );
    expect(texts.length).toBeGreaterThan(10);
    const undeclared = texts.filter(({ rules }) => !rules.has('personalData'));
    expect(new Set(undeclared.map(({ type, field }) => `${type}.${field}`))).toEqual(ENCRYPTED);
  });
});
