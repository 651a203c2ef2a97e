/** Runs the stories of alerts: in each the cause is made on the running system, looked at, and taken away again. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stringify } from 'yaml';
import { runPromtool } from './promtool.mjs';
import { ALERTS_FILE } from './rules.mjs';
import { CAUSED_MINUTES, CLEARED_MINUTES, inputOf, QUIET_MINUTES, readTargets } from './samples.mjs';

/** @typedef {import('./samples.mjs').Sample} Sample */
/** @typedef {import('./samples.mjs').Moment} Moment */

/** What the figures tell of a cause. @typedef {(sample: Sample) => boolean} Sign */

/**
 * What makes alerts fire, and what ends it.
 * @typedef {object} Story
 * @property {string} title
 * @property {Readonly<Record<string, string | readonly string[]>>} alerts severities by the alert that it has to fire
 * @property {() => Promise<void>} [cause]
 * @property {Sign | readonly Sign[]} [isCaused] each of them while it lasts, none of them when it is over; left out where only
 *   what is counted `during` it counts
 * @property {() => Promise<void>} [during] between the two looks: what has to be counted
 * @property {() => Promise<void>} [clear]
 * @property {number} [waitMs] for the figures to tell it; default one minute
 */

/** @typedef {{ story: Story, moments: import('./samples.mjs').Story }} Told */

const LOOK_MS = 500;
const WAIT_MS = 60_000;

/** What a story has to fire. @param {Story} story @returns {{ alert: string, severity: string }[]} */
export function alertsOf({ alerts }) {
  return Object.entries(alerts).flatMap(([alert, severities]) =>
    [severities].flat().map((severity) => ({ alert, severity })),
  );
}

/**
 * @param {readonly Story[]} stories told one after the other; one that does not come about keeps none of the others back
 * @param {Readonly<Record<string, string>>} targets
 * @param {(line: string) => void} log
 * @returns {Promise<{ told: Told[], failures: string[] }>}
 */
export async function tellAll(stories, targets, log) {
  /** @type {Told[]} */
  const told = [];
  /** @type {string[]} */
  const failures = [];
  for (const story of stories) {
    const startedAt = Date.now();
    try {
      told.push({ story, moments: await tell(story, targets) });
      log(`${story.title} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failures.push(`${story.title}: ${error instanceof Error ? error.stack : error}`);
    }
  }
  return { told, failures };
}

/** @param {Story} story @param {Readonly<Record<string, string>>} targets @returns {Promise<Told['moments']>} */
async function tell({ cause, during, clear, isCaused, waitMs }, targets) {
  const signs = [isCaused ?? []].flat();
  const quiet = await look(targets);
  try {
    await cause?.();
    await until('the figures tell of it', waitMs, targets, (sample) => signs.every((sign) => sign(sample)));
    const caused = await look(targets, during);
    await clear?.();
    await until(
      'the figures tell that it is over',
      waitMs,
      targets,
      (sample) => !signs.some((sign) => sign(sample)),
    );
    return { quiet, caused, cleared: await look(targets) };
  } catch (error) {
    await clear?.().catch(() => undefined);
    throw error;
  }
}

/** @param {Readonly<Record<string, string>>} targets @param {() => Promise<void>} [between] @returns {Promise<Moment>} */
async function look(targets, between) {
  const first = await readTargets(targets);
  await between?.();
  return { at: Date.now() / 1000, first, second: await readTargets(targets) };
}

/**
 * @param {string} what @param {number | undefined} waitMs @param {Readonly<Record<string, string>>} targets
 * @param {(sample: Sample) => boolean} isSo
 */
async function until(what, waitMs = WAIT_MS, targets, isSo) {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const sample = await readTargets(targets);
    if (isSo(sample)) return;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${waitMs / 1000} s`);
    await delay(LOOK_MS);
  }
}

/**
 * Gives what was read to Prometheus' rules: each alert is silent before, fires, and is silent again.
 * @param {string} promtool @param {readonly Told[]} told
 * @returns {Promise<{ alert: string, problem: string | undefined }[]>}
 */
export async function judge(promtool, told) {
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  try {
    const results = [];
    for (const [index, { story, moments }] of told.entries()) {
      for (const { alert, severity } of alertsOf(story)) {
        const file = `${index}-${alert}-${severity}.test.yml`;
        writeFileSync(join(folder, file), stringify(testOf(alert, severity, moments)));
        const { code, output } = await runPromtool(promtool, ['test', 'rules', file], { cwd: folder });
        results.push({ alert: `${alert} (${severity})`, problem: code === 0 ? undefined : output.trim() });
      }
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} alert @param {string} severity @param {import('./samples.mjs').Story} moments */
function testOf(alert, severity, moments) {
  const firing = `count(ALERTS{alertname="${alert}",alertstate="firing",severity="${severity}"}) > 0 or vector(0)`;
  const at = (/** @type {number} */ minute, /** @type {boolean} */ fires) => ({
    expr: `(${firing}) > bool 0`,
    eval_time: `${minute}m`,
    exp_samples: [{ labels: '{}', value: fires ? 1 : 0 }],
  });
  return {
    rule_files: [ALERTS_FILE],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: inputOf(alert, moments),
        promql_expr_test: [
          at(QUIET_MINUTES - 1, false),
          at(QUIET_MINUTES + CAUSED_MINUTES - 1, true),
          at(QUIET_MINUTES + CAUSED_MINUTES + CLEARED_MINUTES - 1, false),
        ],
      },
    ],
  };
}
