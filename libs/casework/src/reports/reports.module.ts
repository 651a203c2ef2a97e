import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { ServicePart } from '@minzheng/platform/start-service';
import type { DepartmentName } from '../department/index.js';
import { Reports1705000000170 } from './migrations/1705000000170-reports.js';
import { ReportBook, ReportList } from './report-book.js';
import { ReportCalendar } from './report-calendar.js';
import { reportsController } from './report.controller.js';
import { ReportReader } from './report.reader.js';
import { ReportTakingJob } from './report-taking.job.js';

/** Imported once, by the department's module, with what the department reports. */
@Global()
@Module({})
export class ReportsModule {
  static of(department: DepartmentName, list: ReportList): DynamicModule {
    return {
      module: ReportsModule,
      controllers: [reportsController(department)],
      providers: [
        { provide: ReportList, useValue: list },
        ReportBook,
        ReportReader,
        ReportTakingJob,
        ReportCalendar,
      ],
      exports: [ReportBook, ReportReader, ReportTakingJob],
    };
  }
}

/** Tables of {@link ReportsModule}. */
export const REPORTS: ServicePart = { migrations: [Reports1705000000170], startJobs: ['reports:write'] };
