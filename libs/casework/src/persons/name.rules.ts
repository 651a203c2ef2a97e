/** Dots that stand between the parts of a name (姓名间隔号), however they were typed. */
const DOTS = /[·•‧・･．.]/gu;

/** Whether two ways to write a name are the same name: blanks, widths, case and the sort of the dot do not matter. */
export function isSameName(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

const folded = (name: string): string =>
  name.normalize('NFKC').replaceAll(DOTS, '·').replaceAll(/\s/gu, '').toLowerCase();
