import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { PolicyPublishedSchema } from '@minzheng/contracts/common';
import { PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import { canonicalJson } from '../http/json.js';
import type { Received } from '../messaging/index.js';
import type { PolicyState, StoredRow } from './policy-row.js';

/** The sender of a policy row is not the service that owns its key. */
export class ForeignPolicy extends Error {
  constructor(key: string, source: string) {
    super(`${source} does not own policy ${key}`);
    this.name = 'ForeignPolicy';
  }
}

/** A row as its readers are told. */
export function toMessage(row: StoredRow & { announced_at: Date }) {
  return {
    occurredAt: timestampFromDate(row.announced_at),
    ...(row.region_prefix === '' ? {} : { region: { code: row.region_prefix } }),
    policyKey: row.key,
    transition: {
      aggregate: 'policyRow',
      aggregateId: row.id,
      fromState: stateBefore(row),
      toState: row.state,
      version: BigInt(row.sequence),
    },
    rowId: row.id,
    regionPrefix: row.region_prefix,
    effectiveFrom: row.effective_from,
    ...(row.effective_to === null ? {} : { effectiveTo: row.effective_to }),
    value: canonicalJson(row.value),
    legalBasis: row.legal_basis,
    ...(row.supersedes_row_id === null ? {} : { supersedesRowId: row.supersedes_row_id }),
  };
}

function stateBefore({ state, drafted_by }: StoredRow): PolicyState | '' {
  if (state === 'SUPERSEDED') return 'PUBLISHED';
  return drafted_by === null ? '' : 'DRAFT';
}

/** What a service keeps of another's row. */
export interface Copy {
  readonly row: PolicyRow;
  readonly owner: string;
  readonly sequence: bigint;
  readonly supersedesRowId: string | undefined;
  readonly state: Extract<PolicyState, 'PUBLISHED' | 'SUPERSEDED'>;
}

/** @throws ForeignPolicy, RangeError or SyntaxError for a row that cannot be used */
export function toCopy({ envelope, message }: Received<typeof PolicyPublishedSchema>): Copy {
  const owner = message.policyKey.split('.')[0] ?? '';
  if (envelope.source !== `/service/${owner}`) throw new ForeignPolicy(message.policyKey, envelope.source);
  const row: PolicyRow = {
    id: message.rowId,
    key: message.policyKey,
    regionPrefix: message.regionPrefix,
    effectiveFrom: message.effectiveFrom,
    ...(message.effectiveTo === undefined ? {} : { effectiveTo: message.effectiveTo }),
    value: JSON.parse(message.value) as unknown,
    legalBasis: message.legalBasis,
  };
  // A row that no book accepts would stop every decision: it is refused before it is stored.
  new PolicyBook([row]);
  return {
    row,
    owner,
    sequence: envelope.sequence,
    supersedesRowId: message.supersedesRowId,
    state: message.transition?.toState === 'SUPERSEDED' ? 'SUPERSEDED' : 'PUBLISHED',
  };
}

/** The newest of each row; those that were superseded first, since they make room for what supersedes them. */
export function newestOfEach(copies: readonly Copy[]): Copy[] {
  const newest = new Map<string, Copy>();
  for (const copy of copies) {
    const known = newest.get(copy.row.id);
    if (!known || known.sequence < copy.sequence) newest.set(copy.row.id, copy);
  }
  const all = [...newest.values()];
  return [
    ...all.filter(({ state }) => state === 'SUPERSEDED'),
    ...all.filter(({ state }) => state !== 'SUPERSEDED'),
  ];
}
