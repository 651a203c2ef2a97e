export * from './pairwise-keys.js';
export * from './party.js';
