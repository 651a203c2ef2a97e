import { topicName } from '@minzheng/contracts/catalogue';
import { defineConsumer } from '@minzheng/platform/messaging';

/** What other services tell this one. */
export const COMMANDS = defineConsumer({
  name: 'assistance.commands',
  topics: [topicName('verification', 'assistance'), topicName('verification', 'all')],
  deduplication: 'inbox',
});
