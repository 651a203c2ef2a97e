/**
 * # Clocks (时限)
 * How long something may take. A clock has a name (`ticket.answer`) and a subject (type and id of a record of the
 * department); it is started with its limit in working days of the State Council's calendar, in days, or with the
 * instant that came with it.
 *
 * **A department takes it in** by importing `ClocksModule`, and `CLOCKS` among the parts of its definition. It starts,
 * pauses, extends and stops clocks in the transaction of the act that does so, and registers what happens when a time is
 * over:
 *
 * ```ts
 * await clocks.start(tx, { name: 'permit.answer', subject: { type: 'permit', id }, region, limit: { workingDays: 10 } });
 * clocks.register({ name: 'permit.answer', fire: (tx, fired) => this.remind(tx, fired) });
 * ```
 *
 * **Table**: `clock`, one row for each subject and name.
 *
 * **Guarantees**
 * - A limit of n working days that begins on a day ends on the n-th working day after it, at 24:00 in Asia/Shanghai.
 * - While it is paused it does not fire; the working days between pause and resumption are added, up to what is allowed.
 * - Each (subject, name, limit) fires once in effect, however many processes look and whatever is killed: the handler's
 *   effect and the mark commit together. An extended clock may fire again, for its new limit.
 * - A handler that fails for one subject does not hold up the others; it is tried again after 1, 2, 4 … seconds, at most
 *   an hour (`minzheng_clocks_stuck`).
 * - What is due is found by the business clock.
 */
export * from './clock-loop.js';
export * from './clocks.js';
export * from './clocks.module.js';
export * from './limit.rules.js';
export * from './migrations/1705000000110-clocks.js';
