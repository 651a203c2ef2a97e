export * from './calendar.js';
export * from './statutory-holidays.js';
export * from './working-days.js';
