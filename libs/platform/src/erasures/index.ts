export * from './access-log.js';
export * from './erasure-stages.js';
export * from './erasure.js';
export * from './erasures.controller.js';
export * from './forget-told.js';
export * from './kept-years.js';
export * from './migrations/1700000000380-erasures.js';
