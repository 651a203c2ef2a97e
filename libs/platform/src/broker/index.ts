export * from './access-lists.js';
export * from './broker-connection.js';
export * from './scram-users.js';
