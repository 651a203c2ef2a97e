export * from './break-glass-access.entity.js';
export * from './break-glass-watch.js';
export * from './break-glass.controller.js';
export * from './break-glass.lifecycle.js';
export * from './break-glass.js';
export { BreakGlass1700000000110 } from './migrations/1700000000110-break-glass.js';
export * from './break-glass.providers.js';
