export * from './database-url.js';
export * from './describe-settings.js';
export * from './kafka-settings.js';
export * from './platform-settings.js';
export * from './read-settings.js';
export * from './setting.js';
