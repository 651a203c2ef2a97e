export * from './encrypted-column.js';
export * from './key-inventory.js';
export * from './migrations/1700000000108-keys.js';
export * from './re-encryption.job.js';
export * from './re-encryptions.controller.js';
