import { inspect } from 'node:util';
import type { CallHandler, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { lastValueFrom, of } from 'rxjs';
import { AuthenticatedCaller } from '../access/caller.js';
import { toJson } from './json.js';
import { PersonalText, RevealInterceptor, Reveals } from './personal-text.js';
import { Problem } from './problem.js';

const person = {
  idNumber: PersonalText.idNumber('51080219850214901X'),
  name: PersonalText.name('欧阳建国'),
  since: new Date(0),
};
const MASKED = { idNumber: '510***********901X', name: '欧***', since: '1970-01-01T00:00:00.000Z' };

class Routes {
  @Reveals()
  one(): void {}

  list(): void {}
}

async function answer(route: keyof Routes, header?: string, scopes: string[] = []) {
  const request = {
    headers: header === undefined ? {} : { 'x-reveal-reason': header },
    caller: new AuthenticatedCaller({ subject: 'clerk', scopes: new Set(scopes) }),
  };
  const context = {
    getType: () => 'http',
    getHandler: () => Object.getOwnPropertyDescriptor(Routes.prototype, route)?.value as object,
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
  const next: CallHandler = { handle: () => of({ items: [person] }) };
  try {
    const body = await lastValueFrom(
      new RevealInterceptor(new Reflector(), 'assistance').intercept(context, next),
    );
    return { body: JSON.parse(toJson(body)) as unknown, request };
  } catch (error) {
    return { problem: error instanceof Problem ? error.type.name : String(error), request };
  }
}

describe('PersonalText', () => {
  it('hides its middle however it is written', () => {
    expect(JSON.parse(toJson(person))).toEqual(MASKED);
    expect(`${person.idNumber.toString()} ${person.name.toString()}`).toBe('510***********901X 欧***');
    expect(inspect(person)).not.toContain('19850214');
    expect(inspect(person, { showHidden: true })).not.toContain('建国');
    expect(Object.values(person.name)).toEqual([]);
  });
});

describe('RevealInterceptor', () => {
  const READER = ['assistance:identities:read'];

  it('shows it whole to whoever may and says why', async () => {
    const { body, request } = await answer('one', '%E6%A0%B8%E5%AF%B9%E8%BA%AB%E4%BB%BD%E8%AF%81', READER);
    expect(body).toEqual({
      items: [{ idNumber: '51080219850214901X', name: '欧阳建国', since: '1970-01-01T00:00:00.000Z' }],
    });
    expect(request).toMatchObject({ revealReason: '核对身份证' });
  });

  it.each<[string, keyof Routes, string | undefined, string[], string | undefined]>([
    ['without a reason', 'one', undefined, READER, undefined],
    ['on a route that reveals nothing', 'list', 'compared at the counter', READER, undefined],
    ['without the scope', 'one', 'compared at the counter', ['assistance:cases:read'], 'scope-missing'],
    [
      'with the scope of another service',
      'one',
      'compared',
      ['verification:identities:read'],
      'scope-missing',
    ],
    ['with a reason that is none', 'one', 'why', READER, 'validation'],
    ['with a reason that names somebody', 'one', 'card of 51080219850214901X', READER, 'validation'],
  ])('does not %s', async (_what, route, header, scopes, problem) => {
    const answered = await answer(route, header, scopes);
    expect(answered.problem).toBe(problem);
    if (problem === undefined) expect(answered.body).toEqual({ items: [MASKED] });
    expect(answered.request).not.toHaveProperty('revealReason');
  });
});
