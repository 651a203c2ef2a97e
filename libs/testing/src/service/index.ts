export * from './access-matrix.js';
export * from './encrypted-columns.js';
export * from './service-environment.js';
export * from './misfit-examples.js';
