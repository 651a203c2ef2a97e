/** The languages that problems are told in. */
export interface Localized {
  readonly zh: string;
  readonly en: string;
}

/** An entry of the catalogue of problems: one name has one status and one meaning in all services. */
export interface ProblemType extends Localized {
  /** kebab-case; `https://minzheng.dev/problems/<name>` */
  readonly name: string;
  readonly status: number;
}

/** What is wrong with one field; never its value. */
export interface FieldProblem {
  /** Path in the body or the name of a parameter: `members.0.birthDate` */
  readonly field: string;
  /** Stable, kebab-case: `missing`, `unknown`, `is-fen` … */
  readonly code: string;
  readonly message: Localized;
}

export interface ProblemOptions {
  readonly detail?: Localized;
  /** Further members of the answer, for example the current version. Never a number or name of a person. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldProblem[];
  readonly cause?: unknown;
}

const catalogue = new Map<string, ProblemType>();

/**
 * Adds a problem to the catalogue, where `/openapi.json` finds it.
 *
 * @throws RangeError when the name is not kebab-case, or taken with another status
 * @example const REPORT_EXPIRED = defineProblem({ name: 'report-expired', status: 422, zh: '核对报告已过期', en: 'The report has expired' })
 */
export function defineProblem(type: ProblemType): ProblemType {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(type.name))
    throw new RangeError(`${type.name} is not kebab-case`);
  const known = catalogue.get(type.name);
  if (known && known.status !== type.status) {
    throw new RangeError(`the problem ${type.name} exists with status ${known.status}`);
  }
  catalogue.set(type.name, type);
  return type;
}

/** All problems defined so far, by name. */
export function problemCatalogue(): ProblemType[] {
  return [...catalogue.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * A refusal that the caller is told about (RFC 9457). Nothing is stored when it is thrown inside a unit of work.
 *
 * @example throw new Problem(PROBLEMS.consentMissing, { extensions: { missing: 2 } })
 */
export class Problem extends Error {
  constructor(
    readonly type: ProblemType,
    readonly options: ProblemOptions = {},
  ) {
    super(type.name, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Problem';
  }
}

/** The problems that all services share (CONVENTIONS.md, "Errors"). */
export const PROBLEMS = {
  validation: defineProblem({
    name: 'validation',
    status: 400,
    zh: '请求的内容或格式不正确',
    en: 'The request is not well-formed',
  }),
  idempotencyKeyRequired: defineProblem({
    name: 'idempotency-key-required',
    status: 400,
    zh: '缺少 Idempotency-Key 请求头',
    en: 'The Idempotency-Key header is required',
  }),
  unauthenticated: defineProblem({
    name: 'unauthenticated',
    status: 401,
    zh: '未登录或令牌无效',
    en: 'There is no valid token',
  }),
  scopeMissing: defineProblem({
    name: 'scope-missing',
    status: 403,
    zh: '令牌的权限不足',
    en: 'The token does not carry the scope that is needed',
  }),
  outOfRegion: defineProblem({
    name: 'out-of-region',
    status: 403,
    zh: '超出令牌的管辖区域',
    en: 'The region of the token does not cover the target',
  }),
  samePerson: defineProblem({
    name: 'same-person',
    status: 403,
    zh: '须由另一人办理',
    en: 'A second person is needed',
  }),
  conflictOfInterest: defineProblem({
    name: 'conflict-of-interest',
    status: 403,
    zh: '涉及本人或近亲属，应当回避',
    en: 'The case is the own or a relative’s',
  }),
  notFound: defineProblem({ name: 'not-found', status: 404, zh: '未找到', en: 'Not found' }),
  illegalTransition: defineProblem({
    name: 'illegal-transition',
    status: 409,
    zh: '当前状态不允许该操作',
    en: 'The state does not allow the command',
  }),
  requestInProgress: defineProblem({
    name: 'request-in-progress',
    status: 409,
    zh: '相同的请求正在处理中',
    en: 'The first request with this key is still running',
  }),
  versionConflict: defineProblem({
    name: 'version-conflict',
    status: 412,
    zh: '数据已被他人修改',
    en: 'Somebody else has changed it since it was read',
  }),
  tooLarge: defineProblem({
    name: 'too-large',
    status: 413,
    zh: '请求内容过大',
    en: 'The request is too large',
  }),
  unsupportedMediaType: defineProblem({
    name: 'unsupported-media-type',
    status: 415,
    zh: '不支持的内容类型',
    en: 'The content type is not supported',
  }),
  idempotencyKeyReused: defineProblem({
    name: 'idempotency-key-reused',
    status: 422,
    zh: 'Idempotency-Key 已用于其他请求',
    en: 'The Idempotency-Key was used for another request',
  }),
  idNumberInvalid: defineProblem({
    name: 'id-number-invalid',
    status: 422,
    zh: '公民身份号码不正确',
    en: 'The resident ID number is not valid',
  }),
  usccInvalid: defineProblem({
    name: 'uscc-invalid',
    status: 422,
    zh: '统一社会信用代码不正确',
    en: 'The unified social credit code is not valid',
  }),
  consentMissing: defineProblem({
    name: 'consent-missing',
    status: 422,
    zh: '缺少核对授权',
    en: 'A consent is missing',
  }),
  policyMissing: defineProblem({
    name: 'policy-missing',
    status: 422,
    zh: '缺少适用的政策标准',
    en: 'There is no policy that applies',
  }),
  reportExpired: defineProblem({
    name: 'report-expired',
    status: 422,
    zh: '核对报告已过期',
    en: 'The report has expired',
  }),
  ifMatchRequired: defineProblem({
    name: 'if-match-required',
    status: 428,
    zh: '缺少 If-Match 请求头',
    en: 'The If-Match header is required',
  }),
  rateLimited: defineProblem({
    name: 'rate-limited',
    status: 429,
    zh: '请求过于频繁',
    en: 'Too many requests',
  }),
  internal: defineProblem({ name: 'internal', status: 500, zh: '系统内部错误', en: 'An internal error' }),
  dependencyUnavailable: defineProblem({
    name: 'dependency-unavailable',
    status: 503,
    zh: '依赖的服务暂不可用，请稍后重试',
    en: 'Something the service needs is not available; try again later',
  }),
};
