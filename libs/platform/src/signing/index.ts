export * from './detached-signer.js';
