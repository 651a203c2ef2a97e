export * from './aggregate.js';
export * from './binary-copy.js';
export * from './errors.js';
export * from './lifecycle-log.js';
export * from './migrations/1700000000104-lifecycle-log.js';
export * from './prepared-statements.js';
export * from './transaction.js';
export * from './unit-of-work.js';
