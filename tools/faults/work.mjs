/** Those who use the system: clerks with their households, agencies with their files, and whoever moves the clock. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CORE_AGENCIES } from './agency-data.mjs';
import { inParallel } from './pace.mjs';
import { householdForm, membersOf } from './population.mjs';
import { Random } from './random.mjs';
import { Suspensions } from './suspensions.mjs';

const AT_ONCE = 10;
const ANSWERS_AT_ONCE = 3;
const POLL_MS = 300;
/** For a report, while processes are killed. */
const LONGEST_WAIT_MS = 180_000;
const PURPOSES = ['DIBAO', 'EDGE', 'RIGID'];
/** Business days; the clock stands at the first when the work begins. */
export const DAYS = ['2025-05-12', '2025-05-13', '2025-05-14'];

/** @typedef {import('./agency-data.mjs').Fact} Fact */
/** @typedef {import('./population.mjs').Household} Household */

/**
 * What was acknowledged of a household's case.
 * @typedef {object} Acknowledged
 * @property {string} householdId
 * @property {readonly string[]} consentIds
 * @property {string} caseId
 * @property {string} requestId
 * @property {boolean} corrected a fact of its first report was corrected after it was issued
 */

/**
 * @typedef {object} Plan
 * @property {string} seed
 * @property {import('./population.mjs').Population} population
 * @property {import('./agency-data.mjs').AgencyData} data
 * @property {number} sendings facts that are sent in all, those that come twice counted twice
 * @property {number} [suspensions] times that each of the agreements is suspended and resumed, by commands to verification itself;
 *   default: none
 */

export class Work {
  /** @type {Acknowledged[]} */
  cases = [];
  /** Facts that were accepted, by their id. @type {Map<string, Fact>} */
  facts = new Map();
  /** How many acknowledged files a fact was in, by its id. @type {Map<string, number>} */
  sent = new Map();
  /** What was said of the same fact another time. @type {string[]} */
  contradictions = [];
  /** @type {Set<string>} */
  answerIds = new Set();
  /** Files whose sender has gone away: all of it counts, or nothing. @type {Map<string, readonly Fact[]>} */
  forsakenFiles = new Map();
  sentFacts = 0;
  /** @type {Suspensions} */
  suspensions;
  #plan;
  #stack;
  #commands;
  #random;
  /** @type {Map<string, Promise<string>>} */
  #tokens = new Map();
  /** @type {Map<Household, ReturnType<import('./agency-data.mjs').AgencyData['ofHousehold']>>} */
  #ownData;
  /** @type {Set<Household>} */
  #corrected;
  /** @type {readonly (readonly Fact[])[]} */
  #files;
  /** @type {Map<Fact, PromiseWithResolvers<void>>} */
  #awaited = new Map();
  /** @type {Promise<void>[]} */
  #later = [];

