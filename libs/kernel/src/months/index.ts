export * from './months.js';
