import { isCivilDate, type CivilDate } from '../months/index.js';
import type { RegionDirectory, RegionRow } from './region-directory.js';
import { isRegionCode, type Region } from './region.js';

/**
 * 合并: regions become one. 更名: another name, or another code with it (撤县设市). 析置: one becomes several. 划转: regions
 * go to another larger one, each with a new code.
 */
export const REGION_CHANGE_KINDS = ['MERGE', 'RENAME', 'SPLIT', 'MOVE'] as const;
export type RegionChangeKind = (typeof REGION_CHANGE_KINDS)[number];

/** A region as the change makes it; the name only where it is new. */
export interface ChangedRegion {
  readonly code: Region;
  readonly name?: string;
}

/** A change of regions from a day on (行政区划变更). */
export interface RegionChange {
  readonly kind: RegionChangeKind;
  readonly from: readonly Region[];
  /** MERGE and RENAME: one. SPLIT: two or more, the first takes over what is not told apart. MOVE: one for each. */
  readonly to: readonly ChangedRegion[];
  readonly effectiveOn: CivilDate;
}

/**
 * `shape`: number or level of the codes, a missing name. `unknown`: a code that is not known. `overlapping`: it does not
 * stand on that day, or another change of it is stored. `circle`: a code succeeds itself. `used`: a new region's code had
 * another meaning once.
 */
export type RegionChangeFault = 'shape' | 'unknown' | 'overlapping' | 'circle' | 'used';

/** The change cannot be made. */
export class RegionChangeRefused extends Error {
  override readonly name = 'RegionChangeRefused';

  constructor(
    readonly fault: RegionChangeFault,
    readonly code: Region,
  ) {
    super(`${fault}: ${code}`);
  }
}

/**
 * Rows that a change adds or gives an end: all codes with what lies in them. The parts of a region that gets another code
 * keep their own digits behind it; those of a merged one are handed to the part of the same name in its successor, else
 * to the successor.
 *
 * @throws RegionChangeRefused
 */
export function rowsOfChange(directory: RegionDirectory, change: RegionChange): RegionRow[] {
  checkShape(change);
  const { kind, from, to, effectiveOn } = change;
  for (const code of from) checkStands(directory, code, effectiveOn);
  const rows: RegionRow[] = [];
  for (const region of to) rows.push(...begin(directory, region, change));
  from.forEach((code, index) => {
    const target = to[index]?.code ?? to[0]?.code ?? code;
    const successor = kind === 'MOVE' ? target : (to[0]?.code ?? code);
    if (successor === code || to.some((region) => region.code === code)) return;
    rows.push(...handOn(directory, code, successor, change));
  });
  return rows;
}

function checkShape({ kind, from, to, effectiveOn }: RegionChange): void {
  const first = from[0] ?? '';
  const codes = [...from, ...to.map(({ code }) => code)];
  const expected = {
    MERGE: from.length >= 1 && to.length === 1,
    RENAME: from.length === 1 && to.length === 1,
    SPLIT: from.length === 1 && to.length >= 2,
    MOVE: from.length >= 1 && to.length === from.length,
  }[kind];
  const isOfOneLevel = codes.every((code) => isRegionCode(code) && code.length === first.length);
  const isTwice = new Set(from).size < from.length || new Set(to.map(({ code }) => code)).size < to.length;
  if (!expected || !isOfOneLevel || isTwice || !isCivilDate(effectiveOn)) {
    throw new RegionChangeRefused('shape', first);
  }
  const itself = to.find(({ code }) => from.includes(code));
  if (itself && (kind === 'MERGE' || kind === 'MOVE')) throw new RegionChangeRefused('circle', itself.code);
}

/** It stands on the day, and no end of it is stored. */
function checkStands(directory: RegionDirectory, code: Region, date: CivilDate): void {
  const row = directory.find(code);
  if (row === undefined) throw new RegionChangeRefused('unknown', code);
  if (row.to !== undefined || !directory.isInForce(code, date) || row.from === date) {
    throw new RegionChangeRefused('overlapping', code);
  }
}

function begin(directory: RegionDirectory, { code, name }: ChangedRegion, change: RegionChange): RegionRow[] {
  const { kind, from, effectiveOn } = change;
  const known = directory.find(code);
  if (from.includes(code)) {
    if (known === undefined || kind === 'SPLIT') return [];
    if (name === undefined || name === known.name) throw new RegionChangeRefused('shape', code);
    return [
      { ...known, to: effectiveOn, successor: code },
      { code, name, from: effectiveOn },
    ];
  }
  if (known !== undefined) {
    if (kind !== 'MERGE') throw new RegionChangeRefused('used', code);
    checkStands(directory, code, effectiveOn);
    return [];
  }
  if (name === undefined) throw new RegionChangeRefused('shape', code);
  const parent = code.slice(0, { 12: 9, 9: 6, 6: 4, 4: 2 }[code.length] ?? 0);
  if (parent !== '') checkParent(directory, parent, effectiveOn);
  return [{ code, name, from: effectiveOn }];
}

function checkParent(directory: RegionDirectory, parent: Region, date: CivilDate): void {
  const row = directory.find(parent);
  if (row === undefined) throw new RegionChangeRefused('unknown', parent);
  if (row.to !== undefined || !directory.isInForce(parent, date)) {
    throw new RegionChangeRefused('overlapping', parent);
  }
}

/** Ends a code and all in it. */
function handOn(
  directory: RegionDirectory,
  code: Region,
  successor: Region,
  { kind, effectiveOn }: RegionChange,
): RegionRow[] {
  const successors = new Map([[code, successor]]);
  const keepsDigits = kind === 'RENAME' || kind === 'MOVE';
  const rows: RegionRow[] = [];
  const end = (row: RegionRow, by: Region): void => {
    if (row.to !== undefined) throw new RegionChangeRefused('overlapping', row.code);
    successors.set(row.code, by);
    rows.push({ ...row, to: effectiveOn, successor: by });
  };
  const own = directory.find(code);
  if (own) end(own, successor);
  const parts = [...directory.descendants(code, effectiveOn)].sort((a, b) => a.code.length - b.code.length);
  for (const part of parts) {
    if (keepsDigits) {
      const moved = successor + part.code.slice(code.length);
      if (directory.find(moved)) throw new RegionChangeRefused('used', moved);
      end(part, moved);
      rows.push({ code: moved, name: part.name, from: effectiveOn });
      continue;
    }
    const parent = [...successors.keys()].findLast((above) => part.code.startsWith(above)) ?? code;
    const into = successors.get(parent) ?? successor;
    const namesake = directory.children(into, effectiveOn).find(({ name }) => name === part.name);
    end(part, namesake?.code ?? into);
  }
  return rows;
}
