/**
 * Items of means (收入、财产、支出项目): what somebody declares, what a visit has seen, what an agency has answered in a letter.
 *
 * - **Taking it in**: a request's item extends {@link MeansItemDto}, or {@link PeriodItemDto} where income and spending have
 *   their months, and names the sides it may be of: `@IsMeansSide('INCOME', 'ASSET') side` and `@IsMeansKind('INCOME',
 *   'ASSET') kind`, which lists the kinds of the registry in the API document, each with its Chinese name.
 * - **Guarantees**: {@link requireItem} is the one rule of what fits together: a kind of its side, somebody who is meant, a
 *   sum and its months for income and spending, a value or a number for what is owned.
 *
 * It has no table and no route.
 */
export * from './means-item.dto.js';
export * from './means-item.rules.js';
