/** The story as calls: each as whoever follows it would type it against `npm start`, and what came of it. */

/** @typedef {import('./recording-proxy.mjs').Call & import('./recording-proxy.mjs').Wording} Exchange */

const HEADERS = ['content-type', 'idempotency-key', 'if-match', 'x-purpose', 'x-case-ref'];
/** A token for the person whose key it is given. */
const CITIZEN = [
  'ISSUER=http://127.0.0.1:<port of the issuer>',
  'citizen() {',
  '  curl -s -u "citizen:<secret>" -d grant_type=client_credentials -d "person=$1" "$ISSUER/token" |',
  '    node -p "JSON.parse(fs.readFileSync(0)).access_token"',
  '}',
];
/** Of a longer answer the rest is left out. */
const MOST_LINES = 60;

/**
 * @param {readonly Exchange[]} calls in any order
 * @param {readonly { at: number, heading: string }[]} headings
 * @param {ReadonlyMap<string, string>} roles by token
 * @returns {string} Markdown
 */
export function transcriptOf(calls, headings, roles) {
  const told = withoutRepetitions(calls.toSorted((one, other) => one.from - other.from));
  const parts = [
    ...headings.map(({ at, heading }) => ({ at, text: heading })),
    ...told.map((call) => ({ at: call.from, text: asTyped(call, roles) })),
  ];
  return [
    '# The story of `npm run demo`, call by call',
    'The family is invented. Identifiers, versions and keys are those of this run: yours are in the answers you get.\n' +
      '`npm start -- --clock 2025-05-12T01:00:00Z` prints the ports and writes the tokens to `.data/tokens/`;\n' +
      '`POST /v1/sandbox/clock` of each service moves its day, verification first. What no answer gives, such as the id of a\n' +
      'report, comes by an event: `npm run --silent topic` shows them. A citizen’s token is for one person; its client’s\n' +
      'secret is in `.data/issuer/clients.json`.',
    fenced(
      'sh',
      [
        ...[...new Set(told.map(({ service }) => service))].map(
          (service) => `${variableOf(service)}=http://127.0.0.1:<port of ${service}>`,
        ),
        ...CITIZEN,
      ].join('\n'),
    ),
    // a heading goes before what is called in the same millisecond
    ...parts.toSorted((one, other) => one.at - other.at).map(({ text }) => text),
    '',
  ].join('\n\n');
}

/** Whoever waits asks the same again and again: only the last counts. @param {readonly Exchange[]} calls */
function withoutRepetitions(calls) {
  const question = (/** @type {Exchange | undefined} */ call) =>
    call && [call.service, call.actor, call.method, call.url, call.body].join(' ');
  return calls.filter((call, index) => question(call) !== question(calls[index + 1]));
}

/** @param {Exchange} call @param {ReadonlyMap<string, string>} roles */
function asTyped({ service, actor, method, url, status, headers, body, answer }, roles) {
  const role = roles.get(headers.authorization?.replace(/^Bearer /i, '') ?? '');
  const token = role === undefined ? undefined : tokenOf(role, actor);
  const lines = [
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...(token === undefined ? [] : [`-H "Authorization: Bearer $(${token})"`]),
    ...HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [`-H '${name}: ${headers[name]}'`])),
    ...(body === '' ? [] : [`--data-binary '${pretty(body).replaceAll("'", String.raw`'\''`)}'`]),
  ];
  const command = [`curl "$${variableOf(service)}${url}"`, ...lines].join(' \\\n  ');
  const [path] = url.split('?');
  return [
    `### ${actor}: ${method} ${path} → ${status}`,
    fenced('sh', command),
    ...(answer === '' ? [] : [fenced('', shortened(pretty(answer)))]),
  ].join('\n\n');
}

/** The command that gives it. @param {string} role @param {string} actor */
function tokenOf(role, actor) {
  if (role === 'citizen') return actor;
  const file = role === 'agency-steward' ? `agency-${actor.split('-').at(-1)?.toLowerCase()}` : role;
  return `cat .data/tokens/${file}`;
}

/** @param {string} service @returns {string} `SOCIAL_ASSISTANCE` */
const variableOf = (service) => service.toUpperCase().replaceAll('-', '_');

/** @param {string} language @param {string} text */
const fenced = (language, text) => `\`\`\`${language}\n${text}\n\`\`\``;

/** @param {string} text */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

/** @param {string} text */
function shortened(text) {
  const lines = text.split('\n');
  if (lines.length <= MOST_LINES) return text;
  return [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES} lines more`].join('\n');
}
