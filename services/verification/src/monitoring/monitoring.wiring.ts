import { BulkRunCalendar } from '../runs/bulk-run.calendar.js';
import { BulkRunController } from '../runs/bulk-run.controller.js';
import { BulkRun } from '../runs/bulk-run.entity.js';
import { BulkRunEvaluation } from '../runs/bulk-run.evaluation.js';
import { BulkRunService } from '../runs/bulk-run.service.js';
import { BulkRunWorker } from '../runs/bulk-run.worker.js';
import { BulkRuns1710000000161 } from '../runs/migrations/1710000000161-bulk-runs.js';
import { Simulations1710000000351 } from '../simulations/migrations/1710000000351-simulations.js';
import { Simulation } from '../simulations/simulation.entity.js';
import { SimulationJob } from '../simulations/simulation.job.js';
import { SimulationService } from '../simulations/simulation.service.js';
import { SimulationsController } from '../simulations/simulations.controller.js';
import { StatusChecksController } from '../status-checks/status-checks.controller.js';
import { MonitoredSubjects1710000000160 } from './migrations/1710000000160-monitored-subjects.js';
import { MonitoredSubjectController } from './monitored-subject.controller.js';
import { MonitoredSubject } from './monitored-subject.entity.js';
import { WatchDueJob } from './watch-due.job.js';

/** The monitored population, its bulk runs, and what is computed of it. */
export const MONITORING_CONTROLLERS = [
  MonitoredSubjectController,
  BulkRunController,
  SimulationsController,
  StatusChecksController,
];
export const MONITORING_PROVIDERS = [
  WatchDueJob,
  BulkRunService,
  BulkRunEvaluation,
  BulkRunWorker,
  BulkRunCalendar,
  SimulationService,
  SimulationJob,
];
export const MONITORING_ENTITIES = [MonitoredSubject, BulkRun, Simulation];
export const MONITORING_MIGRATIONS = [
  MonitoredSubjects1710000000160,
  BulkRuns1710000000161,
  Simulations1710000000351,
];
