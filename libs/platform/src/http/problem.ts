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
  /** What it tells a caller beyond its title: what was checked, and what has or has not happened. */
  readonly meaning?: Localized;
  /** What the caller does about it. */
  readonly remedy?: Localized;
}

/** Where a service explains a problem to whoever calls it. */
export const pageOfProblem = ({ name }: ProblemType): string => `/docs/problems/${name}`;

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
  /** Headers of the answer, such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
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
    meaning: {
      zh: '请求体、参数或请求头缺少字段、含有未知字段，或字段的类型、格式、长度、取值不符合要求。没有执行任何操作。',
      en: 'A field of the body, a parameter or a header is missing, unknown, or not of the type, form, length or values that the route describes. Nothing was done.',
    },
    remedy: {
      zh: '按 errors 中的每一项（field 为位置，code 为原因）改正后重新发送；出于保密，回答不重复所发送的值。',
      en: 'Correct each entry of errors (field says where, code says why) and send it again. The value that was sent is never repeated.',
    },
  }),
  idempotencyKeyRequired: defineProblem({
    name: 'idempotency-key-required',
    status: 400,
    zh: '缺少 Idempotency-Key 请求头',
    en: 'The Idempotency-Key header is required',
    meaning: {
      zh: '保存内容的 POST 须带 Idempotency-Key，以便网络中断后重发而不重复办理。',
      en: 'A POST that stores needs an Idempotency-Key, so that it can be sent again after a broken connection without taking effect twice.',
    },
    remedy: {
      zh: '为每个命令生成一个新的值（如 UUID），重发同一命令时使用同一个值。',
      en: 'Make a new value for each command, such as a UUID, and use the same one when the same command is sent again.',
    },
  }),
  unauthenticated: defineProblem({
    name: 'unauthenticated',
    status: 401,
    zh: '未登录或令牌无效',
    en: 'There is no valid token',
    meaning: {
      zh: '请求没有令牌，或者令牌已过期、签名不符、不是发给本系统的。',
      en: 'The request has no token, or the token has expired, is not signed by the issuer, or was not made for this system.',
    },
    remedy: {
      zh: '向签发方取得新的令牌，以 Authorization: Bearer <令牌> 发送。',
      en: 'Get a new token from the issuer and send it as Authorization: Bearer <token>.',
    },
  }),
  scopeMissing: defineProblem({
    name: 'scope-missing',
    status: 403,
    zh: '令牌的权限不足',
    en: 'The token does not carry the scope that is needed',
    meaning: {
      zh: '令牌有效，但不含该接口所要求的权限；required 列出其中任一即可的权限。',
      en: 'The token is valid but carries none of the scopes that the route asks for; required lists them, one of which is enough.',
    },
    remedy: {
      zh: '换用含有该权限的角色；权限由管理员授予。',
      en: 'Use a role that has the scope; it is granted by an administrator.',
    },
  }),
  outOfRegion: defineProblem({
    name: 'out-of-region',
    status: 403,
    zh: '超出令牌的管辖区域',
    en: 'The region of the token does not cover the target',
    meaning: {
      zh: '令牌的区域（region）不包含该事项所在的行政区划。',
      en: 'The region of the token does not contain the region of what is asked for.',
    },
    remedy: {
      zh: '由所辖区域的经办人员办理，或者换用上级区域的令牌。',
      en: 'Let the office of that region do it, or use a token of a region that contains it.',
    },
  }),
  samePerson: defineProblem({
    name: 'same-person',
    status: 403,
    zh: '须由另一人办理',
    en: 'A second person is needed',
    meaning: {
      zh: '此操作须由另一人办理：起草人、经办人不得自行批准。',
      en: 'The act needs a second person: who drafted or handled it may not approve it.',
    },
    remedy: {
      zh: '由另一名有权限的人员以自己的令牌办理。',
      en: 'Let another person with the scope do it with a token of his or her own.',
    },
  }),
  conflictOfInterest: defineProblem({
    name: 'conflict-of-interest',
    status: 403,
    zh: '涉及本人或近亲属，应当回避',
    en: 'The case is the own or a relative’s',
    meaning: {
      zh: '该事项涉及办理人本人或者其近亲属，依法应当回避。',
      en: 'The matter is the official’s own or a close relative’s, who has to withdraw from it by law.',
    },
    remedy: {
      zh: '由与该事项无关的人员办理。',
      en: 'Let somebody do it who has nothing to do with the matter.',
    },
  }),
  notFound: defineProblem({
    name: 'not-found',
    status: 404,
    zh: '未找到',
    en: 'Not found',
    meaning: {
      zh: '路径或者其中的编号不存在，或者调用人无权知道其是否存在。',
      en: 'The path or an id in it does not exist, or the caller may not know whether it does.',
    },
    remedy: {
      zh: '核对路径和编号；编号取自列表或 Location。',
      en: 'Check the path and the id; ids come from lists and from Location.',
    },
  }),
  methodNotAllowed: defineProblem({
    name: 'method-not-allowed',
    status: 405,
    zh: '该路径不支持此方法',
    en: 'The path does not have this method',
    meaning: {
      zh: '该路径存在，但不支持所用的 HTTP 方法。',
      en: 'The path exists, but not with this HTTP method.',
    },
    remedy: {
      zh: '使用 Allow 响应头列出的方法。',
      en: 'Use one of the methods that the Allow header lists.',
    },
  }),
  illegalTransition: defineProblem({
    name: 'illegal-transition',
    status: 409,
    zh: '当前状态不允许该操作',
    en: 'The state does not allow the command',
    meaning: {
      zh: '对象当前的状态（state）不允许该操作（command）。没有改变任何内容。',
      en: 'The state of the object does not allow the command; the answer names both. Nothing has changed.',
    },
    remedy: {
      zh: '重新读取该对象，按其当前状态办理。',
      en: 'Read the object again and go on from the state that it has.',
    },
  }),
  requestInProgress: defineProblem({
    name: 'request-in-progress',
    status: 409,
    zh: '相同的请求正在处理中',
    en: 'The first request with this key is still running',
    meaning: {
      zh: '使用同一 Idempotency-Key 的第一个请求在两秒内尚未完成。',
      en: 'The first request with the same Idempotency-Key had not finished within two seconds.',
    },
    remedy: {
      zh: '稍后以同样的键和内容重发，将得到第一次请求的结果。',
      en: 'Send it again a little later with the same key and body: it gives the answer of the first.',
    },
  }),
  versionConflict: defineProblem({
    name: 'version-conflict',
    status: 412,
    zh: '数据已被他人修改',
    en: 'Somebody else has changed it since it was read',
    meaning: {
      zh: 'If-Match 中的版本已不是最新版本，其间已有他人修改；currentVersion 是当前版本。',
      en: 'The version of If-Match is no longer the current one: somebody has changed the object meanwhile. currentVersion tells which one is.',
    },
    remedy: {
      zh: '重新读取，确认修改是否仍然适用，再以新的 ETag 重发。',
      en: 'Read it again, decide whether the change is still right, and send it with the new ETag.',
    },
  }),
  tooLarge: defineProblem({
    name: 'too-large',
    status: 413,
    zh: '请求内容过大',
    en: 'The request is too large',
    meaning: {
      zh: '请求体或其中的条目数超过上限。',
      en: 'The body, or the number of entries in it, is over the limit.',
    },
    remedy: { zh: '分成几次较小的请求发送。', en: 'Send it in several smaller requests.' },
  }),
  unsupportedMediaType: defineProblem({
    name: 'unsupported-media-type',
    status: 415,
    zh: '不支持的内容类型',
    en: 'The content type is not supported',
    meaning: { zh: '该接口只接受 application/json。', en: 'The route takes application/json only.' },
    remedy: {
      zh: '以 Content-Type: application/json 发送 JSON。',
      en: 'Send JSON with Content-Type: application/json.',
    },
  }),
  idempotencyKeyReused: defineProblem({
    name: 'idempotency-key-reused',
    status: 422,
    zh: 'Idempotency-Key 已用于其他请求',
    en: 'The Idempotency-Key was used for another request',
    meaning: {
      zh: '此 Idempotency-Key 已用于内容或路径不同的另一请求。',
      en: 'This Idempotency-Key was used for a request with another body or path.',
    },
    remedy: {
      zh: '新的命令使用新的键；重发时内容须完全相同。',
      en: 'Use a new key for a new command; send the same body when a command is repeated.',
    },
  }),
  idNumberInvalid: defineProblem({
    name: 'id-number-invalid',
    status: 422,
    zh: '公民身份号码不正确',
    en: 'The resident ID number is not valid',
    meaning: {
      zh: '号码不符合 GB 11643：须为 18 位，出生日期有效，校验码正确。15 位的旧号码不被接受。',
      en: 'The number is not one of GB 11643: 18 characters with a date of birth that exists and a check character that fits. Numbers of 15 digits are not taken.',
    },
    remedy: {
      zh: '对照证件更正号码；errors 指出是哪一个。',
      en: 'Correct the number from the card; errors says which one it is.',
    },
  }),
  usccInvalid: defineProblem({
    name: 'uscc-invalid',
    status: 422,
    zh: '统一社会信用代码不正确',
    en: 'The unified social credit code is not valid',
    meaning: {
      zh: '代码不符合 GB 32100：须为 18 位且校验码正确。',
      en: 'The code is not one of GB 32100: 18 characters with a check character that fits.',
    },
    remedy: { zh: '对照登记证书更正代码。', en: 'Correct the code from the certificate of registration.' },
  }),
  consentMissing: defineProblem({
    name: 'consent-missing',
    status: 422,
    zh: '缺少核对授权',
    en: 'A consent is missing',
    meaning: {
      zh: '至少一名成年家庭成员没有覆盖该用途的有效核对授权。',
      en: 'At least one adult member has no valid consent that covers the purpose.',
    },
    remedy: {
      zh: '取得缺少的授权书并登记，然后重新提交。',
      en: 'Obtain and register the consents that are missing, then try again.',
    },
  }),
  calendarMissing: defineProblem({
    name: 'calendar-missing',
    status: 422,
    zh: '该年度的工作日历尚未收录',
    en: 'The working days of that year are not known',
    meaning: {
      zh: '期限进入 year 所示年度，而本系统尚无该年度的放假安排，也无法按法定节假日暂计。',
      en: 'The time limit runs into the year that the answer names, of which this release knows neither the State Council’s arrangement nor the holidays of the law.',
    },
    remedy: {
      zh: '请运维人员升级到收录该年度日历的版本。',
      en: 'Have the operator install a release that knows the year.',
    },
  }),
  policyMissing: defineProblem({
    name: 'policy-missing',
    status: 422,
    zh: '缺少适用的政策标准',
    en: 'There is no policy that applies',
    meaning: {
      zh: '没有在该区域、该日期适用的政策标准（key、region、on）。',
      en: 'No policy row of this key applies in the region on that day; the answer names all three.',
    },
    remedy: {
      zh: '由有权限的人员发布该标准后重试。',
      en: 'Have the row published by those who may, then try again.',
    },
  }),
  reportExpired: defineProblem({
    name: 'report-expired',
    status: 422,
    zh: '核对报告已过期',
    en: 'The report has expired',
    meaning: {
      zh: '核对报告已过有效期，不能再作为认定依据。',
      en: 'The verification report is no longer valid, so nothing can be decided on it.',
    },
    remedy: {
      zh: '重新提出核对请求，待新报告出具后办理。',
      en: 'Request a new verification and go on when its report has been issued.',
    },
  }),
  ifMatchRequired: defineProblem({
    name: 'if-match-required',
    status: 428,
    zh: '缺少 If-Match 请求头',
    en: 'The If-Match header is required',
    meaning: {
      zh: '对已有对象的命令须带 If-Match，以免覆盖他人的修改。',
      en: 'A command on what exists needs If-Match, so that nobody’s change is overwritten unseen.',
    },
    remedy: {
      zh: '先读取该对象，以其 ETag 作为 If-Match 发送。',
      en: 'Read the object first and send its ETag as If-Match.',
    },
  }),
  rateLimited: defineProblem({
    name: 'rate-limited',
    status: 429,
    zh: '请求过于频繁',
    en: 'Too many requests',
    meaning: {
      zh: '该客户端在此时段内的请求超过限额。没有执行任何操作。',
      en: 'The client has sent more requests than it may in this time. Nothing was done.',
    },
    remedy: {
      zh: '等待 Retry-After 所示的秒数后重试。',
      en: 'Wait for the seconds that Retry-After tells, then try again.',
    },
  }),
  auditUnavailable: defineProblem({
    name: 'audit-unavailable',
    status: 503,
    zh: '查询留痕不可用，未提供数据',
    en: 'The access could not be logged, so nothing was shown',
    meaning: {
      zh: '每次查看个人信息之前须先留痕。此次留痕未能写入，因此没有提供任何数据。',
      en: 'Each read of personal data is logged before the data leave. This one could not be, so nothing was shown.',
    },
    remedy: { zh: '稍后重试。', en: 'Try again a little later.' },
  }),
  internal: defineProblem({
    name: 'internal',
    status: 500,
    zh: '系统内部错误',
    en: 'An internal error',
    meaning: {
      zh: '服务自身出错，所发命令没有生效。',
      en: 'The service itself failed; the command has had no effect.',
    },
    remedy: {
      zh: '以同样的 Idempotency-Key 重试；仍然出错时，将 traceId 告知平台运维。',
      en: 'Try again with the same Idempotency-Key; if it fails again, tell the operators the traceId.',
    },
  }),
  dependencyUnavailable: defineProblem({
    name: 'dependency-unavailable',
    status: 503,
    zh: '依赖的服务暂不可用，请稍后重试',
    en: 'Something the service needs is not available; try again later',
    meaning: {
      zh: '数据库、消息系统或者令牌签发方暂时不可用。没有执行任何操作。',
      en: 'The database, the message broker or the issuer of tokens cannot be reached at the moment. Nothing was done.',
    },
    remedy: {
      zh: '等待 Retry-After 所示的秒数后，以同样的 Idempotency-Key 重试。',
      en: 'Wait for the seconds that Retry-After tells, then try again with the same Idempotency-Key.',
    },
  }),
};
