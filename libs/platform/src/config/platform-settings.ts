import { readSettings, InvalidSettings, type Environment } from './read-settings.js';
import {
  brokersSetting,
  choiceSetting,
  flagSetting,
  integerSetting,
  keyRingSetting,
  textSetting,
  urlSetting,
  type SettingsOf,
  type SettingsSchema,
} from './setting.js';

/** Token of the settings in Nest: `@Inject(SETTINGS) settings: PlatformSettings`. */
export const SETTINGS = Symbol('SETTINGS');

/** What every service is told by its environment. */
export const PLATFORM_SETTINGS = {
  databaseUrl: urlSetting(['postgres:', 'postgresql:']),
  /** Connections that this process holds at most. */
  databasePool: integerSetting(2, 200, 20),
  kafkaBrokers: brokersSetting(),
  /** Stands before the names of topics and consumer groups where several systems share one Kafka. */
  kafkaPrefix: textSetting({ fallback: '' }),
  /** Partitions of each topic, fixed for its life. */
  topicPartitions: integerSetting(1, 1_000, 48),
  topicReplication: integerSetting(1, 9, 3),
  host: textSetting({ fallback: '127.0.0.1' }),
  /** 0 takes any free port. */
  port: integerSetting(0, 65_535, 8_080),
  /** Where the keys of tokens are: an endpoint, or a local file for one machine. */
  jwksUrl: urlSetting(['https:', 'http:', 'file:']),
  tokenIssuer: textSetting(),
  tokenAudience: textSetting({ fallback: 'minzheng' }),
  /** A sandbox has a movable business clock; nothing in it has legal effect. */
  sandbox: flagSetting(false),
  personKeySecret: textSetting({ minimumLength: 16 }),
  fieldEncryptionKeys: keyRingSetting(),
  /** The key that new values are encrypted with; the others still decrypt. */
  fieldEncryptionKeyId: textSetting(),
  logLevel: choiceSetting(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
} satisfies SettingsSchema;

export type PlatformSettings = SettingsOf<typeof PLATFORM_SETTINGS>;

/**
 * Reads the platform's settings and those that a service adds.
 *
 * @throws InvalidSettings
 */
export function readServiceSettings<S extends SettingsSchema>(
  own: S,
  environment: Environment,
): SettingsOf<typeof PLATFORM_SETTINGS & S> {
  const settings = readSettings({ ...PLATFORM_SETTINGS, ...own }, environment) as PlatformSettings;
  if (!settings.fieldEncryptionKeys.has(settings.fieldEncryptionKeyId)) {
    throw new InvalidSettings(['FIELD_ENCRYPTION_KEY_ID must name a key of FIELD_ENCRYPTION_KEYS']);
  }
  return settings as SettingsOf<typeof PLATFORM_SETTINGS & S>;
}
