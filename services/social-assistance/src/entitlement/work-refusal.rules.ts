import type { CivilDate } from '@minzheng/kernel/months';

/** So many refusals running cost the person's own part of the base. */
const REFUSALS_RUNNING = 3;

/** Days on which work was refused, and on which the person took up some. */
export interface WorkRecord {
  readonly refusedOn: readonly CivilDate[];
  readonly employedFrom: readonly CivilDate[];
}

/**
 * The refusal that made suitable work refused three times running (连续三次拒绝就业), as its number among all of the person's;
 * each further three running make another one. Work that was taken up ends the run.
 *
 * Legal basis: 民发〔2021〕57号 art. 34.
 *
 * @returns undefined while it is not so
 */
export function refusalThatCounts({ refusedOn, employedFrom }: WorkRecord): number | undefined {
  const lastWork = employedFrom.toSorted().at(-1) ?? '';
  const running = refusedOn.filter((day) => day > lastWork).length;
  return running < REFUSALS_RUNNING ? undefined : refusedOn.length - (running % REFUSALS_RUNNING);
}
