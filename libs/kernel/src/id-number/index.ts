export * from './fictitious-people.js';
export * from './id-number.js';
