/** What the local issuer is told by its environment. It runs without the libraries that read the settings of services. */
import { readFileSync } from 'node:fs';

const REQUIRED = ['ISSUER', 'ISSUER_FOLDER'];
const OPTIONAL = ['HOST', 'PORT', 'GATEWAY_CLIENT_SECRET_FILE'];
/** Meant for it, whatever follows. */
const ITS_OWN = /^(ISSUER|GATEWAY_CLIENT)_/;

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ host: string, port: number, issuer: string, folder: string, gatewaySecret: string | undefined }}
 * @throws Error that names all that is missing, wrong or unknown
 */
export function readIssuerSettings(environment) {
  const known = [...REQUIRED, ...OPTIONAL];
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
