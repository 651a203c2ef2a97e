import { KAFKA_SETTINGS } from './kafka-settings.js';
import { variableOf } from './read-settings.js';
import type { DescribedSetting, SettingsSchema } from './setting.js';
import {
  DATABASE_SETTINGS,
  GENERAL_SETTINGS,
  HTTP_SETTINGS,
  KEY_SETTINGS,
  TELEMETRY_SETTINGS,
  TOKEN_SETTINGS,
} from './platform-settings.js';

/** The part of `docs/settings.md` that tells of one schema, under a heading. */
export function describeSettings(title: string, schema: SettingsSchema): string {
  return [
    `## ${title}`,
    '',
    '| setting | is | must be | default | example |',
    '| --- | --- | --- | --- | --- |',
  ]
    .concat(Object.entries(schema).map(([property, setting]) => row(variableOf(property), setting)))
    .join('\n')
    .concat('\n');
}

/** What `docs/settings.md` says of the settings that every service has. */
export const PLATFORM_SETTINGS_SECTION = [
  describeSettings('Every service: database', DATABASE_SETTINGS),
  describeSettings('Every service: Kafka', KAFKA_SETTINGS),
  describeSettings('Every service: HTTP', HTTP_SETTINGS),
  describeSettings('Every service: tokens', TOKEN_SETTINGS),
  describeSettings('Every service: secrets of persons', KEY_SETTINGS),
  describeSettings('Every service: telemetry', TELEMETRY_SETTINGS),
  describeSettings('Every service: the rest', GENERAL_SETTINGS),
].join('\n');

function row(name: string, setting: DescribedSetting<unknown>): string {
  const { description, expects, example, secret } = setting;
  const cells = [
    secret ? `\`${name}\` or \`${name}_FILE\` · **secret**` : `\`${name}\``,
    description,
    expects,
    fallbackOf(setting),
    secret ? example : `\`${example}\``,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function fallbackOf(setting: DescribedSetting<unknown>): string {
  if (!('fallback' in setting)) return '**required**';
  return setting.fallbackText ? `\`${setting.fallbackText}\`` : 'none';
}
