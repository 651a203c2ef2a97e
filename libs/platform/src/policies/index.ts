export * from './migrations/1700000000103-policies.js';
export { InvalidPolicies } from './policy-files.js';
export * from './policy-store.js';
