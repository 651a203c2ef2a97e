export * from './access.js';
export * from './enum-names.js';
export * from './messages.js';
export * from './message-route.js';
export * from './retention.js';
export * from './service-names.js';
export * from './topics.js';
