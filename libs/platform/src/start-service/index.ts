export * from './build-service.js';
export * from './database.js';
export * from './event-carrier.js';
export * from './operations.controller.js';
export * from './platform.module.js';
export * from './service-definition.js';
export * from './start-service.js';
