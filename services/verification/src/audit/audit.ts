import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { AccessAnchorPublishedSchema } from '@minzheng/contracts/verification';
import { AuditAnchors, ReadLimits } from '@minzheng/platform/audit';
import { PolicyStore } from '@minzheng/platform/policies';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { wholeNumber } from '../requests/check-policy.js';

const DAILY_READS = 'verification.access.dailyReadsPerUser';

/** What verification adds to the audit (查询留痕) that all services have: anchors are published, reads of a day limited. */
@Injectable()
export class Audit implements OnModuleInit {
  constructor(
    private readonly anchors: AuditAnchors,
    private readonly limits: ReadLimits,
    private readonly policies: PolicyStore,
  ) {}

  onModuleInit(): void {
    this.anchors.onAnchored((tx, { shard, seq, headSha256, signature, at }) =>
      tx.announce(
        AccessAnchorPublishedSchema,
        { occurredAt: timestampFromDate(at), shard, headSha256, signature },
        { aggregate: 'auditShard', id: shard, version: BigInt(seq) },
      ),
    );
    this.limits.limitDaily(async (region, on) =>
      wholeNumber((await this.policies.book()).resolve(DAILY_READS, region, on)),
    );
  }
}
