export * from './pairwise-keys.js';
export * from './party.js';
export * from './party-keys.controller.js';
