import { Global, Module, type DynamicModule } from '@nestjs/common';
import { recordIn } from '@minzheng/platform/access';
import { encryptedText } from '@minzheng/platform/key-rotation';
import type { ServicePart } from '@minzheng/platform/start-service';
import type { DepartmentName } from '../department/index.js';
import { BankFiles } from './bank-file.service.js';
import { BankResults } from './bank-result.service.js';
import { Custody } from './custody.service.js';
import { Payments1705000000150 } from './migrations/1705000000150-payments.js';
import { LineOffsets1705000000171 } from './migrations/1705000000171-line-offsets.js';
import { OffsetReleases } from './offset-release.js';
import { Payees } from './payees.js';
import { PaymentLedger } from './payment-ledger.js';
import { PaymentLifecycles } from './payment-lifecycles.js';
import { PaymentLine } from './payment-line.entity.js';
import { PaymentSources } from './payment-source.js';
import { paymentsControllers } from './payment.controllers.js';
import { PayrollBuildJob } from './payroll-build.job.js';
import { PayrollPlanner } from './payroll-planner.js';
import { PayrollRun } from './payroll-run.entity.js';
import { PayrollService } from './payroll.service.js';
import { PlanAgainJob } from './plan-again.job.js';
import { ReconciliationJob } from './reconciliation.job.js';
import { Reconciliation } from './reconciliation.js';
import { Reissues } from './reissue.service.js';

const OFFERED = [
  PaymentSources,
  PaymentLedger,
  PaymentLifecycles,
  Payees,
  Custody,
  PayrollService,
  OffsetReleases,
];

/** Payments (发放) of a department. */
@Global()
@Module({})
export class PaymentsModule {
  static of(department: DepartmentName): DynamicModule {
    return {
      module: PaymentsModule,
      controllers: paymentsControllers(department),
      providers: [
        ...OFFERED,
        PayrollPlanner,
        PayrollBuildJob,
        PlanAgainJob,
        BankFiles,
        BankResults,
        Reconciliation,
        ReconciliationJob,
        Reissues,
      ],
      exports: OFFERED,
    };
  }
}

/** Tables, records and encrypted columns of {@link PaymentsModule}. */
export const PAYMENTS: ServicePart = {
  entities: [PayrollRun, PaymentLine],
  migrations: [Payments1705000000150, LineOffsets1705000000171],
  records: [
    recordIn(PayrollRun, `select region, '{}'::uuid[] as persons from payroll_run where id = $1`),
    recordIn(PaymentLine, 'select region, beneficiaries as persons from payment_line where id = $1'),
  ],
  encrypted: [encryptedText({ table: 'payee', column: 'account_enc', place: 'payee/{key}/account' })],
};
