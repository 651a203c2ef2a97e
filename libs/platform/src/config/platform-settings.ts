import { readSettings, InvalidSettings, type Environment } from './read-settings.js';
import {
  brokersSetting,
  choiceSetting,
  flagSetting,
  integerSetting,
  keyRingSetting,
  secretRingSetting,
  networksSetting,
  rateSetting,
  rolesSetting,
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
  /**
   * Where the keys of tokens are: an endpoint, or a local file for one machine. Empty: the issuer's own configuration says
   * it (OpenID Connect Discovery).
   */
  jwksUrl: urlSetting(['https:', 'http:', 'file:'], ''),
  /** The `iss` of tokens. */
  tokenIssuer: textSetting(),
  /** The `aud` of tokens. */
  tokenAudience: textSetting({ fallback: 'minzheng' }),
  /** Stands before the claims `region`, `org`, `role`, `person`, `party` and `name`: `https://id.example/`. */
  tokenClaimPrefix: textSetting({ fallback: '' }),
  /** Proxies whose `X-Forwarded-For` is believed: without them all clients of a proxy have one address. */
  trustedProxies: networksSetting(),
  /** Of one client (token subject) for each purpose or resource, in this process. */
  rateLimitClient: rateSetting('2000/20000'),
  /** Of one address on the routes that need no token. */
  rateLimitPublic: rateSetting('20/200'),
  /** Of one client on routes that show what others see masked. */
  rateLimitReveal: rateSetting('2/60'),
  /** Answers 401 to one address. */
  rateLimitUnauthenticated: rateSetting('100/6000'),
  /** How long a break-glass access lasts. */
  breakGlassHours: integerSetting(1, 72, 4),
  /** Working days in which it is to be reviewed. */
  breakGlassReviewDays: integerSetting(1, 60, 5),
  /** A sandbox has a movable business clock; nothing in it has legal effect. */
  sandbox: flagSetting(false),
  /** The roles that the issuer of a sandbox gives tokens for: its documentation lists them. */
  sandboxRoles: rolesSetting(),
  /** Data file of regions (`npm run regions`); empty: the platform's own. */
  regionData: textSetting({ fallback: '' }),
  personKeySecret: textSetting({ minimumLength: 16 }),
  /** Secrets that persons got their keys under before, the oldest first; one may go only as decision 5 says. */
  personKeySecretsPrevious: secretRingSetting(),
  /** What the secrets of outside parties are derived from; without it no party's token is accepted. */
  pairwiseSecret: textSetting({ minimumLength: 16, fallback: '' }),
  fieldEncryptionKeys: keyRingSetting(),
  /** The key that new values are encrypted with; the others still decrypt. */
  fieldEncryptionKeyId: textSetting(),
  /** Derived from keys that are no longer among them: what they have marked, such as the audit, is still verified. */
  fieldFingerprintKeys: keyRingSetting(new Map()),
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
  if (settings.jwksUrl === '' && !/^https?:\/\/[^?#]+$/.test(settings.tokenIssuer)) {
    throw new InvalidSettings([
      'JWKS_URL is missing, and TOKEN_ISSUER is no URL at which it could be discovered',
    ]);
  }
  return settings as SettingsOf<typeof PLATFORM_SETTINGS & S>;
}
