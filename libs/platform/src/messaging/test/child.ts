import 'reflect-metadata';
import pino from 'pino';
import { defineConsumer, KafkaClient, OutboxRelay } from '../index.js';
import {
  CONSUMER,
  MEMBER_SILENCE_MS,
  openDataSource,
  PLAIN,
  runConsumer,
  TOPIC,
  unitOfWorkOn,
} from './harness.js';

/**
 * A member of its own process: a consumer that tells when it has an event in hand and goes on when it is told so, or a
 * relay. It is stopped and continued by signals.
 */
const [role, databaseUrl = '', brokers = '', prefix = ''] = process.argv.slice(2);

const logger = pino({ level: process.env['TEST_LOG'] ? 'warn' : 'silent' });
const dataSource = await openDataSource(databaseUrl);
const kafka = new KafkaClient(
  `child.${role}`,
  { brokers: brokers.split(',') },
  logger,
  prefix,
  MEMBER_SILENCE_MS,
);
const goOn = (): Promise<void> => new Promise((resolve) => process.once('message', () => resolve()));

if (role === 'relay') {
  new OutboxRelay(dataSource, kafka, logger).start();
} else {
  await runConsumer(
    defineConsumer({ name: CONSUMER, topics: [TOPIC], deduplication: 'inbox' }),
    { kafka, dataSource, unitOfWork: unitOfWorkOn(dataSource), seal: PLAIN, logger },
    async (event) => {
      process.send?.({ inHand: event.message.consentId });
      await goOn();
    },
  );
}
process.on('disconnect', () => process.exit());
process.send?.('started');
