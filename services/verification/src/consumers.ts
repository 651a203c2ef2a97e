import { topicName } from '@minzheng/contracts/catalogue';
import { defineConsumer } from '@minzheng/platform/messaging';

const FROM_DEPARTMENTS = [topicName('assistance', 'all'), topicName('assistance', 'verification')];

/** What is known about persons, and what sources have answered: one order for each person. */
export const FACTS = defineConsumer({
  name: 'verification.facts',
  topics: [topicName('inbound', 'all'), topicName('inbound', 'verification'), ...FROM_DEPARTMENTS],
  deduplication: 'handler',
});

/** What departments ask and tell beside facts; it never waits behind a file of facts. */
export const COMMANDS = defineConsumer({
  name: 'verification.commands',
  topics: FROM_DEPARTMENTS,
  deduplication: 'inbox',
});
