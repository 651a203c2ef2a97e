import type { FactoryProvider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BusinessClock } from '../clock/index.js';
import type { PlatformSettings } from '../config/index.js';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import { RegionChanges } from './region-change.service.js';
import { Regions } from './regions.js';

/** The regions, and what changes them. */
export function regionProviders(settings: PlatformSettings): FactoryProvider[] {
  return [
    {
      provide: Regions,
      useFactory: (dataSource: DataSource, unitOfWork: UnitOfWork, clock: BusinessClock) =>
        Regions.open(dataSource, unitOfWork, clock, settings.regionData),
      inject: [DataSource, UnitOfWork, BusinessClock],
    },
    {
      provide: RegionChanges,
      useFactory: (regions: Regions) => new RegionChanges(regions),
      inject: [Regions],
    },
  ];
}
