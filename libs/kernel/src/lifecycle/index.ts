export * from './describe-lifecycle.js';
export * from './lifecycle.js';
export * from './step.js';
