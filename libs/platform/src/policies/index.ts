export * from './migrations/1700000000103-policies.js';
export * from './migrations/1700000000111-policy-drafts.js';
export * from './policies.controller.js';
export * from './policy-drafts.js';
export { InvalidPolicies } from './policy-files.js';
export { ForeignPolicy } from './policy-message.js';
export * from './policy-problems.js';
export * from './policy-store.js';
export * from './policy-uses.js';
