import { SERVICE_NAMES, topicName } from '@minzheng/contracts/catalogue';
import { defineConsumer } from '@minzheng/platform/messaging';
import { lockFactRange } from './facts/fact.locks.js';

/** The services of the six departments: what they tell everybody, and what they tell verification alone. */
const FROM_DEPARTMENTS = SERVICE_NAMES.filter((service) => service !== 'verification').flatMap((service) => [
  topicName(service, 'all'),
  topicName(service, 'verification'),
]);

/** What is known about persons, and what sources have answered: one order for each person. */
export const FACTS = defineConsumer({
  name: 'verification.facts',
  topics: [topicName('inbound', 'all'), topicName('inbound', 'verification'), ...FROM_DEPARTMENTS],
  deduplication: 'handler',
  lockFirst: lockFactRange,
});

/** What departments ask and tell beside facts; it never waits behind a file of facts. */
export const COMMANDS = defineConsumer({
  name: 'verification.commands',
  topics: FROM_DEPARTMENTS,
  deduplication: 'inbox',
});

/** What this service tells its own topic, and parties outside through it. */
export const OUTWARD = defineConsumer({
  name: 'verification.outward',
  topics: [topicName('verification', 'own')],
  deduplication: 'inbox',
});
