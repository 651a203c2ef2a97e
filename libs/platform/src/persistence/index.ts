export * from './aggregate.js';
export * from './binary-copy.js';
export * from './errors.js';
export * from './transaction.js';
export * from './unit-of-work.js';
