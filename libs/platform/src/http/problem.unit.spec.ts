import { BadRequestException, NotFoundException } from '@nestjs/common';
import { IllegalTransition } from '@minzheng/kernel/lifecycle';
import { PolicyMissing } from '@minzheng/kernel/policy';
import { NotFound, VersionConflict } from '../persistence/errors.js';
import { preferredLanguage } from './language.js';
import { problemOf } from './problem-of.js';
import { bodyOf, headersOf } from './problem.filter.js';
import { defineProblem, Problem, PROBLEMS, problemCatalogue } from './problem.js';

const coded = (code: string, statusCode?: number): Error =>
  Object.assign(new Error('51080219850214901X'), { code, ...(statusCode ? { statusCode } : {}) });

describe('problemOf', () => {
  it.each([
    ['40001', '1'],
    ['53300', '1'],
    ['53100', '30'],
    ['25006', '30'],
  ])('of %s says when it may be tried again', (code, seconds) => {
    expect(problemOf(coded(code)).options.headers).toEqual({ 'retry-after': seconds });
  });

  it.each<[unknown, string, number]>([
    [new Problem(PROBLEMS.consentMissing), 'consent-missing', 422],
    [new NotFound('Case'), 'not-found', 404],
    [new VersionConflict('Case', 4), 'version-conflict', 412],
    [new IllegalTransition('Case', 'CLOSED', 'accept'), 'illegal-transition', 409],
    [new PolicyMissing('assistance.standard', '510802', '2025-05-12'), 'policy-missing', 422],
    [new NotFoundException(), 'not-found', 404],
    [new BadRequestException(), 'validation', 400],
    [coded('FST_ERR_CTP_BODY_TOO_LARGE', 413), 'too-large', 413],
    [coded('FST_ERR_CTP_INVALID_JSON_BODY', 400), 'validation', 400],
    [coded('FST_ERR_CTP_INVALID_MEDIA_TYPE', 415), 'unsupported-media-type', 415],
    [coded('ECONNREFUSED'), 'dependency-unavailable', 503],
    [coded('40001'), 'dependency-unavailable', 503],
    [coded('57P01'), 'dependency-unavailable', 503],
    [coded('22021'), 'validation', 400],
    [coded('23505'), 'internal', 500],
    [new Error('anything'), 'internal', 500],
    ['anything', 'internal', 500],
  ])('tells %s as %s', (error, name, status) => {
    expect(problemOf(error).type).toMatchObject({ name, status });
  });

  it('says the current version, the state and the policy that is missing', () => {
    expect(problemOf(new VersionConflict('Case', 4)).options.extensions).toEqual({ currentVersion: 4 });
    expect(problemOf(new IllegalTransition('Case', 'CLOSED', 'accept')).options.extensions).toEqual({
      state: 'CLOSED',
      command: 'accept',
    });
    expect(problemOf(new PolicyMissing('a.b', '51', '2025-05-12')).options.extensions).toEqual({
      key: 'a.b',
      region: '51',
      on: '2025-05-12',
    });
  });
});

describe('bodyOf', () => {
  const problem = new Problem(PROBLEMS.validation, {
    detail: { zh: '两处错误', en: 'two mistakes' },
    errors: [{ field: 'month', code: 'is-month', message: { zh: '应为月份', en: 'must be a month' } }],
  });

  it('is RFC 9457 in the language asked for', () => {
    expect(bodyOf(problem, 'en', 'f00d')).toEqual({
      type: 'https://minzheng.dev/problems/validation',
      title: 'The request is not well-formed',
      status: 400,
      detail: 'two mistakes',
      errors: [{ field: 'month', code: 'is-month', message: 'must be a month' }],
    });
    expect(bodyOf(problem, 'zh-CN', 'f00d')).toMatchObject({
      detail: '两处错误',
      title: '请求的内容或格式不正确',
    });
  });

  it('tells an unexpected error only as a trace id', () => {
    const body = bodyOf(problemOf(new Error('51080219850214901X')), 'en', 'f00d');
    expect(body).toEqual({
      type: 'https://minzheng.dev/problems/internal',
      title: 'An internal error',
      status: 500,
      traceId: 'f00d',
    });
  });
});

describe('headersOf', () => {
  it('asks for a token, and says when the one that came does not hold', () => {
    const refused = new Problem(PROBLEMS.unauthenticated);
    expect(headersOf(refused, false)).toEqual({ 'www-authenticate': 'Bearer' });
    expect(headersOf(refused, true)).toEqual({ 'www-authenticate': 'Bearer error="invalid_token"' });
    expect(headersOf(new Problem(PROBLEMS.notFound), true)).toEqual({});
  });
});

describe('preferredLanguage', () => {
  it.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['fr', 'zh-CN'],
    ['fr, en;q=0.3', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['zh;q=0.2, en;q=0.8', 'en'],
    ['en;q=0', 'zh-CN'],
    ['*', 'zh-CN'],
    ['en;q=x', 'zh-CN'],
  ])('%j is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});

describe('the catalogue of problems', () => {
  it('has the names that CONVENTIONS.md lists for all services', () => {
    expect(problemCatalogue().map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'validation',
        'unauthenticated',
        'scope-missing',
        'out-of-region',
        'same-person',
        'conflict-of-interest',
        'not-found',
        'illegal-transition',
        'id-number-invalid',
        'uscc-invalid',
        'consent-missing',
        'policy-missing',
        'report-expired',
        'too-large',
        'rate-limited',
        'dependency-unavailable',
        'idempotency-key-required',
        'idempotency-key-reused',
        'request-in-progress',
        'if-match-required',
        'version-conflict',
      ]),
    );
  });

  it('gives a name one status', () => {
    expect(() => defineProblem({ name: 'not-found', status: 410, zh: '无', en: 'none' })).toThrow(RangeError);
    expect(() => defineProblem({ name: 'NotKebab', status: 422, zh: '无', en: 'none' })).toThrow(RangeError);
  });
});
