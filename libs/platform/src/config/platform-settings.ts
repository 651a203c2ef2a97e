import { KAFKA_SETTINGS, kafkaProblems } from './kafka-settings.js';
import { readSettings, InvalidSettings, type Environment } from './read-settings.js';
import {
  choiceSetting,
  described,
  flagSetting,
  integerSetting,
  keyRingSetting,
  secretRingSetting,
  shareSetting,
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

/** Where its data are. */
export const DATABASE_SETTINGS = {
  databaseUrl: described(
    urlSetting(['postgres:', 'postgresql:']),
    'The database that is this program’s alone: its user owns it. `?sslmode=verify-full` behind its name encrypts the connection and checks the server’s certificate (`NODE_EXTRA_CA_CERTS`).',
    { secret: true, example: 'postgres://assistance@db.example:5432/assistance' },
  ),
  databasePassword: described(
    textSetting({ fallback: '' }),
    'Password of that user, where the URL has none.',
    { secret: true, example: 'a text of letters, digits or anything else' },
  ),
  databasePool: described(
    integerSetting(2, 200, 20),
    'Connections that this process holds at most, of which a fifth (one to eight) is kept for what is asked beside a transaction. All processes together stay below PostgreSQL’s `max_connections`.',
    { example: '40' },
  ),
  databaseLockSeconds: described(
    integerSetting(1, 600, 30),
    'How long a statement waits for a lock that somebody else holds. Then what it belongs to is rolled back: a consumer tries it again, a caller is told 503 with `Retry-After`. Keep it longer than 10 s: so long a process that stands still in the middle of its work holds its locks.',
    { example: '60' },
  ),
  databaseStatementSeconds: described(
    integerSetting(60, 86_400, 3_600),
    'How long one statement runs at most, waiting included: one that never ends, such as by a wrong plan, must not hold its locks for ever. Migrations take the time they need.',
    { example: '7200' },
  ),
  databaseMigration: described(
    choiceSetting(['start', 'job'], 'start'),
    'Who brings the tables up to date. `start`: this process, before it is ready. `job`: `main.js migrate`, run before; this process does not start while a migration is missing.',
    { example: 'job' },
  ),
} satisfies SettingsSchema;

/** How it answers. */
export const HTTP_SETTINGS = {
  host: described(textSetting({ fallback: '127.0.0.1' }), 'Address on which it listens.', {
    example: '0.0.0.0',
  }),
  port: described(integerSetting(0, 65_535, 8_080), 'Port on which it listens; 0 takes any free one.', {
    example: '8080',
  }),
  drainSeconds: described(
    integerSetting(0, 300, 0),
    'How long it goes on answering after SIGTERM while it says that it is not ready, so that a load balancer takes it out first. Stopping takes up to 20 s more.',
    { example: '10' },
  ),
  trustedProxies: described(
    networksSetting(),
    'Proxies whose `X-Forwarded-For` is believed: without them all clients of a proxy have one address, and rates are limited by address where there is no token.',
    { example: '10.0.0.0/24' },
  ),
  rateLimitClient: described(
    rateSetting('2000/20000'),
    'Of one client (token subject) for each purpose or resource. Each process counts for itself.',
    { example: '500/5000' },
  ),
  rateLimitPublic: described(rateSetting('20/200'), 'Of one address on the routes that need no token.', {
    example: '20/200',
  }),
  rateLimitReveal: described(
    rateSetting('2/60'),
    'Of one client on routes that show what others see masked.',
    { example: '2/60' },
  ),
  rateLimitUnauthenticated: described(
    rateSetting('100/6000'),
    'Answers 401 to one address, after which it gets none.',
    { example: '100/6000' },
  ),
} satisfies SettingsSchema;

/** Whom it believes. */
export const TOKEN_SETTINGS = {
  tokenIssuer: described(
    textSetting(),
    'The `iss` of tokens: any OpenID Connect issuer whose access tokens are signed JWTs.',
    { example: 'https://id.example' },
  ),
  jwksUrl: described(
    urlSetting(['https:', 'http:', 'file:'], ''),
    'Where the issuer’s public keys are. Empty: `<TOKEN_ISSUER>/.well-known/openid-configuration` says it.',
    { example: 'https://id.example/jwks' },
  ),
  tokenAudience: described(textSetting({ fallback: 'minzheng' }), 'The `aud` of tokens.', {
    example: 'minzheng',
  }),
  tokenClaimPrefix: described(
    textSetting({ fallback: '' }),
    'Stands before the claims `region`, `org`, `role`, `person`, `party` and `name`, where the issuer demands it.',
    { example: 'https://id.example/' },
  ),
} satisfies SettingsSchema;

/** What protects persons. Decision 5 says how each is changed. */
export const KEY_SETTINGS = {
  personKeySecret: described(
    textSetting({ minimumLength: 16 }),
    'Turns ID numbers into person keys, the same in every service. The first one goes on leading (decision 5).',
    { secret: true, example: '64 hexadecimal digits' },
  ),
  personKeySecretsPrevious: described(
    secretRingSetting(),
    'The secrets before it, the oldest first, the same in every service; one may go only as decision 5 says.',
    { secret: true, example: '{"first":"…"}' },
  ),
  pairwiseSecret: described(
    textSetting({ minimumLength: 16, fallback: '' }),
    'What the secrets of outside parties are derived from; without it no party’s token is accepted.',
    { secret: true, example: '64 hexadecimal digits' },
  ),
  fieldEncryptionKeys: described(
    keyRingSetting(),
    'Keys of encrypted columns, of each service its own. The start names a key that is missing and still needed.',
    { secret: true, example: '{"2026-11":"<base64 of 32 bytes>"}' },
  ),
  fieldEncryptionKeyId: described(
    textSetting(),
    'The key of FIELD_ENCRYPTION_KEYS that new values are encrypted with; the others still decrypt.',
    { example: '2026-11' },
  ),
  fieldFingerprintKeys: described(
    keyRingSetting(new Map()),
    'Derived from keys that are no longer among them (`tools/fingerprint-key.mjs`): what they have marked, such as the audit, is still verified.',
    { secret: true, example: '{"2025-11":"<base64 of 32 bytes>"}' },
  ),
} satisfies SettingsSchema;

/** What else every service is told. */
export const GENERAL_SETTINGS = {
  logLevel: described(
    choiceSetting(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
    'The least that is logged.',
    { example: 'warn' },
  ),
  regionData: described(
    textSetting({ fallback: '' }),
    'Data file of regions (`npm run regions`); empty: the one that is shipped.',
    { example: '/etc/minzheng/regions.csv.gz' },
  ),
  breakGlassHours: described(
    integerSetting(1, 72, 4),
    'Hours for which a break-glass access (紧急查阅) lasts.',
    { example: '4' },
  ),
  breakGlassReviewDays: described(integerSetting(1, 60, 5), 'Working days in which it is to be reviewed.', {
    example: '5',
  }),
  sandbox: described(
    flagSetting(false),
    'A sandbox has a movable business clock; nothing in it has legal effect.',
    { example: 'true' },
  ),
  sandboxRoles: described(
    rolesSetting(),
    'The roles that the issuer of a sandbox gives tokens for: its documentation lists them.',
    { example: '[{"name":"clerk","title":"经办人员","region":"51","scopes":["assistance:cases:read"]}]' },
  ),
} satisfies SettingsSchema;

/** Where it tells what it does. Their names are OpenTelemetry's. */
export const TELEMETRY_SETTINGS = {
  otelExporterOtlpEndpoint: described(
    urlSetting(['https:', 'http:'], ''),
    'Collector (OTLP over HTTP) that traces are sent to; none: nothing is recorded. The other variables of OpenTelemetry’s OTLP exporter (`OTEL_EXPORTER_OTLP_HEADERS` …) hold too.',
    { example: 'http://collector.example:4318' },
  ),
  otelTracesSamplerArg: described(
    shareSetting(1),
    'Part of the traces that are recorded, by their id: set it the same in all services.',
    { example: '0.05' },
  ),
} satisfies SettingsSchema;

/** What every service is told by its environment. */
export const PLATFORM_SETTINGS = {
  ...DATABASE_SETTINGS,
  ...KAFKA_SETTINGS,
  ...HTTP_SETTINGS,
  ...TOKEN_SETTINGS,
  ...KEY_SETTINGS,
  ...TELEMETRY_SETTINGS,
  ...GENERAL_SETTINGS,
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
  const ofKafka = kafkaProblems(settings);
  if (ofKafka.length > 0) throw new InvalidSettings(ofKafka);
  if (settings.databasePassword !== '' && new URL(settings.databaseUrl).password !== '') {
    throw new InvalidSettings(['DATABASE_URL has a password, and DATABASE_PASSWORD gives another']);
  }
  if (settings.jwksUrl === '' && !/^https?:\/\/[^?#]+$/.test(settings.tokenIssuer)) {
    throw new InvalidSettings([
      'JWKS_URL is missing, and TOKEN_ISSUER is no URL at which it could be discovered',
    ]);
  }
  return settings as SettingsOf<typeof PLATFORM_SETTINGS & S>;
}
