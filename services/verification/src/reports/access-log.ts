import { Injectable } from '@nestjs/common';
import { Problem } from '@minzheng/platform/http';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { VERIFICATION_PROBLEMS } from './report-problems.js';

/** One read of personal data (查询留痕). */
export interface AccessEntry {
  readonly actor: string;
  readonly purpose: string;
  readonly caseRef: string;
  readonly reportId?: string;
  readonly subjects: readonly string[];
  /** Names of what is shown, never its content. */
  readonly fields: readonly string[];
}

/** Who looked at whom, why and when; written before the data leave. PIPL arts. 44–47, 51, 54. */
@Injectable()
export class AccessLog {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws Problem `audit-unavailable`: then nothing may be shown */
  async write({ actor, purpose, caseRef, reportId, subjects, fields }: AccessEntry): Promise<void> {
    try {
      await this.dataSource.query(
        `insert into access_entry (id, actor, purpose, case_ref, report_id, subjects, fields)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [uuidv7(), actor, purpose, caseRef, reportId ?? null, subjects, fields],
      );
    } catch (error) {
      throw new Problem(VERIFICATION_PROBLEMS.auditUnavailable, { cause: error });
    }
  }
}
