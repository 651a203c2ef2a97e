import type { AuthenticatedCaller } from '@minzheng/platform/access';
import type { Disclosure } from '@minzheng/platform/audit';
import { listOf, mapPage, type Page } from '@minzheng/platform/http';
import type { DataSource } from 'typeorm';
import { toConsentDto, type ConsentDto, type ConsentQuery } from './consent.dto.js';
import { Consent } from './consent.entity.js';

/** Consents of the caller's region, or those about the citizen or signed by him or her. */
export async function listConsents(
  dataSource: DataSource,
  query: ConsentQuery,
  caller: AuthenticatedCaller,
  disclosure: Disclosure,
): Promise<Page<ConsentDto>> {
  const consents = await listOf(dataSource.createQueryBuilder(Consent, 'c'), query, {
    caller,
    own: 'c.person_key = :person or c.signer_key = :person',
    equal: ['state', 'personKey'],
  });
  disclosure.add(consents.items.map(({ personKey }) => personKey));
  return mapPage(consents, toConsentDto);
}
