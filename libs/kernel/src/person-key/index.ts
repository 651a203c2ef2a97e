export * from './person-key.js';