  /**
   * @param {Plan} plan
   * @param {import('../stack/stack.mjs').Stack} stack
   * @param {Pick<import('./commands.mjs').Commands, 'send' | 'forsake' | 'read'>} commands
   */
  constructor(plan, stack, commands) {
    this.#plan = plan;
    this.#stack = stack;
    this.#commands = commands;
    this.#random = new Random(`${plan.seed}/work`);
    const { households } = plan.population;
    this.suspensions = new Suspensions(plan.suspensions ?? 0, stack, commands);
    this.#ownData = new Map(households.map((household) => [household, plan.data.ofHousehold(household)]));
    this.#corrected = new Set(
      this.#random.shuffled(households).slice(0, Math.max(1, Math.floor(households.length / 10))),
    );
    const own = [...this.#ownData.values()].reduce((sum, { facts }) => sum + facts.length, 0);
    const stream = plan.data.stream(plan.population, plan.sendings - own - this.#corrected.size);
    this.#files = inFiles(inOrderOfNames(stream), this.#random);
  }

  /** Commands that it will take. */
  get size() {
    const { households, forsaken, forsakenPersons } = this.#plan.population;
    const ofCases = households.length * (6 + CORE_AGENCIES.length) + this.#corrected.size;
    const ofClock = (DAYS.length - 1) * Object.keys(this.#stack.urls).length;
    const ofOthers = forsaken.length + forsakenPersons.length + this.suspensions.size;
    return ofCases + this.#files.length + ofOthers + ofClock;
  }

  /** Returns when all of it is acknowledged. */
  async run() {
    const { households, forsaken, forsakenPersons } = this.#plan.population;
    const clock = DAYS.slice(1).map((day, index) => ({ day, at: (index + 1) / DAYS.length }));
    const cases = this.#random.shuffled([
      ...households.map((household) => () => this.#case(household)),
      ...forsaken.map((household) => () => this.#forsakeHousehold(household)),
      ...forsakenPersons.map((person) => () => this.#forsakeFile(person)),
    ]);
    const files = this.#files.map((file, number) => () => this.#send(`file-${number}`, file));
    const tasks = interleaved(
      this.#random,
      interleaved(this.#random, cases, files),
      this.suspensions.tasks(),
    );
    for (const { day, at } of clock) {
      tasks.splice(Math.floor(tasks.length * at), 0, () => this.#moveClock(day));
    }
    await inParallel(tasks, AT_ONCE, (task) => task());
    await Promise.all(this.#later);
  }

  /** From the counter to the last agency's answer. @param {Household} household */
  async #case(household) {
    const clerk = await this.#token('township-clerk', {
      region: '510802001',
      sub: `clerk-${household.number % 7}`,
    });
    const assistance = this.#stack.urls['social-assistance'];
    const command = (
      /** @type {string} */ what,
      /** @type {string} */ path,
      /** @type {object} */ body,
      /** @type {number} */ version,
    ) =>
      this.#commands.send({
        key: `${what}-${household.number}`,
        url: `${assistance}/v1/${path}`,
        token: clerk,
        body,
        ...(version === 0 ? {} : { version }),
      });
    const opened = await command('household', 'households', householdForm(household), 0);
    const [husband, wife] = [household.husband.personKey, household.wife.personKey];
    const consents = await Promise.all(
      [husband, wife].map((personKey, index) =>
        command(`consent-${index}`, 'consents', consentOf(personKey), 0),
      ),
    );
    const submitted = await command(
      'case',
      'cases',
      {
        householdId: opened.body.id,
        programme: 'DIBAO',
        declaredItems: [{ personKey: husband, side: 'INCOME', kind: 'wage', noneDeclared: true }],
      },
      0,
    );
    const path = `cases/${submitted.body.id}`;
    const accepted = await command('accept', `${path}/accept`, {}, submitted.body.version);
    const requested = await command(
      'request',
      `${path}/request-verification`,
      { purposes: PURPOSES },
      accepted.body.version,
    );
    const acknowledged = {
      householdId: opened.body.id,
      consentIds: consents.map(({ body }) => body.id),
      caseId: submitted.body.id,
      requestId: requested.body.requestId,
      corrected: false,
    };
    this.cases.push(acknowledged);
    const random = new Random(`${this.#plan.seed}/answers/${household.number}`);
    const { facts, correction } = /** @type {{ facts: Fact[], correction: Fact }} */ (
      this.#ownData.get(household)
    );
    await inParallel(random.shuffled(CORE_AGENCIES), ANSWERS_AT_ONCE, async (agency) => {
      const own = facts.filter((fact) => fact.agency === agency);
      const asked = membersOf(household);
      await this.#send(`answers-${household.number}`, own, {
        agency,
        answers: asked.map(({ idNumber }) => answerOf(idNumber, agency, accepted.body.acceptedOn, 10)),
      });
    });
    if (!this.#corrected.has(household)) return;
    const correct = async () => {
      if (!(await this.#isReported(`${assistance}/v1/${path}`, clerk))) return;
      await this.#send(`correction-${household.number}`, [correction], {
        agency: 'TAX',
        answers: [answerOf(household.husband.idNumber, 'TAX', accepted.body.acceptedOn, 20)],
      });
      acknowledged.corrected = true;
    };
    this.#later.push(correct());
  }

