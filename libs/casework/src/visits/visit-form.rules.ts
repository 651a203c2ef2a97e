import { isAssetKind, isIncomeKind } from '@minzheng/kernel/means-test';
import { invalidField } from '@minzheng/platform/http';
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
    ...(findings?.length ? { findings: findings.map((finding) => withoutNulls({ ...finding })) } : {}),
    ...(carers?.length ? { carers: [...carers] } : {}),
    ...(place ? { place: { ...place } } : {}),
  };
}

/** An optional field may be sent as null. */
function withoutNulls(finding: VisitFinding): VisitFinding {
  const said = Object.entries(finding).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(said) as unknown as VisitFinding;
}

/** Income has a sum and its months, what is owned a value or a number. @throws Problem `validation` */
export function requireFindings({ personKeys }: VisitedSubject, findings: readonly VisitFinding[]): void {
  for (const [index, finding] of findings.entries()) {
    const path = `findings.${index}`;
    const { side, kind, amountFen, valueFen, count, fromMonth, toMonth } = finding;
    const isKind = side === 'INCOME' ? isIncomeKind : isAssetKind;
    if (!personKeys.includes(finding.personKey)) throw invalidField(`${path}.personKey`, 'is-member');
    if (!isKind(kind)) throw invalidField(`${path}.kind`, 'is-kind');
    if (side === 'INCOME') {
      if (amountFen === undefined) throw invalidField(`${path}.amountFen`, 'missing');
      if (fromMonth === undefined) throw invalidField(`${path}.fromMonth`, 'missing');
      if (toMonth === undefined || toMonth < fromMonth) throw invalidField(`${path}.toMonth`, 'missing');
    } else if (valueFen === undefined && count === undefined) {
      throw invalidField(`${path}.valueFen`, 'missing');
    }
  }
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
