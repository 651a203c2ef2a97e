import { Reflector } from '@nestjs/core';
import type { ExecutionContext } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Problem } from '../http/problem.js';
import { AuthenticatedCaller } from './caller.js';
import { RecordGuard } from './record.guard.js';
import { Concerns, RecordDirectory, recordIn, type RecordPlace } from './record.js';

const ID = '0198a000-fa92-76bb-8db9-aa6478e2a419';
const OTHER_ID = '0198a000-fa92-76bb-8db9-aa6478e2a420';
const MEMBER = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const GUARDIAN = '76f9367c-2a08-8d62-9d75-d6dbe23270b8';
const STRANGER = '86f9367c-2a08-8d62-9d75-d6dbe23270b8';
const PLACE: RecordPlace = {
  region: '510802001',
  persons: [MEMBER],
  owners: [MEMBER, GUARDIAN],
  actors: [GUARDIAN],
};

class Permit {}
class Ledger {}

class Routes {
  @Concerns(Permit)
  one(): void {}

  @Concerns(Permit, { parameter: 'permitId' })
  part(): void {}

  @Concerns(Permit, { body: 'permitId' })
  apply(): void {}

  @Concerns(Ledger)
  ledger(): void {}

  list(): void {}
}

const directory = new RecordDirectory(
  [recordIn(Permit, 'permit'), recordIn(Ledger, 'ledger', { isKnownElsewhere: true })],
  {
    query: (_sql: string, [id]: [string]) => Promise.resolve(id === ID ? [PLACE] : []),
  } as unknown as EntityManager,
);

interface Asked {
  readonly route?: keyof Routes;
  readonly method?: string;
  readonly params?: object;
  readonly body?: unknown;
  readonly region?: string;
  readonly person?: string;
  readonly opening?: string;
}

async function ask({
  route = 'one',
  method = 'GET',
  params = { id: ID },
  body,
  region,
  person,
  opening,
}: Asked) {
  const caller = new AuthenticatedCaller({
    subject: 'clerk',
    scopes: new Set(),
    ...(region === undefined ? {} : { region }),
    ...(person === undefined ? {} : { person }),
  });
  const request: Record<string, unknown> = { method, params, body, caller };
  const guard = new RecordGuard(new Reflector(), directory, {
    opening: (subject, { id }) => Promise.resolve(subject === 'clerk' && id === ID ? opening : undefined),
  });
  const context = {
    getType: () => 'http',
    getHandler: () => Object.getOwnPropertyDescriptor(Routes.prototype, route)?.value as object,
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
  try {
    await guard.canActivate(context);
    return { request };
  } catch (error) {
    return { request, problem: error instanceof Problem ? error.type.name : String(error) };
  }
}

describe('RecordGuard', () => {
  it.each<[string, Asked, string | undefined]>([
    ['an official of the region', { region: '510802' }, undefined],
    ['an official of another region', { region: '510803' }, 'not-found'],
    ['an official of a part of the region', { region: '510802001001' }, 'not-found'],
    ['an official of no region', {}, 'not-found'],
    ['a member', { person: MEMBER }, undefined],
    ['a guardian', { person: GUARDIAN }, undefined],
    ['another citizen', { person: STRANGER }, 'not-found'],
    ['what is not there', { region: '51', params: { id: OTHER_ID } }, 'not-found'],
    ['what is no id', { region: '51', params: { id: '1' } }, 'validation'],
    ['an id in another spelling', { region: '51', params: { id: ID.toUpperCase() } }, 'validation'],
    [
      'an id in the body in another spelling',
      { route: 'apply', body: { permitId: ID.toUpperCase() }, region: '510803' },
      'validation',
    ],
    [
      'a body’s id that is no text',
      { route: 'apply', body: { permitId: [ID] }, region: '510803' },
      'validation',
    ],
    ['a ward who reads', { person: MEMBER }, undefined],
    ['a ward who acts', { person: MEMBER, method: 'POST' }, 'not-found'],
    ['a guardian who acts', { person: GUARDIAN, method: 'POST' }, undefined],
    ['another parameter', { route: 'part', params: { permitId: ID }, region: '510802' }, undefined],
    ['a record in the body', { route: 'apply', body: { permitId: ID }, region: '510802' }, undefined],
    [
      'a stranger’s record in the body',
      { route: 'apply', body: { permitId: ID }, person: STRANGER },
      'not-found',
    ],
    [
      'a missing record in the body',
      { route: 'apply', body: { permitId: OTHER_ID }, region: '51' },
      'not-found',
    ],
    ['what an official may know of', { route: 'ledger', region: '510803' }, 'out-of-region'],
    ['what a citizen may not know of', { route: 'ledger', person: STRANGER }, 'not-found'],
  ])('%s', async (_what, asked, problem) => {
    expect((await ask(asked)).problem).toBe(problem);
  });

  it('tells the request which record it is about, and whose', async () => {
    const { request } = await ask({ region: '51' });
    expect(request['record']).toEqual({ type: 'permit', id: ID, ...PLACE });
  });

  it('leaves alone what concerns no record, and a body that names none to its validation', async () => {
    expect((await ask({ route: 'list' })).request['record']).toBeUndefined();
    expect((await ask({ route: 'apply', body: undefined })).problem).toBeUndefined();
  });

  it('opens a record behind broken glass for reading only, and for officials only', async () => {
    const elsewhere = { region: '510803', opening: OTHER_ID };
    const read = await ask(elsewhere);
    expect(read.problem).toBeUndefined();
    expect(read.request['breakGlass']).toBe(OTHER_ID);
    expect((await ask({ ...elsewhere, method: 'POST' })).problem).toBe('not-found');
    expect((await ask({ person: STRANGER, opening: OTHER_ID })).problem).toBe('not-found');
  });
});
