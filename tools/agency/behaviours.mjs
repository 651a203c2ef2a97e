/** How an agency may behave: each is a story, told line by line. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { contradicting, factOf, sumOf } from './facts.mjs';

/**
 * @typedef {object} Play
 * @property {import('./system.mjs').System} system
 * @property {readonly { idNumber: string }[]} people
 * @property {Date} at the business instant
 * @property {number} delayMs between calls, of a slow agency
 * @property {number} wrong so many of its people have an ID number that is not valid
 * @property {(line: string) => void} tell
 * @property {() => void} unexpected something was refused that should not be, or the other way round
 */

/** @typedef {(play: Play) => Promise<void>} Behaviour */

const CALL = 200;
const PART_ROWS = 1_000;
/** Of a call; all that were refused are shown. */
const SHOWN_ROWS = 5;
const MINUTE_MS = 60_000;

/** @type {Readonly<Record<string, { does: string, play: Behaviour }>>} */
export const BEHAVIOURS = {
  fast: { does: 'sends facts at once, answers what it is asked, and sends a file', play: fast },
  slow: { does: 'does the same with a pause before each call (--delay)', play: slow },
  silent: { does: 'sends nothing, and answers nothing that it is asked', play: silent },
  repeating: { does: 'sends everything twice: the second time changes nothing', play: repeating },
  contradicting: {
    does: 'sends one record with two sums, the later and the earlier observation',
    play: contradict,
  },
  'wrong-checksum': { does: 'sends a part of a file that is not as its manifest says', play: wrongChecksum },
};

/** @type {Behaviour} */
async function fast(play) {
  await sendFacts(play);
  // a file tells how far the feed is: what is fresh is waited for no longer
  await answerQueries(play);
  await sendFile(play, await newFile(play));
}

/** @type {Behaviour} */
async function slow(play) {
  const { delayMs, tell } = play;
  tell(`waits ${delayMs / 1000} s before each call`);
  await delay(delayMs);
  await sendFacts(play);
  await delay(delayMs);
  await answerQueries(play);
  await delay(delayMs);
  await sendFile(play, await newFile(play));
}

/** @type {Behaviour} */
async function silent({ system, tell }) {
  const queries = await system.queries();
  tell(`is asked ${queries.length} questions, and answers none`);
  for (const { id, persons, dueAt } of queries) tell(`  ${id}  ${persons} persons, wanted by ${dueAt}`);
}

/** @type {Behaviour} */
async function repeating(play) {
  const { system, tell } = play;
  const batch = { facts: factsOf(play).slice(0, CALL) };
  const key = randomUUID();
  const first = await system.sendFacts(batch, key);
  tellResults(play, 'facts', first);
  const sameKey = await system.sendFacts(batch, key);
  const isFirst = sameKey.text === first.text;
  tell(`the same call again, by its Idempotency-Key: ${isFirst ? 'the first answer' : 'ANOTHER ANSWER'}`);
  const newKey = await system.sendFacts(batch);
  const ids = (/** @type {import('./system.mjs').Answer} */ { body }) =>
    JSON.stringify(body.facts?.map((/** @type {any} */ each) => each.factId));
  const areSame = ids(newKey) === ids(first);
  tell(`the same facts in a new call: ${areSame ? 'the same factIds' : 'OTHER factIds'}`);
  if (!isFirst || !areSame) play.unexpected();
  const file = await newFile(play);
  await sendFile(play, file);
  tell('the same file again:');
  await sendFile(play, file);
}

/** @type {Behaviour} */
async function contradict(play) {
  const { system, at, tell } = play;
  const facts = factsOf(play).slice(0, CALL);
  tellResults(play, 'facts', await system.sendFacts({ facts }));
  const later = new Date(at.getTime() + MINUTE_MS).toISOString();
  const earlier = new Date(at.getTime() - MINUTE_MS).toISOString();
  tell('the same records, observed a minute later, with other sums: they replace the first');
  tellResults(
    play,
    'facts',
    await system.sendFacts({ facts: facts.map((fact) => contradicting(fact, later)) }),
  );
  tell('and observed a minute earlier: they change nothing');
  tellResults(
    play,
    'facts',
    await system.sendFacts({ facts: facts.map((fact) => contradicting(fact, earlier)) }),
  );
}

/** @type {Behaviour} */
async function wrongChecksum(play) {
  const { system, tell } = play;
  const file = await newFile(play);
  const announced = await system.announce(file.manifest);
  tellAnswer(play, `manifest of file ${file.manifest.sequence}`, announced);
  if (announced.status !== 201) return;
  const [part = new Uint8Array()] = file.parts;
  const altered = Uint8Array.from(part);
  altered[0] = 0x20;
  tellRefused(play, 'part 1 with one byte altered', await system.sendPart(announced.body, 1, altered));
  tellRefused(
    play,
    'part 1 cut off in the middle',
    await system.sendPart(announced.body, 1, part.subarray(0, part.length >> 1)),
  );
  tellRefused(play, 'commit without it', await system.commit(announced.body));
  tell('the parts as the manifest says:');
  await sendFile(play, file);
}

/** @param {Play} play */
const factsOf = ({ system, people, at, wrong }) =>
  people.map((person, index) => factOf(system.agency, index < wrong ? invalid(person) : person, index, at));

/** With another check digit. @param {{ idNumber: string }} person */
function invalid({ idNumber }) {
  return { idNumber: `${idNumber.slice(0, 17)}${idNumber.endsWith('0') ? '1' : '0'}` };
}

