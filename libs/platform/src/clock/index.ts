export * from './business-clock.js';
export * from './migrations/1700000000102-business-clock.js';
export * from './sandbox-clock.controller.js';
export * from './sandbox-clock.js';
