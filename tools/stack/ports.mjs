import { createServer, connect } from 'node:net';

/** @param {number} port @returns {Promise<boolean>} whether a server may listen there on 127.0.0.1 */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Ports given out here whose server may not listen yet. @type {Set<number>} */
const promised = new Set();

/**
 * The wanted port, or another one when it is taken or none is wanted. One port is never given twice by one program.
 * @param {number} [wanted]
 * @returns {Promise<number>}
 */
export async function freePort(wanted) {
  if (wanted !== undefined && !promised.has(wanted) && (await isFree(wanted))) return promise(wanted);
  for (;;) {
    const port = await anyPort();
    if (!promised.has(port)) return promise(port);
  }
}

/** @param {number} port */
function promise(port) {
  promised.add(port);
  return port;
}

/** @returns {Promise<number>} */
function anyPort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** @param {number} port @returns {Promise<boolean>} whether a server answers there */
export function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1000 });
    const settle = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}
