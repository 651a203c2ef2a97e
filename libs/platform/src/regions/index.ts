export * from './migrations/1700000000109-regions.js';
export * from './region-change.service.js';
export * from './region-changes.controller.js';
export * from './region-data.js';
export * from './region-filter.js';
export * from './region.controller.js';
export * from './regions.js';
export * from './region.providers.js';
