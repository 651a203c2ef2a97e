import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import type { BrokerConnection } from './broker-connection.js';

/** kafkajs has no call for users: what it is made of can send one. The version is pinned, and a test sends it to a real broker. */
const require = createRequire(import.meta.url);
const Broker = require('kafkajs/src/broker/index.js') as new (options: object) => WireBroker;
const ConnectionPool = require('kafkajs/src/network/connectionPool.js') as new (options: object) => WirePool;
const socketFactory = require('kafkajs/src/network/socketFactory.js') as () => unknown;
const Encoder = require('kafkajs/src/protocol/encoder.js') as new () => WireEncoder;
const Decoder = require('kafkajs/src/protocol/decoder.js') as new (answer: Buffer) => WireDecoder;

interface WireBroker {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

interface WirePool {
  send<T>(exchange: WireExchange<T>): Promise<T>;
}

interface WireExchange<T> {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    encode(): Promise<WireEncoder>;
  };
  readonly response: { decode(answer: Buffer): Promise<T>; parse(decoded: T): Promise<T> };
}

interface WireEncoder {
  writeUVarInt(value: number): WireEncoder;
  writeInt8(value: number): WireEncoder;
  writeInt32(value: number): WireEncoder;
  writeUVarIntString(value: string): WireEncoder;
  writeUVarIntBytes(value: Buffer): WireEncoder;
}

interface WireDecoder {
  readUVarInt(): number;
  readInt16(): number;
  readInt32(): number;
  readUVarIntString(): string | null;
}

/** AlterUserScramCredentials, version 0 (KIP-554). */
const ALTER_USERS = { apiKey: 51, apiVersion: 0, apiName: 'AlterUserScramCredentials' } as const;
const SCRAM_SHA_512 = 2;
const HASH = { name: 'sha512', bytes: 64, iterations: 8_192 } as const;
const SALT_BYTES = 32;
/** Of an empty list of tagged fields, and of an empty array. */
const NO_TAGS = 0;
const EMPTY = 1;

const SILENT = { debug() {}, info() {}, warn() {}, error() {}, namespace: () => SILENT };

/** The broker has refused to make a user. */
export class UserRefused extends Error {
  constructor(user: string, reason: string) {
    super(`the broker does not take the user ${user}: ${reason}`);
    this.name = 'UserRefused';
  }
}

/**
 * Makes users of the broker (SCRAM-SHA-512), or gives those that are there another password: who is logged in stays it, and the next login
 * takes the new one. The broker gets what follows from a password, never the password.
 *
 * @throws UserRefused, or whatever keeps all brokers from being reached
 */
export async function putScramUsers(
  connection: BrokerConnection,
  passwords: ReadonlyMap<string, string>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const address of connection.brokers) {
    const pool = new ConnectionPool(poolOptions(connection, address));
    const broker = new Broker({ connectionPool: pool, logger: SILENT });
    try {
      await broker.connect();
      const refused = await pool.send(alterUsers([...passwords]));
      for (const [user, reason] of refused) throw new UserRefused(user, reason);
      return;
    } catch (error) {
      if (error instanceof UserRefused) throw error;
      failures.push(error);
    } finally {
      await broker.disconnect();
    }
  }
  throw failures[0];
}

function poolOptions({ ssl = undefined, sasl = undefined }: BrokerConnection, address: string): object {
  const [, host, port] = /^(.*):(\d+)$/.exec(address) ?? [];
  return {
    host,
    port: Number(port),
    ssl,
    sasl,
    clientId: 'users',
    logger: SILENT,
    socketFactory: socketFactory(),
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
  };
}

/** @returns what is sent, and how the answer is read: users that were refused, each with the reason */
function alterUsers(
  users: readonly (readonly [name: string, password: string])[],
): WireExchange<[string, string][]> {
  return {
    request: {
      ...ALTER_USERS,
      async encode() {
        const encoder = new Encoder();
        // the header of this version ends with tagged fields, which kafkajs does not write
        encoder
          .writeUVarInt(NO_TAGS)
          .writeUVarInt(EMPTY)
          .writeUVarInt(users.length + 1);
        for (const [name, password] of users) writeUser(encoder, name, password);
        return encoder.writeUVarInt(NO_TAGS);
      },
    },
    response: {
      decode: async (answer) => refusedIn(new Decoder(answer)),
      parse: async (refused) => refused,
    },
  };
}

function writeUser(encoder: WireEncoder, name: string, password: string): void {
  const salt = randomBytes(SALT_BYTES);
  encoder
    .writeUVarIntString(name)
    .writeInt8(SCRAM_SHA_512)
    .writeInt32(HASH.iterations)
    .writeUVarIntBytes(salt)
    .writeUVarIntBytes(pbkdf2Sync(password, salt, HASH.iterations, HASH.bytes, HASH.name))
    .writeUVarInt(NO_TAGS);
}

function refusedIn(decoder: WireDecoder): [string, string][] {
  decoder.readUVarInt();
  decoder.readInt32();
  const results = Array.from({ length: decoder.readUVarInt() - 1 }, () => {
    const user = decoder.readUVarIntString() ?? '';
    const code = decoder.readInt16();
    const message = decoder.readUVarIntString() ?? `error ${code}`;
    decoder.readUVarInt();
    return { user, code, message };
  });
  return results.filter(({ code }) => code !== 0).map(({ user, message }) => [user, message]);
}
