import type { WriterName } from '@minzheng/contracts/catalogue';
import type { FactoryProvider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RecordDirectory } from '../access/index.js';
import { BusinessClock } from '../clock/index.js';
import type { PlatformSettings } from '../config/index.js';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import { Metrics, type JsonLogger } from '../telemetry/index.js';
import { BreakGlassWatch } from './break-glass-watch.js';
import { BreakGlass } from './break-glass.js';

/** What opens records of other regions in an emergency, and sees that each is reviewed. */
export function breakGlassProviders(
  writer: WriterName,
  settings: PlatformSettings,
  logger: JsonLogger,
): FactoryProvider[] {
  return [
    {
      provide: BreakGlass,
      useFactory: (dataSource: DataSource, directory: RecordDirectory, clock: BusinessClock) =>
        new BreakGlass(writer, dataSource, directory, clock, settings),
      inject: [DataSource, RecordDirectory, BusinessClock],
    },
    {
      provide: BreakGlassWatch,
      useFactory: (breakGlass: BreakGlass, unitOfWork: UnitOfWork, metrics: Metrics) =>
        new BreakGlassWatch(breakGlass, unitOfWork, metrics, logger.pino),
      inject: [BreakGlass, UnitOfWork, Metrics],
    },
  ];
}
