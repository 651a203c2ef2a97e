import { Global, Module, type DynamicModule } from '@nestjs/common';
import { serviceCode, type ServiceName } from '@minzheng/contracts/catalogue';
import type { ServiceCode } from '@minzheng/contracts/common';

/** Short name of a department's service; verification has no case work. */
export type DepartmentName = Exclude<ServiceName, 'verification'>;

/** Whose case work it is (部门): in facts, messages and scopes. */
export class Department {
  /** In messages. */
  readonly code: ServiceCode;

  constructor(readonly name: DepartmentName) {
    this.code = serviceCode(name);
  }
}

/** Tells the rooms of case work which department they serve: imported once, by the department's module. */
@Global()
@Module({})
export class DepartmentModule {
  static of(name: DepartmentName): DynamicModule {
    return {
      module: DepartmentModule,
      providers: [{ provide: Department, useValue: new Department(name) }],
      exports: [Department],
    };
  }
}
