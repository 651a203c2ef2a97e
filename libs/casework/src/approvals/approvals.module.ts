import { Module } from '@nestjs/common';
import type { ServicePart } from '@minzheng/platform/start-service';
import { ApprovalService } from './approval.service.js';
import { Approvals1705000000123 } from './migrations/0123-approvals.js';

/** Approvals (审批) of a department. */
@Module({ providers: [ApprovalService], exports: [ApprovalService] })
export class ApprovalsModule {}

/** Tables of approvals. */
export const APPROVALS: ServicePart = { migrations: [Approvals1705000000123] };
