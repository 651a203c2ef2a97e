/**
 * # Referrals (转办)
 * Persons and households that are handed over: from this department to another service or to an agency outside, and from
 * other services to this one. One record, one state machine, both directions; each need is answered for itself
 * (catalogue, section 8).
 *
 * **A department takes it in** with `ReferralsModule`, `referralsController('<department>')`, `referralHandlers(consumer)`
 * on a consumer that reads `referralTopics('<department>')`, and `REFERRALS` among the parts of its definition; it needs
 * the module of clocks. It says what it does about referrals by `referrals.hookIn({...})`: the record that it opens for
 * one that has come (a ticket, a report), what an answer means for the record that one was sent from, and who is told
 * of what nobody answers. Its policies hold `<department>.oneDoor.answerWd` and `.escalateWd`.
 *
 * **Tables**: `referral`, `referral_need`. **Routes**: `GET /v1/referrals`, `GET /v1/referrals/{id}`,
 * `POST /v1/referrals/{id}/answer` for agencies, which have no topic.
 *
 * **Guarantees**
 * - Raised, answered and withdrawn with its message in one transaction. The same message again changes nothing; one
 *   about a referral that nobody knows, or from somebody whose it is not, is parked with its name
 *   (`UnknownReferral`, `ForeignReferral`).
 * - A referral waits while one of its needs waits; then it is ACCEPTED, DONE, DECLINED or WITHDRAWN, in this order.
 * - What nobody has answered by its day is marked overdue once, and goes up after `escalateWd`: by clocks.
 * - The words of a need are encrypted and never sent.
 * - The receiver may ask who its persons are only while it is open (`personsOpenTo`).
 * - Whoever touches a referral has locked the department's record of it first (`lock`).
 */
export * from './migrations/1705000000112-referrals.js';
export * from './inbound-referrals.js';
export * from './referral.dto.js';
export * from './referral.entity.js';
export * from './referral.handlers.js';
export * from './referral.hooks.js';
export * from './referral.lifecycle.js';
export * from './referral.problems.js';
export * from './referrals.controller.js';
export * from './referrals.js';
export * from './referrals.module.js';
