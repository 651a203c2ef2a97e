export * from './file-rejects.js';
export * from './file-store.js';
export * from './migrations/1700000000112-files.js';
