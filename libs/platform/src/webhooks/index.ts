export * from './public-addresses.js';
export * from './webhook-client.js';
export * from './webhook-keys.js';
export * from './webhook-signature.js';
