/** What the local issuer is told by its environment. It runs without the libraries that read the settings of services. */
import { readFileSync } from 'node:fs';

/** By variable; what has no default is required. @type {Readonly<Record<string, { is: string, mustBe: string, fallback?: string, example: string }>>} */
const SETTINGS = {
  ISSUER: { is: 'Its URL, as its tokens name it.', mustBe: 'a URL', example: 'http://issuer:8084' },
  ISSUER_FOLDER: {
    is: 'Folder of its key and of the secrets of its clients (`clients.json`), made when they are not there.',
    mustBe: 'a text',
    example: '/var/lib/minzheng/issuer',
  },
  HOST: {
    is: 'Address on which it listens.',
    mustBe: 'a text',
    fallback: '127.0.0.1',
    example: '0.0.0.0',
  },
  PORT: {
    is: 'Port on which it listens; 0 takes any free one.',
    mustBe: 'a whole number from 0 to 65535',
    fallback: '0',
    example: '8084',
  },
  GATEWAY_CLIENT_SECRET_FILE: {
    is: 'File of the secret of the client `gateway`. None: one is made.',
    mustBe: 'a text',
    fallback: '',
    example: '/run/secrets/identity-client-secret',
  },
};
const REQUIRED = Object.keys(SETTINGS).filter((name) => SETTINGS[name]?.fallback === undefined);
/** What `docs/settings.md` says of them. */
export const ISSUER_SETTINGS_SECTION = [
  '## The issuer of tokens, for sandboxes (`tools/stack/issuer-server.mjs`)\n',
  '| setting | is | must be | default | example |',
  '| --- | --- | --- | --- | --- |',
  ...Object.entries(SETTINGS).map(([name, { is, mustBe, fallback, example }]) => {
    const without = fallback === undefined ? '**required**' : fallback === '' ? 'none' : `\`${fallback}\``;
    return `| \`${name}\` | ${is} | ${mustBe} | ${without} | \`${example}\` |`;
  }),
  '',
].join('\n');

/** Meant for it, whatever follows. */
const ITS_OWN = /^(ISSUER|GATEWAY_CLIENT)_/;

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ host: string, port: number, issuer: string, folder: string, gatewaySecret: string | undefined }}
 * @throws Error that names all that is missing, wrong or unknown
 */
export function readIssuerSettings(environment) {
  const known = Object.keys(SETTINGS);
  const unknown = Object.keys(environment).filter((name) => ITS_OWN.test(name) && !known.includes(name));
  const {
    HOST: host = '127.0.0.1',
    PORT = '0',
    ISSUER: issuer = '',
    ISSUER_FOLDER: folder = '',
  } = environment;
  const [port, secretFile] = [Number(PORT), environment.GATEWAY_CLIENT_SECRET_FILE];
  const problems = [
    ...unknown.map((name) => `${name} is unknown: there are ${known.join(', ')}`),
    ...REQUIRED.filter((name) => !environment[name]).map((name) => `${name} is missing`),
    ...(issuer === '' || URL.canParse(issuer) ? [] : ['ISSUER must be the URL by which tokens name it']),
    ...(Number.isInteger(port) && port >= 0 && port <= 65_535 ? [] : ['PORT must be a number up to 65535']),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const gatewaySecret = secretFile ? readFileSync(secretFile, 'utf8').trimEnd() : undefined;
  return { host, port, issuer, folder, gatewaySecret };
}
