export * from './platform-settings.js';
export * from './read-settings.js';
export * from './setting.js';
