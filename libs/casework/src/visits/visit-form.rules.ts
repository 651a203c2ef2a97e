import { invalidField } from '@minzheng/platform/http';
import { requireItem, withoutLeftOut } from '../means-items/index.js';
import type { RecordVisitDto, SignVisitDto } from './visit.dto.js';
import type { HouseVisit, Photo, Signature, VisitContent, VisitFinding } from './visit.entity.js';
import type { VisitedSubject } from './visit-host.js';

/** What was seen, as it is frozen and stored. */
export function contentOf({
  observations,
  photos = [],
  findings,
  carers,
  place,
}: RecordVisitDto): VisitContent {
  return {
    observations: { ...observations },
    photos: photos.map((photo): Photo => ({
      sha256: photo.sha256,
      ...(photo.place ? { place: { ...photo.place } } : {}),
    })),
    ...(findings?.length ? { findings: findings.map((finding) => withoutLeftOut({ ...finding })) } : {}),
    ...(carers?.length ? { carers: [...carers] } : {}),
    ...(place ? { place: { ...place } } : {}),
  };
}

/** Each is an item of somebody who counts there. @throws Problem `validation` */
export function requireFindings({ personKeys }: VisitedSubject, findings: readonly VisitFinding[]): void {
  for (const [index, finding] of findings.entries()) requireItem(finding, `findings.${index}`, personKeys);
}

/** Everybody named is of the household. @throws Problem `validation` */
export function requireMembers(
  { personKeys }: VisitedSubject,
  field: string,
  named: readonly string[],
): void {
  const stranger = named.findIndex((personKey) => !personKeys.includes(personKey));
  if (stranger >= 0) throw invalidField(`${field}.${stranger}`, 'is-member');
}

/** Own signature, that of a member, or that a member would not sign before a witness. @throws Problem `validation` */
export function signatureOf(visit: HouseVisit, form: SignVisitDto, userId: string, now: Date): Signature {
  const { personKey, method, proof, refusedToSign = false, witness } = form;
  const given = { userId, at: now.toISOString(), ...(personKey === undefined ? {} : { personKey }) };
  if (!refusedToSign) {
    if (method === undefined) throw invalidField('method', 'missing');
    if (proof === undefined) throw invalidField('proof', 'missing');
    return { ...given, method, proof };
  }
  if (personKey === undefined) throw invalidField('personKey', 'missing');
  const isOther = !visit.investigators.some((each) => each.userId === witness);
  if (witness === undefined || !isOther) throw invalidField('witness', 'missing');
  return { ...given, refusedToSign, witness };
}
