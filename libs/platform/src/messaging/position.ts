import type { DataSource } from 'typeorm';
import type { Tx } from '../persistence/transaction.js';
import type { LogRange } from './kafka-client.js';

/** Reading on would skip or repeat events unnoticed: an operator has to look. */
export class PositionLost extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'PositionLost';
  }
}

export interface Position {
  readonly partition: number;
  readonly nextOffset: bigint;
  readonly clusterId: string;
  /** The latest time of a record that was passed; null before the first. */
  readonly passedUpTo: Date | null;
}

interface PositionRow {
  readonly partition: number;
  readonly next_offset: string;
  readonly cluster_id: string;
  readonly record_time: Date | null;
}

/** The consumer's place in each partition. It commits with what was handled; Kafka's own is for lag displays. */
export class Positions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly consumer: string,
  ) {}

  /** A consumer that subscribes for the first time begins at the start of the log. */
  async createMissing(topic: string, ranges: readonly LogRange[], clusterId: string): Promise<void> {
    await this.dataSource.query(
      `insert into consumer_position (consumer, topic, partition, next_offset, cluster_id)
       select $1, $2, p, o, $5 from unnest($3::int[], $4::bigint[]) as r(p, o)
       on conflict do nothing`,
      [
        this.consumer,
        topic,
        ranges.map(({ partition }) => partition),
        ranges.map(({ low }) => low.toString()),
        clusterId,
      ],
    );
  }

  async read(topic: string): Promise<Map<number, Position>> {
    const rows: PositionRow[] = await this.dataSource.query(
      `select partition, next_offset, cluster_id, record_time
         from consumer_position where consumer = $1 and topic = $2`,
      [this.consumer, topic],
    );
    return new Map(
      rows.map(({ partition, next_offset, cluster_id, record_time }) => [
        partition,
        { partition, nextOffset: BigInt(next_offset), clusterId: cluster_id, passedUpTo: record_time },
      ]),
    );
  }

  /** Locks the place: who else holds this partition waits, and then finds nothing left to do. */
  async lock(tx: Tx, topic: string, partition: number): Promise<bigint> {
    const [row] = await tx.query<{ next_offset: string }>(
      `select next_offset from consumer_position
        where consumer = $1 and topic = $2 and partition = $3 for update`,
      [this.consumer, topic, partition],
    );
    if (!row) throw new PositionLost(`${this.consumer} has no position in ${topic}/${partition}`);
    return BigInt(row.next_offset);
  }

  async move(tx: Tx, topic: string, partition: number, nextOffset: bigint, recordTime: Date): Promise<void> {
    await tx.execute(
      `update consumer_position set next_offset = $4, record_time = greatest(record_time, $5)
        where consumer = $1 and topic = $2 and partition = $3`,
      [this.consumer, topic, partition, nextOffset.toString(), recordTime],
    );
  }
}
