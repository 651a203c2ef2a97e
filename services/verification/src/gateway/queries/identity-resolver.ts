import { SETTINGS, type SettingsOf } from '@minzheng/platform/config';
import { Inject, Injectable } from '@nestjs/common';
import type { GATEWAY_SETTINGS } from '../gateway.settings.js';
import { NamedPersons } from '../parties/named-persons.js';
import { PlatformClient, ServiceUnavailable } from '../platform-client.js';
import type { AgencyQuery } from './query.store.js';

/** The holder of the numbers could not be asked. */
export class IdentitiesUnavailable extends Error {
  override readonly name = 'IdentitiesUnavailable';
}

const PERSONS_AT_ONCE = 50;

/**
 * Who is meant by personKeys: whom a department has named for the case, else asked of the services that hold the numbers,
 * the one that has asked first; their logs name the query. What they answer is handed on in memory, and stored nowhere.
 */
@Injectable()
export class IdentityResolver {
  constructor(
    private readonly client: PlatformClient,
    private readonly named: NamedPersons,
    @Inject(SETTINGS) private readonly settings: SettingsOf<typeof GATEWAY_SETTINGS>,
  ) {}

  /**
   * ID numbers by personKey; a person of whom nobody holds a number is left out, and the others are asked about. Where that
   * leaves nobody, the map is empty.
   *
   * @throws IdentitiesUnavailable while a holder does not answer
   */
  async numbersOf(query: AgencyQuery): Promise<ReadonlyMap<string, string>> {
    const { id, holder, caseRef, personKeys } = query;
    const numbers = new Map(await this.named.numbersOf(caseRef, personKeys));
    for (const service of this.#holders(holder)) {
      const open = personKeys.filter((personKey) => !numbers.has(personKey));
      if (open.length === 0) break;
      for (const [personKey, number] of await this.#asked(service, open, id)) numbers.set(personKey, number);
    }
    return numbers;
  }

  #holders(first: string): string[] {
    const others = Object.keys(this.settings.identityHolders).filter((service) => service !== first);
    return [first, ...others.toSorted()];
  }

  async #asked(
    service: string,
    personKeys: readonly string[],
    queryId: string,
  ): Promise<readonly (readonly [string, string])[]> {
    const url = this.settings.identityHolders[service];
    if (url === undefined) throw new IdentitiesUnavailable(`no URL of ${service} is set`);
    const found: (readonly [string, string])[] = [];
    for (let from = 0; from < personKeys.length; from += PERSONS_AT_ONCE) {
      const body = {
        personKeys: personKeys.slice(from, from + PERSONS_AT_ONCE),
        reason: `source query ${queryId}`,
      };
      const { items } = await this.client
        .ask(service, url, (routes) => routes.POST('/v1/identities/resolve', { body }))
        .catch((error: unknown) => {
          throw error instanceof ServiceUnavailable
            ? new IdentitiesUnavailable('the holder of the numbers does not answer', { cause: error })
            : error;
        });
      found.push(...items.map(({ personKey, idNumber }) => [personKey, idNumber] as const));
    }
    return found;
  }
}
