/**
 * Names of the files of the write-ahead log (预写日志) in an archive, and what follows from them. A segment is named
 * `<timeline><number>`: 8 and 16 hexadecimal digits; what it holds is told by its number alone, so a history of two timelines
 * is ordered by it too.
 */

/** `00000002.history`: where a timeline begins. */
const HISTORY = /^([0-9A-F]{8})\.history$/;
/** `000000010000000000000003` */
const SEGMENT = /^[0-9A-F]{24}$/;
/** `000000010000000000000003.00000028.backup`: what the server itself notes of a base copy. */
const BACKUP_NOTE = /^([0-9A-F]{24})\.[0-9A-F]{8}\.backup$/;
const BYTES_OF_A_LOG = 0x1_0000_0000n;

/** @param {string} name */
export function isSegment(name) {
  return SEGMENT.test(name);
}

/**
 * The names of all segments of one timeline from `first` to `last`, both included.
 * @param {string} first
 * @param {string} last
 * @param {number} segmentBytes
 * @returns {string[]}
 */
export function segmentsBetween(first, last, segmentBytes) {
  const from = numberOf(first, segmentBytes);
  const to = numberOf(last, segmentBytes);
  const names = [];
  for (let number = from; number <= to; number++) names.push(nameOf(first.slice(0, 8), number, segmentBytes));
  return names;
}

/**
 * Those of the names that the oldest base copy which is kept does not need: segments before its first, and what the server
 * noted of copies before it. Histories of timelines are small and stay.
 * @param {readonly string[]} names
 * @param {string} oldestFirst the first segment that the oldest kept copy needs
 * @returns {string[]}
 */
export function removableFrom(names, oldestFirst) {
  const kept = oldestFirst.slice(8);
  return names.filter((name) => {
    const segment = SEGMENT.test(name) ? name : BACKUP_NOTE.exec(name)?.[1];
    return segment !== undefined && segment.slice(8) < kept;
  });
}

/**
 * The last segment up to which the archive has all since `first`, and the first that is missing before a later one.
 * @param {readonly string[]} names what the archive holds
 * @param {string} first
 * @param {number} segmentBytes
 * @returns {{ last: string | undefined, gap: string | undefined }}
 */
export function reachOf(names, first, segmentBytes) {
  const numbers = new Map(
    names
      .filter((name) => SEGMENT.test(name))
      .sort()
      .map((name) => [numberOf(name, segmentBytes), name]),
  );
  const highest = [...numbers.keys()].reduce((high, number) => (number > high ? number : high), -1n);
  /** @type {string | undefined} */
  let last;
  for (let number = numberOf(first, segmentBytes); number <= highest; number++) {
    const name = numbers.get(number);
    if (name === undefined) return { last, gap: nameOf(first.slice(0, 8), number, segmentBytes) };
    last = name;
  }
  return { last, gap: undefined };
}

/**
 * The segment in which a recovery came to its end, though the archive goes on behind it: something in it, or where the next one
 * begins, cannot be read.
 * @param {readonly string[]} names what the archive held before
 * @param {string} target the number of the timeline that it followed, or `latest`
 * @param {{ lastRead: string, lastRecord: string }} recovery the last segment that the server took from the archive, and where
 *   the last record begins that it replayed: `0/5000028`
 * @param {number} segmentBytes
 * @returns {string | undefined}
 */
export function brokenAt(names, target, { lastRead, lastRecord }, segmentBytes) {
  const timelines = names.flatMap(
    (name) => HISTORY.exec(name)?.[1] ?? (SEGMENT.test(name) ? [name.slice(0, 8)] : []),
  );
  const followed = target === 'latest' ? timelines.toSorted().at(-1) : hexOf(BigInt(target));
  // where a timeline begins, the one before it may go on, and does not count
  if (followed === undefined || !lastRead.startsWith(followed)) return undefined;
  const [log = '', inLog = ''] = lastRecord.split('/');
  const perLog = BYTES_OF_A_LOG / BigInt(segmentBytes);
  const number = BigInt(`0x${log}`) * perLog + BigInt(`0x${inLog}`) / BigInt(segmentBytes);
  const last = nameOf(followed, number, segmentBytes);
  return names.some((name) => SEGMENT.test(name) && name.startsWith(followed) && name > last)
    ? last
    : undefined;
}

/** @param {bigint} part */
function hexOf(part) {
  return part.toString(16).toUpperCase().padStart(8, '0');
}

/** @param {string} name @param {number} segmentBytes */
function numberOf(name, segmentBytes) {
  const perLog = BYTES_OF_A_LOG / BigInt(segmentBytes);
  return BigInt(`0x${name.slice(8, 16)}`) * perLog + BigInt(`0x${name.slice(16)}`);
}

/** @param {string} timeline @param {bigint} number @param {number} segmentBytes */
function nameOf(timeline, number, segmentBytes) {
  const perLog = BYTES_OF_A_LOG / BigInt(segmentBytes);
  return `${timeline}${hexOf(number / perLog)}${hexOf(number % perLog)}`;
}