/** @param {Play} play */
async function sendFacts(play) {
  const { system, at } = play;
  const facts = factsOf(play);
  for (let from = 0; from < facts.length; from += CALL) {
    const sent = facts.slice(from, from + CALL);
    const answers = sent.map(({ idNumber }) => ({
      ...{ idNumber, dataset: system.agency, state: 'ANSWERED' },
      observedAt: at.toISOString(),
    }));
    tellResults(
      play,
      `facts ${from + 1}–${from + sent.length}`,
      await system.sendFacts({ facts: sent, answers }),
    );
  }
}

/** @param {Play} play */
async function newFile(play) {
  const { system, at } = play;
  const rows = factsOf(play);
  const parts = [];
  for (let from = 0; from < rows.length; from += PART_ROWS) {
    parts.push(
      Buffer.from(
        rows
          .slice(from, from + PART_ROWS)
          .map((row) => `${JSON.stringify(row)}\n`)
          .join(''),
      ),
    );
  }
  const { id: agreementId } = await system.agreement();
  const manifest = system.manifest({
    ...{ agreementId, sequence: await system.nextSequence(), parts, rows, at },
    sumFen: rows.reduce((sum, row) => sum + sumOf(row), 0n),
    persons: new Set(rows.map(({ idNumber }) => idNumber)).size,
  });
  return { manifest, parts };
}

/** @param {Play} play @param {Awaited<ReturnType<typeof newFile>>} file */
async function sendFile(play, { manifest, parts }) {
  const { system, tell } = play;
  const announced = await system.announce(manifest);
  tellAnswer(play, `manifest of file ${manifest.sequence}, ${manifest.totals.rows} rows`, announced);
  if (announced.status !== 201) return;
  const file = announced.body;
  for (const [index, part] of parts.entries()) {
    tellAnswer(
      play,
      `part ${index + 1} of ${parts.length}, ${part.length} bytes`,
      await system.sendPart(file, index + 1, part),
    );
  }
  if (file.state !== 'ANNOUNCED') {
    tell(`  it is ${file.state} already: nothing is done`);
    return;
  }
  tellAnswer(play, 'commit', await system.commit(file));
  const { state, rejectedRows, reasonCode } = await system.settled(file.id);
  tell(
    `  file ${manifest.sequence} is ${state}${reasonCode ? ` (${reasonCode})` : ''}, ${rejectedRows} rows refused`,
  );
  if (rejectedRows > 0)
    for (const line of (await system.rejects(file.id)).text.trim().split('\r\n')) tell(`    ${line}`);
}

/** @param {Play} play */
async function answerQueries(play) {
  const { system, at, tell } = play;
  const queries = await system.queries();
  tell(`is asked ${queries.length} questions`);
  for (const { id, dataset } of queries) {
    const asked = await system.pickUp(id);
    if (asked.status !== 200) {
      tellAnswer(play, `question ${id}`, asked);
      continue;
    }
    const { persons, requestId } = asked.body;
    const facts = persons.map((/** @type {{ idNumber: string }} */ person, /** @type {number} */ index) =>
      factOf(system.agency, person, index, at),
    );
    const answers = persons.map((/** @type {{ idNumber: string }} */ { idNumber }) => ({
      ...{ idNumber, dataset, requestId, state: 'ANSWERED' },
      observedAt: at.toISOString(),
    }));
    tellResults(
      play,
      `question ${id}, ${persons.length} persons`,
      await system.sendFacts({ facts, answers }),
    );
  }
}

/** The outcome of the call, and of each row that was refused. @param {Play} play @param {string} what @param {import('./system.mjs').Answer} answer */
function tellResults(play, what, answer) {
  const { tell } = play;
  const { status, body } = answer;
  if (status !== 200) return tellAnswer(play, what, answer);
  for (const [name, rows] of /** @type {[string, any[]][]} */ ([
    ['facts', body.facts],
    ['answers', body.answers],
  ])) {
    const accepted = rows.filter(({ state }) => state === 'ACCEPTED').length;
    if (rows.length > 0) tell(`  ${what}: ${accepted} of ${rows.length} ${name} accepted`);
    const shown = rows.filter(({ state }, index) => state === 'REJECTED' || index < SHOWN_ROWS);
    for (const { index, state, factId = '', answerId = '', problem = '', field = '', code = '' } of shown) {
      const said = [state, factId, answerId, problem, field, code].filter((text) => text !== '');
      tell(`    row ${index}: ${said.join(' ')}`);
    }
    if (rows.length > shown.length) tell(`    … and ${rows.length - shown.length} more that were accepted`);
  }
}

/** @param {Play} play @param {string} what @param {import('./system.mjs').Answer} answer */
function tellAnswer(play, what, answer) {
  tellCall(play, what, answer);
  if (answer.status >= 400) play.unexpected();
}

/** Of a call that has to be refused. @param {Play} play @param {string} what @param {import('./system.mjs').Answer} answer */
function tellRefused(play, what, answer) {
  tellCall(play, what, answer);
  if (answer.status < 400) play.unexpected();
}

/** The state, or the problem with what it says of each member. @param {Play} play @param {string} what @param {import('./system.mjs').Answer} answer */
function tellCall({ tell }, what, { status, body, text }) {
  if (status < 400) return tell(`  ${what}: ${status} ${body?.state ?? ''}`);
  const name = body?.type?.split('/').at(-1);
  tell(`  ${what}: ${status} ${name === undefined ? text : `${name}: ${body.detail ?? body.title}`}`);
  for (const { field, code, message } of body?.errors ?? []) tell(`    ${field} ${message} (${code})`);
}
