import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import type { SettingsOf, SettingsSchema } from './setting.js';
import { unknownSettings } from './unknown-settings.js';

/** The environment does not describe a program that could run. Names what is wrong, never a value. */
export class InvalidSettings extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`the settings are not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'InvalidSettings';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

const OF_A_FILE = '_FILE';

/**
 * Reads the environment once into an immutable object. `databaseUrl` is read from `DATABASE_URL`; a secret `x` from `X`, or
 * from the file that `X_FILE` names, without the line's end that closes it. An empty variable counts as not set. A variable
 * that is meant for this program and that it does not know is refused (see {@link unknownSettings}), so that a misspelt
 * setting does not silently give way to its default.
 *
 * @throws InvalidSettings with every problem at once
 */
export function readSettings<S extends SettingsSchema>(schema: S, environment: Environment): SettingsOf<S> {
  const problems: string[] = [];
  const settings: Record<string, unknown> = {};
  for (const [property, setting] of Object.entries(schema)) {
    const name = variableOf(property);
    try {
      const text = textOf(name, setting.secret === true, environment);
      if (text !== undefined) settings[property] = setting.read(text);
      else if ('fallback' in setting) settings[property] = setting.fallback;
      else problems.push(`${name} is missing: it must be ${setting.expects}`);
    } catch (error) {
      problems.push(
        error instanceof InvalidSettings ? String(error.problems) : `${name} must be ${setting.expects}`,
      );
    }
  }
  problems.push(...unknownSettings(variablesOf(schema), environment));
  if (problems.length > 0) throw new InvalidSettings(problems);
  return Object.freeze(hideFromPrinting(settings)) as SettingsOf<S>;
}

/** The variable of a setting: `DATABASE_URL` of `databaseUrl`. */
export function variableOf(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** Every variable that a program with this schema reads. */
export function variablesOf(schema: SettingsSchema): string[] {
  return Object.entries(schema).flatMap(([property, { secret }]) => {
    const name = variableOf(property);
    return secret ? [name, `${name}${OF_A_FILE}`] : [name];
  });
}

/** @throws InvalidSettings */
function textOf(name: string, isSecret: boolean, environment: Environment): string | undefined {
  const text = environment[name] || undefined;
  const fileName = `${name}${OF_A_FILE}`;
  const path = isSecret ? environment[fileName] || undefined : undefined;
  if (path === undefined) return text;
  if (text !== undefined)
    throw new InvalidSettings([`${name} and ${fileName} are both set: give one of them`]);
  const content = contentOf(path, fileName).replace(/\r?\n$/, '');
  if (content === '') throw new InvalidSettings([`${fileName} names an empty file`]);
  return content;
}

/** @throws InvalidSettings */
function contentOf(path: string, fileName: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'no file' } = error as NodeJS.ErrnoException;
    throw new InvalidSettings([`${fileName} names a file that cannot be read (${code})`]);
  }
}

/** Settings hold secrets: a stray log line or error page shows none of them. */
function hideFromPrinting(settings: Record<string, unknown>): Record<string, unknown> {
  const hidden = (): string => '[settings]';
  return Object.defineProperties(settings, {
    toJSON: { value: hidden, enumerable: false },
    [inspect.custom]: { value: hidden, enumerable: false },
  });
}
