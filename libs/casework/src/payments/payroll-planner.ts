import { Injectable } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { keepBack } from './line-offsets.js';
import { planStatement, type BlockedSubject } from './line-plan.js';
import { PaymentSources, type PayrollScope, type SubjectRange } from './payment-source.js';
import { placeOf } from './payroll-place.js';
import type { PayrollRun } from './payroll-run.entity.js';

/** Plans the lines of subjects in a run: whether it is built or they are planned again. */
@Injectable()
export class PayrollPlanner {
  constructor(
    private readonly sources: PaymentSources,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
  ) {}

  scopeOf({ id, programme, region, month, seq }: PayrollRun): PayrollScope {
    return { runId: id, ...placeOf({ countyCode: region, programme, month, seq }, this.regions) };
  }

  /** What is due to these subjects and has no line yet. The run and its programme are locked before. */
  async plan(tx: Tx, run: PayrollRun, scope: PayrollScope, range: SubjectRange): Promise<void> {
    const source = this.sources.of(run.programme);
    const at = this.clock.now();
    const { sql, parameters } = planStatement(source.due(scope, range), {
      scope,
      subjectType: source.subjectType,
      maxHouseholds: run.maxHouseholds,
      actor: tx.actor,
      ids: range.ids,
    });
    const rows = await tx.query<BlockedSubject>(sql, parameters);
    await keepBack(tx, source, { runId: scope.runId, month: scope.month, ids: range.ids });
    await source.settled?.(tx, scope, range);
    const shared = rows.flatMap(({ subject_id, reason }) =>
      reason === 'ACCOUNT_SHARED' ? [subject_id] : [],
    );
    if (shared.length === 0) return;
    const subjects = [...new Set(shared)].map((subjectId) => ({
      ...{ subjectType: source.subjectType, subjectId },
      ...{ region: run.region, runId: run.id, month: run.month },
    }));
    await this.sources.host.accountShared(tx, subjects, at);
  }
}
