import { Module } from '@nestjs/common';
import { recordIn } from '@minzheng/platform/access';
import type { ServicePart } from '@minzheng/platform/start-service';
import { ClueTask } from './clue-task.entity.js';
import { ClueTaskService } from './clue-task.service.js';
import { ClueTasks1705000000104 } from './migrations/1705000000104-clue-tasks.js';

@Module({ providers: [ClueTaskService], exports: [ClueTaskService] })
export class ClueTasksModule {}

/** Table and record of {@link ClueTasksModule}. */
export const CLUE_TASKS: ServicePart = {
  entities: [ClueTask],
  migrations: [ClueTasks1705000000104],
  records: [recordIn(ClueTask, 'select region, person_keys as persons from clue_task where id = $1')],
};
