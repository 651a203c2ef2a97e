import { A_INDICATORS } from './a.rules.js';
import { B_INDICATORS } from './b.rules.js';
import { C_INDICATORS } from './c.rules.js';
import { D_INDICATORS } from './d.rules.js';
import { E_INDICATORS } from './e.rules.js';
import { F_INDICATORS } from './f.rules.js';
import { G_INDICATORS } from './g.rules.js';
import type { Indicator } from './indicator.js';

/** All indicators, in the order of their codes. */
export const INDICATORS: readonly Indicator[] = [
  ...A_INDICATORS,
  ...B_INDICATORS,
  ...C_INDICATORS,
  ...D_INDICATORS,
  ...E_INDICATORS,
  ...F_INDICATORS,
  ...G_INDICATORS,
];

/** The codes of those that a run asks once a month. */
export const MONTHLY_INDICATORS: ReadonlySet<string> = new Set(
  INDICATORS.filter(({ timing }) => timing === 'MONTHLY').map(({ code }) => code),
);
