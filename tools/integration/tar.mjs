import { gzipSync } from 'node:zlib';

const BLOCK = 512;

/**
 * A .tgz (POSIX ustar, gzip) of files. The same files give the same bytes: their time is 1970, their owner nobody.
 * @param {ReadonlyMap<string, Uint8Array>} files by path, of at most 100 bytes
 * @returns {Buffer}
 */
export function packFiles(files) {
  const blocks = [...files].flatMap(([path, content]) => [
    headerOf(path, content.length),
    content,
    Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
  ]);
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 });
}

/** @param {string} path @param {number} size */
function headerOf(path, size) {
  if (Buffer.byteLength(path) > 100) throw new RangeError(`${path} is too long for a name in the archive`);
  const header = Buffer.alloc(BLOCK);
  const octal = (/** @type {number} */ value, /** @type {number} */ at, /** @type {number} */ length) =>
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at);
  header.write(path, 0);
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  header.fill(' ', 148, 156);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
