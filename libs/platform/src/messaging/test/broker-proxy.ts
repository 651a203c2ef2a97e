import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const PRODUCE = 0;
const INIT_PRODUCER_ID = 22;

/**
 * Stands between a client and a broker, and can lose what the broker acknowledges. The broker's address in its answers
 * becomes the proxy's, so that the client stays here.
 */
export class BrokerProxy {
  /** So many acknowledgements are swallowed, and their connection cut. */
  swallow = 0;
  swallowed = 0;
  /** Happens between the swallowing and the cut. */
  beforeCut: () => Promise<void> = async () => undefined;
  /** Producers that asked for an id. */
  producers = 0;
  #held: (() => void)[] | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#accept(client));

  private constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  /** @param at - where it listens; anywhere, if 0 */
  static async start(broker: string, at = 0): Promise<BrokerProxy> {
    const [host = '', port = ''] = broker.split(':');
    const proxy = new BrokerProxy(host, Number(port));
    await new Promise<void>((resolve) => proxy.#server.listen(at, '127.0.0.1', resolve));
    return proxy;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** From now on what is sent waits here. */
  hold(): void {
    this.#held = [];
  }

  get holds(): number {
    return this.#held?.length ?? 0;
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const send of held) send();
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #accept(client: Socket): void {
    const broker = connect(this.port, this.host);
    const produced = new Set<number>();
    const cut = (): void => {
      client.destroy();
      broker.destroy();
    };
    for (const socket of [client, broker]) {
      this.#sockets.add(socket);
      socket.on('error', cut).on('close', cut);
    }
    client.on(
      'data',
      frames((frame) => {
        const apiKey = frame.readInt16BE(4);
        if (apiKey === INIT_PRODUCER_ID) this.producers++;
        if (apiKey === PRODUCE) {
          produced.add(frame.readInt32BE(8));
          if (this.#held) return void this.#held.push(() => broker.write(frame));
        }
        broker.write(frame);
      }),
    );
    broker.on(
      'data',
      frames((frame) => {
        if (produced.delete(frame.readInt32BE(4)) && this.swallow > 0) {
          this.swallow--;
          this.swallowed++;
          void this.beforeCut().finally(cut);
          return;
        }
        client.write(this.#redirected(frame));
      }),
    );
  }

  #redirected(frame: Buffer): Buffer {
    const original = address(this.host, this.port);
    for (let at = frame.indexOf(original); at >= 0; at = frame.indexOf(original, at + 1)) {
      address(this.host, this.#port).copy(frame, at);
    }
    return frame;
  }
}

/** Host and port as Kafka's answers hold them. */
function address(host: string, port: number): Buffer {
  const bytes = Buffer.alloc(2 + host.length + 4);
  bytes.writeInt16BE(host.length, 0);
  bytes.write(host, 2);
  bytes.writeInt32BE(port, 2 + host.length);
  return bytes;
}

/** Cuts a stream into Kafka's frames, each with its length in front. */
function frames(onFrame: (frame: Buffer) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const length = 4 + rest.readInt32BE(0);
      onFrame(Buffer.from(rest.subarray(0, length)));
      rest = rest.subarray(length);
    }
  };
}
