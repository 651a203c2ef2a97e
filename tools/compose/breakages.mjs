/**
 * Ways to break docker-compose.yml, each with a part of the problem that has to be found.
 * @type {readonly (readonly [what: string, pattern: RegExp, replacement: string, problem: string])[]}
 */
export const BREAKAGES = [
  ['a key that Compose does not know', /restart: unless-stopped/, 'restrat: unless-stopped', 'restrat'],
  ['a value of the wrong type', /stop_grace_period: 25s/, 'stop_grace_period: [25]', 'stop_grace_period'],
  ['no YAML', /^services:$/m, 'services: {', 'YAML'],
  ['an image without a version', /postgres:18\.4-trixie/, 'postgres', 'image postgres is not pinned'],
  ['the latest image', /apache\/kafka:4\.4\.0/, 'apache/kafka:latest', 'is not pinned'],
  ['a major version only', /postgres:18\.4-trixie/, 'postgres:18', 'is not pinned'],
  [
    'a password in the file',
    /\$\{POSTGRES_PASSWORD:\?[^}]*\}\n/,
    'hunter2\n',
    'POSTGRES_PASSWORD is a secret',
  ],
  [
    'a password with a default',
    /(POSTGRES_PASSWORD: )\$\{POSTGRES_PASSWORD:\?[^}]*\}/,
    '$1$${POSTGRES_PASSWORD:-postgres}',
    'POSTGRES_PASSWORD is a secret',
  ],
  [
    'a password in a URL',
    /(DATABASE_URL: postgres:\/\/gateway:)\$\{[^}]*\}/,
    '$1hunter2',
    'DATABASE_URL holds a password',
  ],
  ['a secret that may be empty', /\$\{PERSON_KEY_SECRET:\?[^}]*\}/, '$${PERSON_KEY_SECRET}', 'is a secret'],
  ['a misspelt setting', /TOPIC_PARTITIONS: /, 'TOPIC_PARTITION: ', 'TOPIC_PARTITION is no setting'],
  [
    'an issuer that cannot be asked for its keys',
    /TOKEN_ISSUER: \$\{[^}]*\}/,
    'TOKEN_ISSUER: minzheng',
    'JWKS_URL is missing',
  ],
  ['a setting left out', /^ {2}TOKEN_ISSUER: .*$/m, '', 'TOKEN_ISSUER is missing'],
  ['a value that the service refuses', /SANDBOX:-false/, 'SANDBOX:-no', 'SANDBOX must be true or false'],
  ['a signing key left out', /^ +REPORT_SIGNING_KEY_FILE: .*$/m, '', 'REPORT_SIGNING_KEY_FILE'],
  ['a secret that is not mounted', /^ {4}secrets: \[.*\]$/m, '', 'is not mounted'],
  [
    'a program that is not built',
    /dist\/main\.gateway\.js/,
    'dist/gateway.js',
    'no program services/verification',
  ],
  [
    'a service left out',
    /command: \[services\/verification\/dist\/main\.js\]/,
    'command: [tools/provision.mjs]',
    'no service runs services/verification/dist/main.js',
  ],
  ['a dependency that is nowhere', /^ {4}provision:$/m, '    provide:', 'provide is no service'],
  ['no limits', /limits: \{ cpus: '2\.0', memory: 2G \}/, 'limits: {}', 'postgres has no limit'],
  ['no health check', /test: \[CMD, pg_isready.*\]/, 'disable: true', 'postgres has no health check'],
  [
    'a database that nobody makes',
    /@postgres:5432\/gateway\n(?= {4}depends_on)/,
    '@postgres:5432/gate\n',
    'database gateway is not provisioned',
  ],
  ['several copies on one host', /TOPIC_REPLICATION: 1/, 'TOPIC_REPLICATION: 3', 'single broker'],
  [
    'a variable without a word in .env.example',
    /\{LOG_LEVEL:-info\}/,
    '{LEVEL:-info}',
    'LEVEL is not in .env.example',
  ],
];