  /** Waits until the case has a report. @param {string} url @param {string} token @returns {Promise<boolean>} false: not in time */
  async #isReported(url, token) {
    for (const deadline = Date.now() + LONGEST_WAIT_MS; Date.now() < deadline; await sleep(POLL_MS)) {
      if ((await this.#commands.read({ url, token })).body?.report !== undefined) return true;
    }
    return false;
  }

  /**
   * An agency's call.
   * @param {string} name @param {readonly Fact[]} facts
   * @param {{ agency: string, answers: readonly object[] }} [told]
   */
  async #send(name, facts, told) {
    const agency = told?.agency ?? /** @type {Fact} */ (facts[0]).agency;
    for (const { names } of facts) if (names) await this.#whenAccepted(names);
    const { body } = await this.#commands.send(
      await this.#file(`${name}-${agency}`, agency, facts, told?.answers),
    );
    for (const { state, answerId, ...refusal } of body.answers) {
      if (state === 'ACCEPTED') this.answerIds.add(answerId);
      else this.contradictions.push(`${name}: an answer was refused: ${JSON.stringify(refusal)}`);
    }
    this.sentFacts += facts.length;
    /** @type {Set<string>} */
    const inFile = new Set();
    for (const [index, fact] of facts.entries()) {
      const { state, factId } = body.facts[index];
      if (state !== 'ACCEPTED')
        throw new Error(`${name}: ${JSON.stringify([fact.body, body.facts[index]])} was refused`);
      const known = this.facts.get(factId) ?? fact;
      if (known !== fact || (fact.factId ?? factId) !== factId) {
        this.contradictions.push(`${name}: fact ${index} has an id that another has, or had another`);
      }
      fact.factId = factId;
      this.facts.set(factId, fact);
      inFile.add(factId);
      this.#awaited.get(fact)?.resolve();
    }
    for (const factId of inFile) this.sent.set(factId, (this.sent.get(factId) ?? 0) + 1);
  }

  /** @param {string} key @param {string} agency @param {readonly Fact[]} facts @param {readonly object[]} [answers] */
  async #file(key, agency, facts, answers = []) {
    return {
      key,
      url: `${this.#stack.urls.gateway}/v1/inbound-facts`,
      token: await this.#token('agency-steward', { sub: `steward-${agency}`, org: agency }),
      body: {
        agency,
        facts: facts.map(({ body, names }) => (names ? { ...body, supersedesFactId: names.factId } : body)),
        answers,
      },
    };
  }

  /** @param {Fact} fact */
  async #whenAccepted(fact) {
    if (fact.factId !== undefined) return;
    const awaited = this.#awaited.get(fact) ?? Promise.withResolvers();
    this.#awaited.set(fact, awaited);
    await awaited.promise;
  }

  /** @param {Household} household */
  async #forsakeHousehold(household) {
    await this.#commands.forsake({
      key: `forsaken-household-${household.number}`,
      url: `${this.#stack.urls['social-assistance']}/v1/households`,
      token: await this.#token('township-clerk', { region: '510802001', sub: 'clerk-0' }),
      body: householdForm(household),
    });
  }

  /** @param {import('./population.mjs').Person} person */
  async #forsakeFile(person) {
    const file = this.#plan.data.file(person, 8);
    this.forsakenFiles.set(person.personKey, file);
    await this.#commands.forsake(await this.#file(`forsaken-file-${person.personKey}`, 'TAX', file));
  }

  /** @param {string} day */
  async #moveClock(day) {
    const token = await this.#token('sandbox-operator', {});
    const { verification, ...others } = this.#stack.urls;
    const move = ([service, url] = ['', '']) =>
      this.#commands.send({
        key: `clock-${day}-${service}`,
        url: `${url}/v1/sandbox/clock`,
        token,
        body: { instant: `${day}T01:00:00Z` },
      });
    // Verification refuses facts of a clock that is ahead of its own.
    await move(['verification', verification]);
    await Promise.all(Object.entries(others).map(move));
  }

  /** @param {string} role @param {{ sub?: string, org?: string, region?: string }} claims */
  #token(role, claims) {
    const name = JSON.stringify([role, claims]);
    const token = this.#tokens.get(name) ?? this.#stack.roleToken(role, claims);
    this.#tokens.set(name, token);
    return token;
  }
}

/** @param {string} personKey */
function consentOf(personKey) {
  return {
    personKey,
    signerKey: personKey,
    signerRole: 'SELF',
    purposes: PURPOSES,
    datasets: ['CORE'],
    method: 'PAPER_SCAN',
    documentSha256: createHash('sha256').update(personKey).digest('hex'),
    signedAt: '2025-05-10T02:00:00Z',
    validTo: '2025-11-09',
  };
}

/**
 * The hour is one that is no future anywhere, also where the clock has not been moved yet.
 * @param {string} idNumber @param {string} agency @param {string} day @param {number} minute
 */
function answerOf(idNumber, agency, day, minute) {
  return { idNumber, dataset: agency, state: 'ANSWERED', observedAt: `${day}T00:${minute}:00Z` };
}

/** A fact that names another stands behind it. @param {readonly Fact[]} stream @returns {Fact[]} */
function inOrderOfNames(stream) {
  const result = [...stream];
  const places = new Map(result.map((fact, place) => [fact, place]));
  for (const [place, fact] of stream.entries()) {
    const target = fact.names && places.get(fact.names);
    if (target === undefined || target < place || !fact.names) continue;
    [result[place], result[target]] = [fact.names, fact];
  }
  return result;
}

/** Calls of one agency each, in the order of the stream; no call names a fact of its own. @param {readonly Fact[]} stream @param {Random} random @returns {Fact[][]} */
function inFiles(stream, random) {
  /** @type {Fact[][]} */
  const files = [];
  /** @type {Map<string, { facts: Fact[], size: number }>} */
  const open = new Map();
  const close = (/** @type {string} */ agency) => {
    const file = open.get(agency);
    if (file) files.push(file.facts);
    open.delete(agency);
  };
  for (const fact of stream) {
    if (fact.names && open.get(fact.agency)?.facts.includes(fact.names)) close(fact.agency);
    const size = random.chance(0.04) ? random.int(150, 400) : random.int(3, 30);
    const file = open.get(fact.agency) ?? { facts: [], size };
    open.set(fact.agency, file);
    file.facts.push(fact);
    if (file.facts.length >= file.size) close(fact.agency);
  }
  for (const agency of open.keys()) close(agency);
  return files;
}

/** Both lists in their own order, evenly mixed. @template T @param {Random} random @param {readonly T[]} a @param {readonly T[]} b @returns {T[]} */
function interleaved(random, a, b) {
  const [first, second] = [[...a], [...b]];
  const result = [];
  while (first.length + second.length > 0) {
    const list = random.next() * (first.length + second.length) < first.length ? first : second;
    result.push(/** @type {T} */ (list.shift()));
  }
  return result;
}
