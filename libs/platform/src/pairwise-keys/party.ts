import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem, PROBLEMS } from '../http/index.js';
import { personKeysIn, replacedKeys, type PairwiseKeys } from './pairwise-keys.js';

/**
 * What a party (token with the claim `party`) says of persons, it says by its own keys: here they become personKeys,
 * before anything else looks at the request. A key that the party was not given names nobody.
 */
export class PartyGuard implements CanActivate {
  constructor(private readonly pairwiseKeys: PairwiseKeys) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const party = request.caller?.party;
    if (party === undefined) return true;
    if (!this.pairwiseKeys.areAvailable) throw new Problem(PROBLEMS.scopeMissing);
    const { params, query, body } = request;
    const named = personKeysIn(JSON.stringify([params, query, body]));
    if (named.length === 0) return true;
    const meant = await this.pairwiseKeys.meantBy(party, named);
    if (meant.size < named.length) throw new Problem(PROBLEMS.notFound);
    request.params = replaced(params, meant);
    request.query = replaced(query, meant);
    request.body = replaced(body, meant);
    return true;
  }
}

/**
 * In every answer to a party, whatever route gives it, personKeys become the party's own keys: nothing has to be
 * declared, and nothing can be forgotten.
 */
export function answerPartiesByTheirKeys(fastify: FastifyInstance, pairwiseKeys: PairwiseKeys): void {
  fastify.addHook('onSend', async (request, reply, payload) => {
    const party = request.caller?.party;
    if (party === undefined || payload === null || payload === undefined) return payload;
    if (!Buffer.isBuffer(payload) && typeof payload !== 'string') {
      throw new TypeError('a stream is not answered to a party: it cannot be searched for persons');
    }
    const text = payload.toString();
    const location = reply.getHeader('location')?.toString() ?? '';
    const persons = personKeysIn(`${text} ${location}`);
    if (persons.length === 0) return payload;
    const given = await pairwiseKeys.give(party, persons);
    if (location !== '') reply.header('location', replacedKeys(location, given));
    reply.removeHeader('content-length');
    return replacedKeys(text, given);
  });
}

function replaced<T>(value: T, keys: ReadonlyMap<string, string>): T {
  return value === undefined ? value : (JSON.parse(replacedKeys(JSON.stringify(value), keys)) as T);
}
