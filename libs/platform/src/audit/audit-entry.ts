import { canonicalJson } from '@minzheng/kernel/canonical-json';
import { shardOf, type ChainedContent } from '@minzheng/kernel/audit-chain';

/** One act: who did what, for what, and whose data were shown or changed (查询留痕). */
export interface AuditEntry {
  /** Subject of the token. */
  readonly actor: string;
  readonly role?: string | undefined;
  readonly org?: string | undefined;
  /** The region that is responsible for what was read or changed; else the actor's own. */
  readonly region?: string | undefined;
  /** The route, `GET /v1/cases/{id}`; of a refused read with ` refused` behind it. */
  readonly action: string;
  readonly purpose?: string | undefined;
  readonly caseRef?: string | undefined;
  readonly reportId?: string | undefined;
  /** `<aggregate>/<id>` */
  readonly target?: string | undefined;
  readonly reason?: string | undefined;
  /** personKeys; one row is written for each, and one without a subject where there is none. */
  readonly subjects: readonly string[];
  /** Names of what is shown, never its content. */
  readonly fields: readonly string[];
}

/** A row of `audit_entry`. */
export interface AuditRow {
  readonly id: string;
  readonly actor: string;
  readonly role: string | null;
  readonly org: string | null;
  readonly region: string | null;
  readonly action: string;
  readonly purpose: string | null;
  readonly case_ref: string | null;
  readonly report_id: string | null;
  readonly target: string | null;
  readonly reason: string | null;
  readonly subject: string | null;
  readonly fields: readonly string[];
  readonly at: Date;
  /** None for what was copied from a log of before the audit. */
  readonly mac: string;
}

/** The fields of an entry in the words of the specification, without its subject; those that it has not are left out. */
function actOf(row: Omit<AuditRow, 'id' | 'subject' | 'mac'>): Record<string, unknown> {
  const { actor, role, org, region, action, purpose, target, reason, fields } = row;
  const optional = {
    role,
    org,
    region,
    purpose,
    caseRef: row.case_ref,
    reportId: row.report_id,
    target,
    reason,
  };
  const present = Object.entries(optional).filter(([, value]) => value !== null);
  return { actor, action, fields, at: row.at.toISOString(), ...Object.fromEntries(present) };
}

/** What the chain's hash is made of (verification, section 5.14); the row's id is not in it, its `mac` covers that. */
export function chainedContent(row: Omit<AuditRow, 'id' | 'mac'>, seq: number): ChainedContent {
  return { ...actOf(row), ...(row.subject !== null && { subject: row.subject }), seq };
}

/** What all rows of an act share, as text. */
export function actText(row: Omit<AuditRow, 'id' | 'subject' | 'mac'>): string {
  return canonicalJson(actOf(row));
}

/** What the keyed digest of one row is made of. */
export function authenticated(act: string, { id, subject }: Pick<AuditRow, 'id' | 'subject'>): string {
  return `audit_entry ${id} ${subject ?? '-'} ${act}`;
}

/** What the keyed digest of a shard's head is made of. */
export function authenticatedHead(shard: string, seq: number, hash: string): string {
  return `audit_head ${shard} ${seq} ${hash}`;
}

/** What the keyed digest of the beginning of a shard is made of: up to there it was erased after its years. */
export function authenticatedBeginning(shard: string, seq: number, hash: string): string {
  return `audit_beginning ${shard} ${seq} ${hash}`;
}

/** An entry without a subject is in the shard of its own id's last digit: the first ones of a UUIDv7 are its time. */
export function shardOfRow({ id, subject }: Pick<AuditRow, 'id' | 'subject'>): string {
  return subject === null ? id.slice(-1) : shardOf(subject);
}
