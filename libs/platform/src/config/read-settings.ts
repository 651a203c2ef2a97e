import { inspect } from 'node:util';
import type { SettingsOf, SettingsSchema } from './setting.js';

/** The environment does not describe a service that could run. Names what is wrong, never a value. */
export class InvalidSettings extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`the settings are not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'InvalidSettings';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names from this length on are looked at for misspelt twins; shorter ones have too many by chance. */
const MISSPELLABLE_LENGTH = 8;
const MISSPELT_DISTANCE = 2;

/**
 * Reads the environment once into an immutable object. `databaseUrl` is read from `DATABASE_URL`.
 *
 * A variable that differs from a known name by one or two letters counts as unknown and is refused too, so that
 * a misspelt setting does not silently give way to its default.
 *
 * @throws InvalidSettings with every problem at once
 */
export function readSettings<S extends SettingsSchema>(schema: S, environment: Environment): SettingsOf<S> {
  const problems: string[] = [];
  const settings: Record<string, unknown> = {};
  for (const [property, setting] of Object.entries(schema)) {
    const name = variableOf(property);
    const text = environment[name];
    if (text === undefined || text === '') {
      if ('fallback' in setting) settings[property] = setting.fallback;
      else problems.push(`${name} is missing: it must be ${setting.expects}`);
      continue;
    }
    try {
      settings[property] = setting.read(text);
    } catch {
      problems.push(`${name} must be ${setting.expects}`);
    }
  }
  problems.push(...misspelt(Object.keys(schema).map(variableOf), environment));
  if (problems.length > 0) throw new InvalidSettings(problems);
  return Object.freeze(hideFromPrinting(settings)) as SettingsOf<S>;
}

function variableOf(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** Settings hold secrets: a stray log line or error page shows none of them. */
function hideFromPrinting(settings: Record<string, unknown>): Record<string, unknown> {
  const hidden = (): string => '[settings]';
  return Object.defineProperties(settings, {
    toJSON: { value: hidden, enumerable: false },
    [inspect.custom]: { value: hidden, enumerable: false },
  });
}

function misspelt(known: readonly string[], environment: Environment): string[] {
  const names = new Set(known);
  return Object.keys(environment)
    .filter((name) => !names.has(name) && name.length >= MISSPELLABLE_LENGTH)
    .flatMap((name) => {
      const meant = known.find(
        (candidate) =>
          candidate.length >= MISSPELLABLE_LENGTH &&
          distance(name.toUpperCase(), candidate) <= MISSPELT_DISTANCE,
      );
      return meant ? [`${name} is unknown: is ${meant} meant?`] : [];
    });
}

/** Levenshtein distance. */
function distance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > MISSPELT_DISTANCE) return Infinity;
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
  return previous[right.length] ?? Infinity;
}
