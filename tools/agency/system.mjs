/** The running system as an agency meets it: the gateway, and verification's catalogue and agreements. */
import { createHash, createPrivateKey, randomUUID, sign } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {any} body
 * @property {string} text
 */

const TIMEOUT_MS = 30_000;

export class System {
  /**
   * @param {{ gateway: string, verification: string, agency: string, token: string, key?: import('node:crypto').JsonWebKey }} options
   */
  constructor({ gateway, verification, agency, token, key }) {
    this.gateway = gateway;
    this.verification = verification;
    this.agency = agency;
    this.token = token;
    this.key = key;
  }

  /**
   * @param {string} url
   * @param {{ method?: string, body?: object, rows?: Uint8Array, version?: number, key?: string, token?: string }} [options]
   * @returns {Promise<Answer>}
   */
  async call(url, options = {}) {
    const { method, body, rows, version, key = randomUUID(), token = this.token } = options;
    const content = rows ?? (body === undefined ? undefined : JSON.stringify(body));
    const verb = method ?? (content !== undefined || version !== undefined ? 'POST' : 'GET');
    const response = await fetch(url, {
      method: verb,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        authorization: `Bearer ${token}`,
        'accept-language': 'en',
        ...(verb === 'POST' ? { 'idempotency-key': key } : {}),
        ...(content === undefined
          ? {}
          : { 'content-type': rows ? 'application/x-ndjson' : 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(content === undefined ? {} : { body: content }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const answer = { status: response.status, text, body: isJson ? JSON.parse(text) : undefined };
    if (!String(answer.body?.type).endsWith('/backlog')) return answer;
    // the platform is behind: the same call once more, with the same key
    await delay(Number(response.headers.get('retry-after')) * 1_000);
    return this.call(url, { ...options, key });
  }

  /** Made-up people of the sandbox, always the same for a seed. @param {string} seed @param {number} count */
  async people(seed, count) {
    const people = [];
    for (let from = 0; from < count; from += 200) {
      const ask = `seed=${encodeURIComponent(`${seed}-${from}`)}&count=${Math.min(200, count - from)}`;
      const { status, body, text } = await this.call(`${this.gateway}/v1/sandbox/people?${ask}`);
      if (status !== 200) throw new Error(`no people of the sandbox: ${status} ${text}`);
      people.push(...body.items);
    }
    return people;
  }

  /** @param {object} batch @param {string} [key] the same key gives the same answer */
  sendFacts(batch, key) {
    return this.call(`${this.gateway}/v1/inbound-facts`, {
      body: { agency: this.agency, ...batch },
      ...(key ? { key } : {}),
    });
  }

  /** The agreement under which the agency sends everything. */
  async agreement() {
    const { status, body, text } = await this.call(
      `${this.verification}/v1/agreements?state=ACTIVE&direction=IN&limit=200`,
    );
    if (status !== 200) throw new Error(`agreements: ${status} ${text}`);
    const found = body.items.find(
      (/** @type {any} */ each) => each.agency === this.agency && each.dataset === this.agency,
    );
    if (found === undefined) throw new Error(`${this.agency} has no agreement in force for all its datasets`);
    return found;
  }

  /** Number of the next file of the agency. */
  async nextSequence() {
    const { status, body, text } = await this.call(`${this.gateway}/v1/inbound-files?state=LOADED&limit=200`);
    if (status !== 200) throw new Error(`files: ${status} ${text}`);
    const numbers = body.items
      .filter((/** @type {any} */ file) => file.dataset === this.agency)
      .map((/** @type {any} */ file) => file.sequence);
    return Math.max(0, ...numbers) + 1;
  }

  /**
   * A manifest of rows, signed where the agency has a key.
   * @param {{ agreementId: string, sequence: number, parts: readonly Uint8Array[], rows: readonly object[], sumFen: bigint, persons: number, at: Date }} file
   */
  manifest({ agreementId, sequence, parts, rows, sumFen, persons, at }) {
    const day = at.toISOString().slice(0, 10);
    const manifest = {
      ...{
        fileId: randomUUID(),
        agency: this.agency,
        dataset: this.agency,
        agreementId,
        schemaVersion: 1,
        sequence,
      },
      ...{ periodFrom: `${day.slice(0, 8)}01`, periodTo: day, generatedAt: at.toISOString() },
      parts: parts.map((bytes, index) => ({
        name: `part-${index + 1}.ndjson`,
        bytes: bytes.length,
        rows: bytes.filter((byte) => byte === 0x0a).length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })),
      totals: { rows: rows.length, distinctPersons: persons, sumAmountFen: sumFen.toString() },
    };
    return this.key === undefined ? manifest : { ...manifest, signature: signatureOf(manifest, this.key) };
  }

  /** @param {object} manifest */
  announce(manifest) {
    return this.call(`${this.gateway}/v1/inbound-files`, { body: manifest });
  }

  /** @param {any} file @param {number} number @param {Uint8Array} rows */
  sendPart(file, number, rows) {
    const url = `${this.gateway}/v1/inbound-files/${file.id}/parts/${number}`;
    return this.call(url, { method: 'PUT', rows, version: file.version });
  }

  /** @param {any} file */
  commit(file) {
    return this.call(`${this.gateway}/v1/inbound-files/${file.id}/commit`, { version: file.version });
  }

  /** Waits until a file is loaded, rejected or waits itself. @param {string} id */
  async settled(id) {
    for (;;) {
      const { body } = await this.call(`${this.gateway}/v1/inbound-files/${id}`);
      if (['LOADED', 'REJECTED', 'QUARANTINED'].includes(body.state)) return body;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }

  /** @param {string} id */
  rejects(id) {
    return this.call(`${this.gateway}/v1/inbound-files/${id}/rejects`);
  }

  /** What the agency is asked and has not answered. */
  async queries() {
    const { status, body, text } = await this.call(`${this.gateway}/v1/source-queries?limit=200`);
    if (status !== 200) throw new Error(`questions: ${status} ${text}`);
    return body.items;
  }

  /** Who is meant by a query. @param {string} id */
  pickUp(id) {
    return this.call(`${this.gateway}/v1/source-queries/${id}/resolve`, { method: 'POST' });
  }
}

/**
 * Detached JWS (Ed25519) over the canonical JSON of the manifest (RFC 8785; its values are texts, whole numbers and lists).
 * @param {object} manifest
 * @param {import('node:crypto').JsonWebKey} key
 */
function signatureOf(manifest, key) {
  const base64 = (/** @type {string} */ text) => Buffer.from(text).toString('base64url');
  const header = base64(JSON.stringify({ alg: 'EdDSA', typ: 'JOSE', iat: Math.floor(Date.now() / 1000) }));
  const privateKey = createPrivateKey({ key, format: 'jwk' });
  const signed = sign(null, Buffer.from(`${header}.${base64(canonical(manifest))}`), privateKey);
  return `${header}..${signed.toString('base64url')}`;
}

/** @param {unknown} value @returns {string} */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
}
