/** To which moments a restore can go, and from which base copy (基础备份). */

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * What of a base copy decides about moments.
 * @typedef {object} Copied
 * @property {string} name
 * @property {string} endedAt RFC 3339: from here on it can be rolled forward to any moment
 */

/**
 * @param {string} text
 * @returns {Date | undefined} undefined where it is no RFC 3339 instant with its offset
 */
export function readMoment(text) {
  if (!INSTANT.test(text)) return undefined;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

/**
 * The newest base copy that had ended by the moment: the least has to be rolled forward from it.
 * @template {Copied} T
 * @param {readonly T[]} copies
 * @param {Date | 'latest'} moment
 * @param {Date | undefined} archiveEnd when the last segment was archived: later commits are in none
 * @returns {{ copy: T } | { refusal: string }}
 */
export function copyFor(copies, moment, archiveEnd) {
  const ordered = copies.toSorted((a, b) => a.endedAt.localeCompare(b.endedAt));
  const [earliest] = ordered;
  const latest = ordered.at(-1);
  if (!earliest || !latest) return { refusal: 'there is no complete base copy' };
  if (moment === 'latest') return { copy: latest };
  const window = `possible is from ${earliest.endedAt} to ${archiveEnd?.toISOString() ?? 'the end of the archive'}`;
  if (moment.toISOString() < earliest.endedAt) {
    return { refusal: `${moment.toISOString()} is before the end of the first base copy: ${window}` };
  }
  if (archiveEnd !== undefined && moment > archiveEnd) {
    return {
      refusal: `${moment.toISOString()} is behind the end of the archive: ${window}, or --to-moment latest`,
    };
  }
  const copy = ordered.findLast(({ endedAt }) => endedAt <= moment.toISOString()) ?? earliest;
  return { copy };
}

/**
 * Which base copies go when so many are kept: the newest stay.
 * @template {Copied} T
 * @param {readonly T[]} copies
 * @param {number} keep
 * @returns {{ kept: T[], removed: T[] }} the oldest first
 */
export function keptOf(copies, keep) {
  const ordered = copies.toSorted((a, b) => a.endedAt.localeCompare(b.endedAt));
  const removed = ordered.slice(0, Math.max(0, ordered.length - keep));
  return { kept: ordered.slice(removed.length), removed };
}
