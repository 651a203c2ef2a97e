import type { CellDefinition, ReportUnit, Titled } from '@minzheng/casework/reports';

/** A cell that shows the measure of its own name. */
export const count = (code: string, unit: ReportUnit, title: Titled): CellDefinition => ({
  ...{ code, unit, title },
  numerator: [code],
});

/** A cell that shows a share: so many of so many. */
export const share = (code: string, part: string, whole: string, title: Titled): CellDefinition => ({
  ...{ code, title, unit: 'PERCENT' },
  ...{ numerator: [part], denominator: [whole] },
});
