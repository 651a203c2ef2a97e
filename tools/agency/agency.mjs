/**
 * `npm run agency`: plays an agency (数源部门) against a running system, as its own system would meet it: facts by HTTP, a
 * file with its manifest, questions that are picked up and answered. Prints what became of each row.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions, refuse, wholeNumber } from '../setup/options.mjs';
import { DATA_DIR } from '../setup/paths.mjs';
import { BEHAVIOURS } from './behaviours.mjs';
import { AGENCY_CODES } from './facts.mjs';
import { System } from './system.mjs';

const USAGE = `npm run agency -- --agency <code> --behaviour <behaviour> [--people 20] [--seed agency] [--wrong 0] [--delay 5]
             [--gateway http://127.0.0.1:8083] [--verification http://127.0.0.1:8082] [--token <file>] [--key <file>] [--at <instant>]

  behaviours:
${Object.entries(BEHAVIOURS)
  .map(([name, { does }]) => `    ${name.padEnd(15)} ${does}`)
  .join('\n')}

  agencies: ${AGENCY_CODES.join(' ')}
  --people   made-up people of the sandbox whom it knows; always the same for a --seed
  --wrong    so many of them with an ID number that is not valid
  --token    file with the agency's token; default: the one that npm start writes
  --key      file with its private key (JWK, Ed25519), with which it signs manifests; default: none
  --at       business instant of what it knows; default: the clock of the gateway's sandbox, else now

It ends with 1 when a call is refused that it does not expect to be refused.`;

const { values } = readOptions(USAGE, {
  options: {
    agency: { type: 'string', default: '' },
    behaviour: { type: 'string', default: 'fast' },
    people: { type: 'string', default: '20' },
    seed: { type: 'string', default: 'agency' },
    wrong: { type: 'string', default: '0' },
    delay: { type: 'string', default: '5' },
    gateway: { type: 'string', default: 'http://127.0.0.1:8083' },
    verification: { type: 'string', default: 'http://127.0.0.1:8082' },
    token: { type: 'string' },
    key: { type: 'string' },
    at: { type: 'string' },
  },
});
const agency = String(values.agency).toUpperCase();
const behaviour = BEHAVIOURS[String(values.behaviour)];
if (!AGENCY_CODES.includes(agency)) refuse(USAGE, '--agency is one of the codes below');
if (behaviour === undefined) refuse(USAGE, `--behaviour ${values.behaviour} is none of those below`);
const count = wholeNumber(USAGE, '--people', values.people, 1);
const wrong = wholeNumber(USAGE, '--wrong', values.wrong);
const delayMs = wholeNumber(USAGE, '--delay', values.delay) * 1_000;
if (values.at !== undefined && Number.isNaN(Date.parse(values.at)))
  refuse(USAGE, `--at: ${values.at} is no instant`);
const tokenFile = values.token ?? join(DATA_DIR, 'tokens', `agency-${agency.toLowerCase()}`);
if (!existsSync(tokenFile))
  refuse(USAGE, `${tokenFile} is not there: start the system with npm start, or name a --token`);

const system = new System({
  gateway: String(values.gateway),
  verification: String(values.verification),
  agency,
  token: readFileSync(tokenFile, 'utf8').trim(),
  ...(values.key === undefined ? {} : { key: JSON.parse(readFileSync(values.key, 'utf8')) }),
});
try {
  const people = await system.people(String(values.seed), count);
  const at = values.at === undefined ? await businessInstant() : new Date(values.at);
  console.log(
    `${agency} behaves ${values.behaviour}: ${behaviour?.does}; ${people.length} people, ${at.toISOString()}`,
  );
  await behaviour?.play({
    ...{ system, people, at, delayMs, wrong },
    tell: (line) => console.log(line),
    unexpected: () => (process.exitCode = 1),
  });
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  console.error(`${error instanceof Error ? error.message : error}${cause}`);
  process.exitCode = 1;
}

/** What an agency knows is not from the future of a sandbox whose clock was moved. */
async function businessInstant() {
  const file = join(DATA_DIR, 'tokens', 'sandbox-operator');
  if (!existsSync(file)) return new Date();
  const { status, body } = await system.call(`${system.gateway}/v1/sandbox/clock`, {
    token: readFileSync(file, 'utf8').trim(),
  });
  return status === 200 ? new Date(body.instant) : new Date();
}
