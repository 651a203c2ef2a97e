export * from './job-runner.js';
export * from './job.js';
export * from './jobs.controller.js';
export * from './jobs.js';
export * from './migrations/1700000000106-jobs.js';
export * from './periodic-jobs.js';
export * from './polling-loop.js';
