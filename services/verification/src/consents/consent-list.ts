import type { AuthenticatedCaller } from '@minzheng/platform/access';
import type { Disclosure } from '@minzheng/platform/audit';
import { listOf, mapPage, type Page } from '@minzheng/platform/http';
import type { DataSource } from 'typeorm';
import { toConsentDto, type ConsentDto, type ConsentQuery } from './consent.dto.js';
import { isOutside, outsideRequester } from '../requests/requester.js';
import { Consent } from './consent.entity.js';

/**
 * Consents of the caller's region, those that the citizen has given or signed, or those that a department outside the
 * platform has taken itself; newest first.
 */
export async function listConsents(
  dataSource: DataSource,
  { subject, purpose, ...query }: ConsentQuery,
  caller: AuthenticatedCaller,
  disclosure: Disclosure,
): Promise<Page<ConsentDto>> {
  const found = dataSource.createQueryBuilder(Consent, 'c');
  if (subject !== undefined) found.andWhere('c.person_key = :subject', { subject });
  if (purpose !== undefined) found.andWhere(':purpose = any(c.purposes)', { purpose });
  if (caller.person === undefined && isOutside(caller))
    found.andWhere('c.taken_by = :taker', { taker: outsideRequester(caller) });
  const consents = await listOf(found, query, {
    caller,
    own: 'c.person_key = :person or c.signer_key = :person',
    equal: ['state'],
  });
  disclosure.add(consents.items.map(({ personKey }) => personKey));
  return mapPage(consents, toConsentDto);
}
