export * from './access.decorators.js';
export * from './access.guard.js';
export * from './caller.js';
export * from './record.guard.js';
export * from './record.js';
export * from './scope.js';
export * from './token-verifier.js';
