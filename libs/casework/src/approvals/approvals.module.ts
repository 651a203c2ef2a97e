import { Module } from '@nestjs/common';
import { recordIn } from '@minzheng/platform/access';
import type { ServicePart } from '@minzheng/platform/start-service';
import { ApprovalService } from './approval.service.js';
import { Approvals1705000000123 } from './migrations/0123-approvals.js';
import { OfficialRelative } from './relative.entity.js';

/** Approvals (审批) of a department; its route is `officialRelativesController`. */
@Module({ providers: [ApprovalService], exports: [ApprovalService] })
export class ApprovalsModule {}

/** Tables of approvals. */
export const APPROVALS: ServicePart = {
  entities: [OfficialRelative],
  migrations: [Approvals1705000000123],
  records: [
    recordIn(
      OfficialRelative,
      'select region, array[relative_key] as persons from official_relative where id = $1',
    ),
  ],
};
