export * from './region-change.js';
export * from './region-directory.js';
export * from './region.js';
