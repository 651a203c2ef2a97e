/**
 * What the services told at moments of a run, and how it becomes the input of `promtool test rules`: each moment lasts, and
 * what is counted goes on rising as it did in it.
 */
import { figuresIn, readRules } from './rules.mjs';

/** Minutes that each moment of a run lasts for the rules: longer than any rule waits. */
export const QUIET_MINUTES = 12;
export const CAUSED_MINUTES = 100;
export const CLEARED_MINUTES = 100;

const MINUTE_SECONDS = 60;
const IS_COUNTED = /_(total|bucket|count|sum)$/;
const IS_INSTANT = /_timestamp_seconds$/;
const LINE = /^([a-zA-Z_:][\w:]*)(\{.*\})? (\S+)$/;

/** Values by series; with the label `instance` of whom they were read. @typedef {ReadonlyMap<string, number>} Sample */

/**
 * Two looks at a moment: what was counted between them is the rise of a minute.
 * @typedef {{ readonly at: number, readonly first: Sample, readonly second: Sample }} Moment
 */

/** @typedef {{ readonly quiet: Moment, readonly caused: Moment, readonly cleared: Moment }} Story */

/**
 * Reads all targets once; one that does not answer in time is down.
 * @param {Readonly<Record<string, string>>} targets URLs by the name of the service in its figures
 * @returns {Promise<Sample>}
 */
export async function readTargets(targets) {
  const read = await Promise.all(
    Object.entries(targets).map(async ([service, url]) => {
      const labels = `{instance="${service}",part_of="minzheng",service="${service}"}`;
      try {
        const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(8_000) });
        const text = await response.text();
        return [[`up${labels}`, response.ok ? 1 : 0], ...(response.ok ? seriesOf(text, service) : [])];
      } catch {
        return [[`up${labels}`, 0]];
      }
    }),
  );
  return new Map(/** @type {[string, number][]} */ (read.flat()));
}

/** @param {string} text @param {string} instance @returns {[string, number][]} */
function seriesOf(text, instance) {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '{}', value] = LINE.exec(line) ?? [];
    if (name === undefined) return [];
    const inner = labels.slice(1, -1);
    const own = inner === '' ? '' : `${inner},`;
    return [/** @type {[string, number]} */ ([`${name}{${own}instance="${instance}"}`, Number(value)])];
  });
}

/** One series of figures of a service, as a test asks for it. @param {Sample} sample @param {string} name @param {Readonly<Record<string, string>>} labels */
export function valueOf(sample, name, labels) {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  for (const [series, value] of sample) {
    if (series.startsWith(`${name}{`) && wanted.every((label) => series.includes(label))) return value;
  }
  return undefined;
}

/**
 * The series that an alert asks for, over the three moments.
 * @param {string} alert @param {Story} story
 * @returns {{ series: string, values: string }[]}
 */
export function inputOf(alert, { quiet, caused, cleared }) {
  const names = namesFor(alert);
  const isAskedFor = (/** @type {string} */ series) => {
    const name = series.slice(0, series.indexOf('{'));
    return names.has(name) || names.has(name.replace(/_(bucket|count|sum)$/, ''));
  };
  const all = new Set(
    [quiet, caused, cleared].flatMap(({ second }) => [...second.keys()]).filter(isAskedFor),
  );
  return [...all].map((series) => ({
    series,
    values: [
      valuesOf(series, quiet, QUIET_MINUTES, 0),
      valuesOf(series, caused, CAUSED_MINUTES, QUIET_MINUTES),
      valuesOf(series, cleared, CLEARED_MINUTES, QUIET_MINUTES + CAUSED_MINUTES),
    ].join(' '),
  }));
}

/** The figures in the condition of an alert, and in what it is computed from beforehand. @param {string} alert */
function namesFor(alert) {
  const rules = readRules();
  const text = rules
    .filter((rule) => ('alert' in rule ? rule.alert === alert : true))
    .filter((rule) => 'alert' in rule || asksFor(rules, alert, rule.record))
    .map(({ expr }) => expr)
    .join('\n');
  const others = [...text.matchAll(/\b(http_request_duration_seconds|nodejs_\w+|up)\b/g)].map(
    ([name]) => name,
  );
  const counted = [...text.matchAll(/\bhttp_request_duration_seconds_\w+/g)].map(
    () => 'http_request_duration_seconds',
  );
  return new Set([...figuresIn(text), ...others, ...counted]);
}

/** @param {ReturnType<typeof readRules>} rules @param {string} alert @param {string} recorded */
function asksFor(rules, alert, recorded) {
  return rules.some((rule) => 'alert' in rule && rule.alert === alert && rule.expr.includes(recorded));
}

/**
 * @param {string} series @param {Moment} moment @param {number} minutes @param {number} from minute at which it begins
 * @returns {string} in promtool's notation
 */
function valuesOf(series, { at, first, second }, minutes, from) {
  const value = second.get(series);
  if (value === undefined || !Number.isFinite(value)) return `_x${minutes}`;
  const name = series.slice(0, series.indexOf('{'));
  if (IS_INSTANT.test(name)) {
    // the clock of a test begins at 0: what counts is how far an instant is away
    return `${Math.round(value - at + from * MINUTE_SECONDS)}x${minutes - 1}`;
  }
  const rise = IS_COUNTED.test(name) ? Math.max(value - (first.get(series) ?? 0), 0) : 0;
  return `${plain(value)}+${plain(rise)}x${minutes - 1}`;
}

/** Without an exponent, which a test's notation does not know. @param {number} value */
function plain(value) {
  return Number.isInteger(value) ? value : value.toFixed(6);
}
