export * from './describe-error.js';
export * from './health.js';
export * from './logger.js';
export * from './metrics.js';
export * from './observe-requests.js';
export * from './trace-context.js';
