export * from './migrations/1700000000107-republication.js';
export * from './republication.job.js';
export * from './republications.controller.js';
