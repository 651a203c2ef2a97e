import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { canonicalJson } from './canonical-json.mjs';

/** @typedef {Record<string, unknown>} Json */
/** @typedef {{ readonly en: string, readonly zh: string }} Words */

/**
 * @typedef {object} Verdict
 * @property {'GENUINE' | 'NOT_GENUINE' | 'UNKNOWN'} result
 * @property {readonly Words[]} reasons what was found, in order
 */

const TYPE = 'minzheng-report+jws';
const REVOKED = '/problems/report-revoked';

/** Why a report is not genuine, or cannot be checked. */
class Refusal extends Error {
  /** @param {'NOT_GENUINE' | 'UNKNOWN'} result @param {string} en @param {string} zh */
  constructor(result, en, zh) {
    super(en);
    this.result = result;
    this.words = { en, zh };
  }
}

/** @param {string} en @param {string} zh @returns {never} */
const refuse = (en, zh) => {
  throw new Refusal('NOT_GENUINE', en, zh);
};

/** @param {string} en @param {string} zh @returns {never} */
const giveUp = (en, zh) => {
  throw new Refusal('UNKNOWN', en, zh);
};

/**
 * Checks the proof of a report: the body is canonical, has its digest, and was signed by a key that is trusted.
 *
 * @param {unknown} proof the answer of `GET /v1/verification-reports/{id}/proof`, as JSON.parse gives it
 * @param {object} [options]
 * @param {unknown} [options.keys] a JWK set, or one JWK: the keys that are trusted; without it the key of the proof
 * @param {string} [options.today] YYYY-MM-DD in Shanghai, for the note that it is no longer valid
 * @returns {Verdict}
 */
export function verifyReport(proof, { keys, today = todayInShanghai() } = {}) {
  try {
    return { result: 'GENUINE', reasons: check(objectOf(proof), keys, today) };
  } catch (error) {
    if (error instanceof Refusal) return { result: error.result, reasons: [error.words] };
    throw error;
  }
}

/** @param {Json} proof @param {unknown} keys @param {string} today @returns {Words[]} */
function check(proof, keys, today) {
  if (typeof proof.type === 'string' && proof.type.endsWith(REVOKED)) {
    refuse('the service says that the report was revoked', '系统答复：该报告已撤销');
  }
  const { digest, signature } = proof;
  if (typeof digest !== 'string' || typeof signature !== 'string') {
    return giveUp(
      'this is no proof of a report: digest or signature is missing',
      '不是核对报告的证明：缺少摘要或者签名',
    );
  }
  const body = bodyOf(proof);
  if (createHash('sha256').update(body).digest('hex') !== digest) {
    refuse('the body does not have the digest: one of them was changed', '正文与摘要不符：其中之一被改动');
  }
  const [head = '', between, tail = '', ...rest] = signature.split('.');
  const header = headerOf(head);
  if (between !== '' || rest.length > 0) refuse('the signature is no detached JWS', '签名不是分离式 JWS');
  if (header.alg !== 'EdDSA' || header.typ !== TYPE) {
    refuse('the signature is none of a report', '签名不是核对报告的签名');
  }
  const trusted = keys === undefined ? [objectOf(proof.publicKey)] : keysOf(keys);
  const key = trusted.find((each) => thumbprintOf(each) === header.kid);
  if (!key) {
    refuse(
      keys === undefined
        ? 'another key signed than the one that comes with the report'
        : 'the key that signed is none of those that you trust',
      keys === undefined ? '签名所用密钥与报告所附公钥不同' : '签名所用密钥不在所信任的公钥之中',
    );
  }
  const signed = Buffer.from(`${head}.${Buffer.from(body).toString('base64url')}`);
  if (
    !verify(null, signed, createPublicKey({ key: keyOf(key), format: 'jwk' }), Buffer.from(tail, 'base64url'))
  ) {
    refuse('the signature is not of this body', '签名与正文不符');
  }
  if (proof.number !== header.number) {
    refuse('the number is not the one that was signed', '报告编号与签名中的编号不符');
  }
  const certificate = checkCertificate(proof, header, key);
  return [
    told(header, key),
    ...(keys === undefined ? [UNTRUSTED] : []),
    ...certificate,
    ...notesOf(header, today),
    ONLINE,
  ];
}

