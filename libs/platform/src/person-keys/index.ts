export * from './person-key-aliases.controller.js';
export * from './person-key-aliases.job.js';
export * from './person-keys.js';
