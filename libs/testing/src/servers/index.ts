export * from './database.js';
export * from './eventually.js';
export * from './kafka.js';
export * from './own-servers.js';
export * from './trace-receiver.js';
