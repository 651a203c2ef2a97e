import { Module, type DynamicModule } from '@nestjs/common';
import { recordIn } from '@minzheng/platform/access';
import type { ServicePart } from '@minzheng/platform/start-service';
import { WorkItems1705000000111 } from './migrations/1705000000111-work-items.js';
import { WorkItemTargets1705000000113 } from './migrations/1705000000113-work-item-targets.js';
import { MoveWatch } from './move-watch.js';
import { OverdueLoop } from './overdue-loop.js';
import { WorkItem } from './work-item.entity.js';
import { workItemsController } from './work-items.controller.js';
import { WorkItems } from './work-items.js';
import { WorkTable, type WorkLine } from './work-table.js';

/** Imported once, by the department's module, with the department's table. */
@Module({})
export class WorkItemsModule {
  static of(lines: readonly WorkLine[]): DynamicModule {
    const table = new WorkTable(lines);
    return {
      module: WorkItemsModule,
      global: true,
      controllers: [workItemsController(table)],
      providers: [{ provide: WorkTable, useValue: table }, WorkItems, MoveWatch, OverdueLoop],
      exports: [WorkItems, OverdueLoop],
    };
  }
}

export const WORK_ITEMS: ServicePart = {
  entities: [WorkItem],
  migrations: [WorkItems1705000000111, WorkItemTargets1705000000113],
  records: [recordIn(WorkItem, 'select region, array[]::uuid[] as persons from work_item where id = $1')],
};
