import type { Admin } from 'kafkajs';
import { logRanges, topicSetting, type KafkaClient, type LogRange } from './kafka-client.js';
import { PositionLost, type Position, type Positions } from './position.js';

/** A place, and where its log ended when it was looked at. */
export interface InspectedPosition extends Position {
  readonly logEnd: bigint;
}

/**
 * Compares a consumer's places with the log that they point into. kafkajs resets by itself where an offset is out
 * of range; here whatever would make us jump is an error.
 */
export class LogInspector {
  #admin: Admin;
  /** The places at the inspection before: what was passed since may be of another log. */
  readonly #before = new Map<string, Position>();

  constructor(
    private readonly kafka: KafkaClient,
    private readonly positions: Positions,
  ) {
    this.#admin = kafka.briefAdmin();
  }

  async connect(): Promise<void> {
    await this.#admin.connect();
  }

  async disconnect(): Promise<void> {
    await this.#admin.disconnect();
  }

  /** After a broker was away its client may wait for ever for what it had asked: another one asks from now on. */
  async renew(): Promise<void> {
    const before = this.#admin;
    this.#admin = this.kafka.briefAdmin();
    before.disconnect().catch(() => undefined);
    // who asks next finds out whether it is there
    await this.#admin.connect().catch(() => undefined);
  }

  /** A consumer that subscribes for the first time begins at the start of the log. */
  async createMissingPlaces(topic: string): Promise<void> {
    const { clusterId } = await this.#admin.describeCluster();
    await this.positions.createMissing(topic, await this.#ranges(topic), clusterId);
  }

  /**
   * The places in these partitions of a topic (or in all), each of them inside the log that it was taken in.
   *
   * @throws PositionLost
   */
  async inspect(topic: string, partitions?: readonly number[]): Promise<InspectedPosition[]> {
    // positions first: they and the log's end go on meanwhile, and none may seem to be before its log
    const positions = await this.positions.read(topic);
    const { clusterId } = await this.#admin.describeCluster();
    const ranges = new Map((await this.#ranges(topic)).map((range) => [range.partition, range]));
    const inspected: InspectedPosition[] = [];
    for (const partition of partitions ?? positions.keys()) {
      const position = positions.get(partition);
      const range = ranges.get(partition);
      const place = `${topic}/${partition}`;
      if (!position) throw new PositionLost(`${place}: there is no position`);
      if (!range) throw new PositionLost(`${place}: the log has no such partition`);
      assertInsideLog(position, range, clusterId, place);
      await this.#assertSameLog(this.#before.get(place) ?? position, range, topic);
      await this.#assertSameLog(position, range, topic);
      this.#before.set(place, position);
      inspected.push({ ...position, logEnd: range.high });
    }
    return inspected;
  }

  /** Partitions whose next event is so old that a third of the time for which the topic keeps it has passed. */
  async overdue(topic: string, now: Date): Promise<number[]> {
    const retention = await this.#retentionMs(topic);
    if (retention === undefined) return [];
    const due = await this.#firstSince(topic, now.getTime() - retention / 3);
    const positions = await this.positions.read(topic);
    return [...positions.values()]
      .filter(({ partition, nextOffset }) => nextOffset < (due.get(partition) ?? 0n))
      .map(({ partition }) => partition);
  }

  /**
   * A topic that was deleted and made again may be longer than our place already. But in the log that we know, its
   * first record is not later than all that we have passed.
   */
  async #assertSameLog({ partition, nextOffset, passedUpTo }: Position, { low }: LogRange, topic: string) {
    if (passedUpTo === null || nextOffset <= low) return;
    const later = (await this.#firstSince(topic, passedUpTo.getTime() + 1)).get(partition);
    if (later !== undefined && later <= low) {
      throw new PositionLost(`${topic}/${partition}: the log was made anew since`);
    }
  }

  #ranges(topic: string): Promise<LogRange[]> {
    return logRanges(this.#admin, this.kafka.onBroker(topic));
  }

  /** Offset of the first record of this time or later in each partition; the end of the log if there is none. */
  async #firstSince(topic: string, milliseconds: number): Promise<Map<number, bigint>> {
    const offsets = await this.#admin.fetchTopicOffsetsByTimestamp(
      this.kafka.onBroker(topic),
      Math.floor(milliseconds),
    );
    return new Map(offsets.map(({ partition, offset }) => [partition, BigInt(offset)]));
  }

  async #retentionMs(topic: string): Promise<number | undefined> {
    const onBroker = this.kafka.onBroker(topic);
    const value = Number((await topicSetting(this.#admin, [onBroker], 'retention.ms')).get(onBroker));
    return value > 0 ? value : undefined;
  }
}

/** @throws PositionLost where reading on from the position would jump */
export function assertInsideLog(position: Position, range: LogRange, clusterId: string, place: string): void {
  if (position.clusterId !== clusterId) {
    throw new PositionLost(`${place}: the position belongs to another Kafka cluster`);
  }
  if (position.nextOffset < range.low) {
    throw new PositionLost(
      `${place}: events ${position.nextOffset} to ${range.low - 1n} are no longer in the log`,
    );
  }
  if (position.nextOffset > range.high) {
    throw new PositionLost(
      `${place}: the log ends at ${range.high}, before the position ${position.nextOffset}`,
    );
  }
}
