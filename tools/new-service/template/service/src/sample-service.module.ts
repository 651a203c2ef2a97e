import { Module, type OnModuleInit } from '@nestjs/common';
import { PolicyStore } from '@minzheng/platform/policies';
import type { MigrationClass } from '@minzheng/platform/start-service';
import { MatterController } from './matters/matter.controller.js';
import { Matter } from './matters/matter.entity.js';
import { MatterService } from './matters/matter.service.js';
import { Matters1710000000101 } from './matters/migrations/1710000000101-matters.js';

const POLICIES = new URL('../policies/', import.meta.url);

/** Whether another service decides by the rows of a key: none does yet. */
const isReadByOthers = (): boolean => false;

@Module({ controllers: [MatterController], providers: [MatterService] })
export class SampleServiceModule implements OnModuleInit {
  constructor(private readonly policies: PolicyStore) {}

  async onModuleInit(): Promise<void> {
    await this.policies.ship(POLICIES, isReadByOthers);
  }
}

export const ENTITIES = [Matter];
export const MIGRATIONS: readonly MigrationClass[] = [Matters1710000000101];
