import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem, PROBLEMS } from '../http/index.js';
import type { PairwiseKeys } from './pairwise-keys.js';

/** Of all ids of the platform only the keys of persons are UUIDs of version 8, wherever they stand in a text. */
const KEY_OF_PERSON =
  /(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![0-9a-f])/gi;

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
    const named = keysIn(JSON.stringify([params, query, body]));
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
    const persons = keysIn(`${text} ${location}`);
    if (persons.length === 0) return payload;
    const given = await pairwiseKeys.give(party, persons);
    if (location !== '') reply.header('location', replacedText(location, given));
    reply.removeHeader('content-length');
    return replacedText(text, given);
  });
}

const keysIn = (text: string): string[] => [
  ...new Set((text.match(KEY_OF_PERSON) ?? []).map((key) => key.toLowerCase())),
];

const replacedText = (text: string, keys: ReadonlyMap<string, string>): string =>
  text.replace(KEY_OF_PERSON, (key) => keys.get(key.toLowerCase()) ?? '');

function replaced<T>(value: T, keys: ReadonlyMap<string, string>): T {
  return value === undefined ? value : (JSON.parse(replacedText(JSON.stringify(value), keys)) as T);
}