const UNTRUSTED = {
  en: 'note: the key came with the report; compare its thumbprint with the one that the province told you, or give --keys',
  zh: '注意：公钥随报告附来；请与省级平台公布的指纹比对，或者用 --keys 指定',
};
const ONLINE = {
  en: 'note: whether it was revoked or replaced since cannot be told offline',
  zh: '注意：其后是否撤销或者被替代，离线无法得知',
};

/** @param {Json} header @param {Json | undefined} key @returns {Words} */
const told = ({ number, sequence, issuedAt, validTo }, key) => {
  const by = thumbprintOf(key ?? {});
  return {
    en: `report ${number}, no. ${sequence} of its request, issued ${issuedAt}, valid through ${validTo}, signed by ${by}`,
    zh: `报告 ${number}，该委托第 ${sequence} 份，出具于 ${issuedAt}，有效期至 ${validTo}，签名密钥 ${by}`,
  };
};

/** @param {Json} header @param {string} today @returns {Words[]} */
function notesOf({ validTo, supersedes }, today) {
  return [
    ...(typeof validTo === 'string' && validTo < today
      ? [
          {
            en: `note: expired; after ${validTo} nothing may be decided on it`,
            zh: `注意：已过有效期；${validTo} 之后不得据此作出决定`,
          },
        ]
      : []),
    ...(supersedes === undefined
      ? []
      : [{ en: `note: it replaces report ${supersedes}`, zh: `注意：替代报告 ${supersedes}` }]),
  ];
}

/**
 * The canonical text. Where the file has the body as an object, it is written as it was signed.
 * @param {Json} proof
 */
function bodyOf({ body }) {
  if (typeof body === 'object' && body !== null) return canonicalJson(body);
  if (typeof body !== 'string') {
    return giveUp(
      'the body was left out: ask for the proof with the scope finances:read',
      '未附正文：请以 finances:read 权限取得证明',
    );
  }
  return body;
}

/** A certificate has to be of the key, and the one that the signature names. @param {Json} proof @param {Json} header @param {Json | undefined} key @returns {Words[]} */
function checkCertificate({ certificate }, header, key) {
  if (typeof certificate !== 'string' || certificate === '') return [];
  const own = certificateOf(certificate);
  const thumbprint = createHash('sha256').update(own.raw).digest('base64url');
  const isOfKey = thumbprintOf(own.publicKey.export({ format: 'jwk' })) === thumbprintOf(key ?? {});
  if (thumbprint !== header['x5t#S256'] || !isOfKey) {
    refuse('the certificate is not the one that the signature names', '证书不是签名所指的证书');
  }
  const subject = own.subject.replaceAll('\n', ', ');
  return [
    {
      en: `certificate of ${subject}, valid to ${own.validTo}; who issued it is not checked`,
      zh: `证书主体 ${subject}，有效期至 ${own.validTo}；未核查签发者`,
    },
  ];
}

/** @param {string} pem */
function certificateOf(pem) {
  try {
    return new X509Certificate(pem);
  } catch {
    return refuse('the certificate is none', '证书无法读取');
  }
}

/** @param {string} text @returns {Json} */
function headerOf(text) {
  try {
    return objectOf(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    return refuse('the header of the signature cannot be read', '签名头无法读取');
  }
}

/** @param {unknown} keys @returns {Json[]} */
function keysOf(keys) {
  const set = objectOf(keys);
  const list = Array.isArray(set.keys) ? set.keys : [set];
  if (list.length === 0) giveUp('there is no key among those that you trust', '所信任的公钥为空');
  return list.map(objectOf);
}

/** What of a key is public. @param {Json | undefined} key */
const keyOf = (key) => ({ kty: 'OKP', crv: 'Ed25519', x: String(key?.x) });

/** RFC 7638 @param {Json | import('node:crypto').JsonWebKey} key */
const thumbprintOf = ({ crv, kty, x }) =>
  createHash('sha256').update(canonicalJson({ crv, kty, x })).digest('base64url');

/** @param {unknown} value @returns {Json} */
function objectOf(value) {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return /** @type {Json} */ (value);
  return giveUp('this is no proof of a report', '不是核对报告的证明');
}

function todayInShanghai() {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
}
