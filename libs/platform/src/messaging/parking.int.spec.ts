import { randomUUID } from 'node:crypto';
import { PolicyMissing } from '@minzheng/kernel/policy';
import { eventually } from '@minzheng/testing/servers';
import { v7 as uuidv7 } from 'uuid';
import { ParkedEvents } from './index.js';
import { messagingMetrics } from './messaging.metrics.js';
import { CONSUMER, contentOf, MessagingHarness, type Withdrawn } from './test/harness.js';

/** Number 500, of length 1. */
const LATER_FIELD = Buffer.from([0xa2, 0x1f, 0x01, 0x78]);

class Poison extends Error {
  override name = 'Poison';
}

interface Parked {
  readonly id: string;
  readonly key: string;
  readonly ce_id: string | null;
  readonly reason: string;
  readonly state: string;
  readonly waits_for: string | null;
  readonly attempts: number;
  readonly seconds: number;
}

describe('a poisoned event', () => {
  let harness: MessagingHarness;
  let parkedEvents: ParkedEvents;
  beforeEach(async () => {
    harness = await MessagingHarness.start();
    parkedEvents = new ParkedEvents(harness.unitOfWork);
  });
  afterEach(() => harness.stop());

  const parked = (): Promise<Parked[]> =>
    harness.dataSource.query(
      `select e.id, e.key, e.ce_id, e.reason, k.state, k.waits_for, k.attempts,
              extract(epoch from k.next_attempt_at - clock_timestamp())::float as seconds
         from parked_event e join parked_key k using (consumer, topic, key)
        order by e.key, e.record_offset`,
    );
  const reasons = async (): Promise<string[]> => (await parked()).map(({ reason }) => reason);
  const parkedToBe = (...expected: string[]): Promise<unknown> =>
    eventually(`parked: ${expected.join(', ')}`, async () => {
      const found = await reasons();
      return found.length === expected.length && found.every((reason, index) => reason === expected[index]);
    });
  const effectsToBe = (key: string, ...expected: string[]): Promise<unknown> =>
    eventually(`handled: ${expected.join(', ')}`, async () => {
      const found = await harness.effects(key);
      if (found.length < expected.length) return false;
      expect(found).toEqual(expected);
      return true;
    });
  const nothingParked = (): Promise<unknown> =>
    eventually('nothing is parked', async () => (await harness.count('parked_key')) === 0);
  const replayAll = (): Promise<number> =>
    harness.unitOfWork.run('operator', (tx) => parkedEvents.replay(tx, { consumer: CONSUMER }));
  const makeDue = (): Promise<unknown> =>
    harness.dataSource.query('update parked_key set next_attempt_at = clock_timestamp()');
  const poisonous = (...values: string[]): { broken: boolean; behaviour: (event: Withdrawn) => void } => {
    const state = {
      broken: true,
      behaviour: ({ message }: Withdrawn) => {
        if (state.broken && values.includes(message.consentId)) throw new Poison('with content');
      },
    };
    return state;
  };
  const BEHIND = 'behind a parked event of its key';

  it('is parked alone: later events of its key queue behind it, other keys go on; replay leaves no trace of it', async () => {
    const [key, other] = [randomUUID(), randomUUID()];
    const state = poisonous('bad');
    await harness.write(
      ...['a', 'bad', 'c', 'd'].flatMap((value) => [
        { key, value, partition: 0 },
        { key: other, value: `other ${value}`, partition: 0 },
      ]),
    );
    await harness.startConsumer(state.behaviour);
    await effectsToBe(other, 'other a', 'other bad', 'other c', 'other d');
    await parkedToBe('Poison', BEHIND, BEHIND);
    await harness.write({ key, value: 'e', partition: 0 }, { key: 'third', value: 'x', partition: 0 });
    await effectsToBe('third', 'x');
    expect(await harness.effects(key)).toEqual(['a']);
    expect(await harness.count('inbox')).toBe(6);

    state.broken = false;
    expect(await replayAll()).toBe(1);
    await effectsToBe(key, 'a', 'bad', 'c', 'd', 'e');
    await nothingParked();
    expect(await harness.count('inbox')).toBe(10);
    expect(await harness.count('parked_event')).toBe(0);
  });

  it('keeps the order of its key when a batch arrives while the retrier has it in hand', async () => {
    const key = randomUUID();
    let entered = false;
    let open: () => void = () => undefined;
    let gate: Promise<void> | undefined;
    const state = poisonous('a');
    await harness.startConsumer(async (event) => {
      state.behaviour(event);
      if (event.message.consentId === 'a' && gate) {
        entered = true;
        await gate;
      }
    });
    for (const queued of [['a'], ['a', 'b']]) {
      const sent = randomUUID();
      state.broken = true;
      await harness.write(...queued.map((value) => ({ key: sent, value, partition: 0 })));
      await eventually('parked', async () => (await parked()).length === queued.length);

      entered = false;
      gate = new Promise((resolve) => (open = resolve));
      state.broken = false;
      await replayAll();
      await eventually('the retrier has it in hand', () => entered);
      await harness.write({ key: sent, value: 'z', partition: 0 }, { key, value: 'other', partition: 0 });
      await eventually('the batch waits for the key', async () => {
        const waiting: unknown[] = await harness.dataSource.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });
      expect(await harness.effects(sent)).toEqual([]);
      open();
      await effectsToBe(sent, ...queued, 'z');
      await nothingParked();
    }
    await effectsToBe(key, 'other', 'other');
  });

  it('is dropped by an operator: it counts as handled, and its key is free', async () => {
    const key = randomUUID();
    const id = uuidv7();
    await harness.startConsumer(poisonous('a').behaviour);
    await harness.write({ key, value: 'a', id }, { key, value: 'b' });
    await parkedToBe('Poison', BEHIND);
    const [head] = await parked();
    expect(await harness.unitOfWork.run('operator', (tx) => parkedEvents.drop(tx, String(head?.id)))).toBe(
      true,
    );
    await effectsToBe(key, 'b');
    await nothingParked();
    // it comes once more, as a relay that begins again would send it
    await harness.write({ key, value: 'a', id }, { key, value: 'c' });
    await effectsToBe(key, 'b', 'c');
    expect(await harness.count('parked_event')).toBe(0);
    expect(await harness.unitOfWork.run('operator', (tx) => parkedEvents.drop(tx, String(head?.id)))).toBe(
      false,
    );
  });

  it('is tried five times, each later than the one before, and then needs an operator', async () => {
    const key = randomUUID();
    await harness.startConsumer(poisonous('a').behaviour);
    await harness.write({ key, value: 'a' });
    await parkedToBe('Poison');
    for (let attempts = 1; attempts <= 5; attempts++) {
      await makeDue();
      const [row] = await eventually(`attempt ${attempts}`, async () => {
        const rows = await parked();
        return rows[0]?.attempts === attempts && rows;
      });
      expect(row?.state).toBe(attempts === 5 ? 'NEEDS_OPERATOR' : 'RETRYING');
      expect(row?.seconds).toBeGreaterThan(2 ** attempts - 1);
    }
    await makeDue();
    await harness.write({ key, value: 'b' });
    await parkedToBe('Poison', BEHIND);
    expect((await parked())[0]?.attempts).toBe(5);
    expect(harness.logged.some(({ level, msg }) => level === 50 && msg.includes('for the last time'))).toBe(
      true,
    );
    expect(JSON.stringify(harness.logged)).not.toContain('with content');
  });

  it('waits for its policy without counting attempts, and goes on when the policy arrives', async () => {
    const keys = Array.from({ length: 60 }, () => randomUUID());
    let published = false;
    const { strategy } = await harness.startConsumer(({ message }) => {
      if (message.consentId === 'bad') throw new Poison();
      if (!published) throw new PolicyMissing('test.standard', '510802', '2025-05-12');
    });
    await harness.write(...keys.map((key) => ({ key, value: 'a' })));
    await eventually('all wait', async () => (await harness.count('parked_event')) === 60);
    expect(await parked()).toContainEqual(
      expect.objectContaining({
        reason: 'policy-missing test.standard',
        state: 'WAITING',
        waits_for: 'test.standard',
        attempts: 0,
      }),
    );
    await makeDue();
    await eventually('tried again', async () => (await parked()).every(({ seconds }) => seconds > 20));
    expect((await parked()).every(({ attempts, state }) => attempts === 0 && state === 'WAITING')).toBe(true);
    // they are no flood, also not for one that fails
    await harness.write({ key: 'bad', value: 'bad' }, { key: 'good', value: 'a' });
    await eventually('all parked', async () => (await harness.count('parked_key')) === 62);
    expect(strategy.consumerState.state).toBe('RUNNING');

    published = true;
    await harness.unitOfWork.run('test', (tx) => ParkedEvents.policyArrived(tx, 'test.other'));
    expect(await harness.effects()).toEqual([]);
    await harness.unitOfWork.run('test', (tx) => ParkedEvents.policyArrived(tx, 'test.standard'));
    await parkedToBe('Poison');
    expect((await harness.effects()).length).toBe(61);
  });

  it('is parked unread when it is no event of its type', async () => {
    const good = randomUUID();
    const { strategy } = await harness.startConsumer();
    await harness.write(
      { key: '1', value: 'x', partition: 0, headers: { ce_type: undefined } },
      { key: '2', partition: 0, content: Buffer.from([0xff, 0xff, 0xff]) },
      { key: '3', value: 'x', partition: 0, id: 'no-uuid' },
      { key: '4', value: 'x', partition: 0, headers: { ce_sequence: 'first' } },
      { key: Buffer.from('5\0'), value: 'x', partition: 0, headers: { ce_type: 'un\0known' } },
      { key: Buffer.from('6\0'), partition: 0, content: Buffer.from([0xff]) },
      { key: null, partition: 0, content: Buffer.from([0xff]) },
      { key: null, value: 'keyless', partition: 0 },
      { key: good, value: 'a', partition: 0 },
    );
    await effectsToBe(good, 'a');
    await effectsToBe('null', 'keyless');
    const TYPE = 'minzheng.verification.v1.ConsentWithdrawn';
    expect(await parked()).toMatchObject([
      { key: '#0:6', reason: `unreadable event: content is no ${TYPE}` },
      { key: '1', reason: 'header ce_type is missing' },
      { key: '2', reason: `unreadable event: content is no ${TYPE}` },
      { key: '3', reason: 'unreadable event: ce_id is no UUID', ce_id: null },
      { key: '4', reason: 'unreadable event: ce_sequence is no number' },
      { key: '6\uFFFD', reason: `unreadable event: content is no ${TYPE}` },
    ]);
    expect(strategy.consumerState.state).toBe('RUNNING');
    for (const { id } of await parked()) {
      expect(await harness.unitOfWork.run('operator', (tx) => parkedEvents.drop(tx, id))).toBe(true);
    }
    expect(await harness.count('parked_key')).toBe(0);
  });

  it('of a later release is passed over for good where its type is not known, a field of it alone where that is not known', async () => {
    const key = randomUUID();
    const withLaterField = Buffer.concat([contentOf(key, 'b'), LATER_FIELD]);
    const later = { ce_type: 'minzheng.verification.v1.ConsentRenewed' };
    const unknown = async (): Promise<number> => {
      const { values } = await messagingMetrics.unknown.get();
      return values.find(({ labels }) => labels.consumer === CONSUMER)?.value ?? 0;
    };
    const before = await unknown();
    await harness.startConsumer();
    await harness.write(
      { key, value: 'a', partition: 0 },
      { key, value: 'of a type that is not there yet', partition: 0, headers: later },
      { key, content: withLaterField, partition: 0 },
    );
    await effectsToBe(key, 'a', 'b');
    expect(await parked()).toEqual([]);
    expect(await harness.positions()).toEqual([3n, 0n, 0n]);
    expect((await unknown()) - before).toBe(1);
  });

  it('is a bug and no bad data when it has more than fifty keys in five minutes: the consumer stops', async () => {
    const keys = Array.from({ length: 80 }, () => randomUUID());
    let broken = true;
    const behaviour = (): void => {
      if (broken) throw new Poison();
    };
    const { strategy, stop } = await harness.startConsumer(behaviour);
    await harness.write(...keys.map((key) => ({ key, value: 'a', partition: 0 })));
    const { reason } = await eventually('stops', () => {
      const state = strategy.consumerState;
      return state.state === 'STOPPED' && state;
    });
    expect(reason).toBe('51 keys were parked within 5 minutes');
    expect(await harness.count('parked_event')).toBe(51);
    expect(await harness.positions()).toEqual([51n, 0n, 0n]);
    await stop();

    broken = false;
    await harness.startConsumer(behaviour);
    await eventually('the rest is handled', async () => (await harness.effects()).length >= 29);
    await replayAll();
    await nothingParked();
    expect((await harness.effects()).length).toBe(80);
  });
});
