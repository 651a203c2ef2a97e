import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { IncomeKind } from '@minzheng/contracts/facts';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { withParts, type ServiceDefinition } from '@minzheng/platform/start-service';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DepartmentModule } from '../../department/index.js';
import { PERSONS, PersonsModule } from '../../persons/index.js';
import {
  PaymentHost,
  PAYMENTS,
  PaymentsModule,
  PaymentSources,
  type AnsweredLine,
  type Holders,
  type NotedSubject,
  type PaymentSource,
  type PaymentSubject,
  type PayrollScope,
  type SqlPart,
  type SubjectRange,
} from '../index.js';

/** The old-age allowance of a second department: one sum a month for each person from a month on, to the own account. */
class Allowances1711000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table allowance (
        id uuid primary key,
        region text not null,
        person_key uuid not null,
        from_month text not null,
        monthly_fen bigint not null,
        -- deaths, as far as the department knows
        died_on date
      );
      create table noted (subject_id uuid not null, what text not null);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward-only');
  }
}

@Injectable()
class AllowancePayments implements PaymentSource, OnModuleInit {
  readonly programme = 'OLD_AGE_ALLOWANCE';
  readonly subjectType = 'allowance';
  readonly incomeKind = IncomeKind.OLD_AGE_ALLOWANCE;

  constructor(private readonly payments: PaymentSources) {}

  onModuleInit(): void {
    this.payments.register(this);
  }

  subjects(scope: PayrollScope): SqlPart {
    const { sql, parameters } = scope.within('a.region', 2);
    return {
      sql: `select a.id from allowance a where a.from_month <= $1 and ${sql}`,
      parameters: [scope.month, ...parameters],
    };
  }

  due(scope: PayrollScope, { first, last }: SubjectRange): SqlPart {
    return {
      sql: `select a.id as subject_id, a.region, to_char(month, 'YYYY-MM') as month, 'BASE' as part, null::uuid as person_key,
                   a.id as source_ref, a.monthly_fen as amount_fen, array[a.person_key] as beneficiaries,
                   array[a.monthly_fen] as parts_fen, false as household_share, p.id as payee_id,
                   case when month > a.died_on then 'DECEASED' end as blocked
              from allowance a
              left join payee p on p.subject_id = a.id and p.until is null
             cross join generate_series((a.from_month || '-01')::timestamp, ($1 || '-01')::timestamp, interval '1 month') month
             where a.id between $2 and $3`,
      parameters: [scope.month, first, last],
    };
  }
}

@Injectable()
class AllowanceHost extends PaymentHost implements OnModuleInit {
  readonly own = 'line.person_key = :person';

  constructor(private readonly payments: PaymentSources) {
    super();
  }

  onModuleInit(): void {
    this.payments.hostedBy(this);
  }

  async holders(tx: Tx, { subjectId }: PaymentSubject): Promise<Holders> {
    const [row] = await tx.query<{ person_key: string }>('select person_key from allowance where id = $1', [
      subjectId,
    ]);
    if (!row) throw new NotFound('allowance');
    return { householdId: subjectId, members: [row.person_key], custodians: [] };
  }

  runLocked(): void {}
  fileSent(): void {}
  runClosed(): void {}
  settled(_tx: Tx, _run: unknown, _lines: readonly AnsweredLine[]): void {}
  returned(_tx: Tx, _run: unknown, _lines: readonly AnsweredLine[]): void {}

  returnLimitReached(tx: Tx, subjects: readonly NotedSubject[]): Promise<void> {
    return note(tx, subjects, 'RETURNS');
  }

  accountShared(tx: Tx, subjects: readonly NotedSubject[]): Promise<void> {
    return note(tx, subjects, 'SHARED');
  }
}

async function note(tx: Tx, subjects: readonly NotedSubject[], what: string): Promise<void> {
  await tx.execute('insert into noted select unnest($1::uuid[]), $2', [
    subjects.map(({ subjectId }) => subjectId),
    what,
  ]);
}

@Module({
  imports: [DepartmentModule.of('eldercare'), PersonsModule, PaymentsModule.of('eldercare')],
  providers: [AllowancePayments, AllowanceHost],
})
class ElderCareModule implements OnModuleInit {
  constructor(private readonly policies: PolicyStore) {}

  async onModuleInit(): Promise<void> {
    await this.policies.ship(new URL('policies/', import.meta.url), () => false);
  }
}

export const ELDER_CARE: ServiceDefinition = withParts(
  {
    ...{ name: 'eldercare', writer: 'eldercare', module: ElderCareModule, consumers: [], entities: [] },
    migrations: [Allowances1711000000001],
    startJobs: ['payroll-runs:write'],
  },
  [PERSONS, PAYMENTS],
);
