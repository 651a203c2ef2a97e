import type { Environment } from './read-settings.js';

/** Names from this length on are looked at for misspelt twins; shorter ones have too many by chance. */
const MISSPELLABLE_LENGTH = 8;
const MISSPELT_DISTANCE = 2;

/** Families that somebody else defines, and of which a program of ours may read a member. */
const FOREIGN_FAMILIES = new Set(['OTEL']);
/** What Kubernetes tells every container about a Service named like a family: `KAFKA_SERVICE_HOST`. */
const SERVICE_LINK =
  /_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/;
const SERVICE_LINK_ADDRESS = /^(tcp|udp|sctp):\/\//;

/**
 * Variables that are meant for this program and that it does not know, each with the nearest setting that there is
 * (decision 6). Meant for it is what shares the first word of one of its settings (`TOPIC_…`), and what is a known name
 * but for one or two letters. Everything else in an environment is somebody else's.
 *
 * @param known - names of all variables that the program reads
 */
export function unknownSettings(known: readonly string[], environment: Environment): string[] {
  const names = new Set(known);
  const families = new Set(known.flatMap(familyOf));
  return Object.entries(environment)
    .filter(([name, value]) => !names.has(name) && value !== undefined && !isForeign(name, value))
    .filter(([name]) => familyOf(name).some((family) => families.has(family)) || isMisspelt(name, known))
    .map(([name]) => `${name} is unknown: is ${nearest(name, known)} meant?`);
}

/** `TOPIC` of `TOPIC_PARTITIONS`; a single word belongs to no family. */
function familyOf(name: string): string[] {
  const [first = '', ...rest] = name.split('_');
  return rest.length > 0 && first !== '' ? [first] : [];
}

function isForeign(name: string, value: string): boolean {
  if (familyOf(name).some((family) => FOREIGN_FAMILIES.has(family))) return true;
  return SERVICE_LINK.test(name) || (name.endsWith('_PORT') && SERVICE_LINK_ADDRESS.test(value));
}

function isMisspelt(name: string, known: readonly string[]): boolean {
  if (name.length < MISSPELLABLE_LENGTH) return false;
  return known.some(
    (candidate) =>
      candidate.length >= MISSPELLABLE_LENGTH && distance(name.toUpperCase(), candidate) <= MISSPELT_DISTANCE,
  );
}

function nearest(name: string, known: readonly string[]): string {
  const distances = known.map((candidate) => ({
    candidate,
    far: distance(name.toUpperCase(), candidate),
  }));
  return distances.reduce((best, next) => (next.far < best.far ? next : best)).candidate;
}

/** Levenshtein distance. */
function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...left].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...right].entries()) {
      current.push(
        Math.min(
          (previous[column] ?? 0) + (letter === other ? 0 : 1),
          (previous[column + 1] ?? 0) + 1,
          (current[column] ?? 0) + 1,
        ),
      );
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
