import type { ServiceName } from '@minzheng/contracts/catalogue';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { ServicePart } from '@minzheng/platform/start-service';
import { Reports1705000000170 } from './migrations/1705000000170-reports.js';
import { ReportBook, ReportList, ReportOwner } from './report-book.js';
import { ReportCalendar } from './report-calendar.js';
import { reportsController } from './report.controller.js';
import { ReportReader } from './report.reader.js';
import { ReportTakingJob } from './report-taking.job.js';

/** Imported once, by the module of a department or of verification, with what it reports. */
@Global()
@Module({})
export class ReportsModule {
  static of(owner: ServiceName, list: ReportList): DynamicModule {
    return {
      module: ReportsModule,
      controllers: [reportsController(owner)],
      providers: [
        { provide: ReportList, useValue: list },
        { provide: ReportOwner, useValue: new ReportOwner(owner) },
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
