/**
 * # Reports (统计报表)
 * What a department counts, by region, urban and rural, and month: each figure with its numerator and denominator, the
 * version of its definition, and where it comes from.
 *
 * **A department takes it in** with `ReportsModule.of('assistance', { definitions, places })`, and `REPORTS` among the parts
 * of its definition. A report is a {@link ReportDefinition}: its measures (figures that add up over regions), its cells
 * (what is shown of them), and `leaves`, which computes the measures of some counties and months from the department's own
 * tables, set-based, by township. `places` is SQL of the regions in which there is anything to report of.
 *
 * Verification, which is no department, takes them in the same way.
 *
 * **Routes**: `GET /v1/reports`, `GET /v1/reports/{code}?region=&from=&to=&asOf=&version=` (JSON, or CSV by `Accept`; the asked
 * region and what is directly below it), `POST /v1/reports/{code}/freeze`. **Tables**: `report_take`, `report_value`. **Policies**
 * of the department: `<name>.reports.suppressUnder`, `.reports.snapshotMonths`, `.reports.keepDays`.
 *
 * **Guarantees**
 * - Figures are stored each morning at 05:00 by county, in the place of an earlier take of the same day, for the current month
 *   and some before it. A month that is frozen is told from its last frozen take; freezing it again makes the next version, and
 *   the versions before stay readable. Where nothing is stored the tables are asked. Each month says which of these it is.
 * - What tells of fewer than `suppressUnder` persons, but of somebody, is hidden, and so is a share whose rest would be as
 *   small. As many more cells are hidden as it takes that no sum over regions, hukou types, items or measures gives a hidden
 *   one away. What is hidden in a region's table is settled from the province down: a question about a county never
 *   shows what one about its city hides.
 * - Two takes of different days can be compared: whoever may see both can see what one day has changed.
 */
export * from './migrations/1705000000170-reports.js';
export * from './describe-reports.js';
export * from './months.sql.js';
export * from './report-book.js';
export * from './report-calendar.js';
export * from './report-cell.rules.js';
export * from './report-definition.js';
export * from './report-store.js';
export * from './report-table.rules.js';
export * from './report-taking.job.js';
export * from './report.controller.js';
export * from './report.dto.js';
export * from './report.problems.js';
export * from './report.reader.js';
export * from './reports.module.js';
export * from './suppression.rules.js';
