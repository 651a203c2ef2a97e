export * from './sandbox-people.controller.js';
