import { topicName } from '@minzheng/contracts/catalogue';
import { defineConsumer } from '@minzheng/platform/messaging';

/** What verification tells the gateway: agreements, source queries, circuits. Each is a copy that only a newer one changes. */
export const FROM_VERIFICATION = defineConsumer({
  name: 'verification-gateway.terms',
  topics: [topicName('verification', 'own')],
  deduplication: 'handler',
});
