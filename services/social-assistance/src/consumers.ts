import { statusConsumer } from '@minzheng/casework/status-copies';
import { referralTopics } from '@minzheng/casework/referrals';
import { topicName } from '@minzheng/contracts/catalogue';
import { defineConsumer } from '@minzheng/platform/messaging';

/** What other services tell this one. */
export const COMMANDS = defineConsumer({
  name: 'assistance.commands',
  topics: [
    topicName('verification', 'assistance'),
    topicName('verification', 'all'),
    ...referralTopics('assistance'),
  ],
  deduplication: 'inbox',
});

/** What agencies and the other services tell everybody of persons. */
export const STATUSES = statusConsumer('assistance');
