/**
 * Reading our topics with kcat, the command-line reader of librdkafka that many who are not of this repository have at hand.
 * A record that it reads is one that every client of Kafka reads.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/** @typedef {{ topic: string, partition: number, offset: number, key: string | null, headers: Readonly<Record<string, string>> }} Seen */
/** @typedef {{ topic: string, partition: number, offset: number, key?: string | null, headers?: readonly string[] }} Line */

/** There is no kcat; the message says what brings it. */
export class NoKcat extends Error {
  constructor() {
    super('kcat is not installed: `apt-get install kcat` on Debian and Ubuntu, `brew install kcat` on macOS');
  }
}

/** @param {NodeJS.ProcessEnv} [env] @throws NoKcat */
export async function requireKcat(env) {
  await run('kcat', ['-V'], env);
}

/**
 * Writes the settings of librdkafka with which kcat gets at the brokers (`kcat -F <file>`): a password belongs in no command line.
 * @param {string} file
 * @param {import('../stack/kafka.mjs').KafkaAccess} access
 */
export function writeSettings(file, { brokers, sasl }) {
  const lines = [
    `bootstrap.servers=${brokers.join(',')}`,
    ...(sasl !== undefined && 'username' in sasl
      ? [
          'security.protocol=SASL_PLAINTEXT',
          `sasl.mechanism=${sasl.mechanism.toUpperCase()}`,
          `sasl.username=${sasl.username}`,
          `sasl.password=${sasl.password}`,
        ]
      : []),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
}

/**
 * Everything that is in a topic now: `kcat -C -e -J`.
 * @param {string} settings file
 * @param {string} topic
 * @returns {Promise<Seen[]>}
 * @throws NoKcat; Error with what it said
 */
export async function readTopic(settings, topic) {
  const output = await run('kcat', [...reading(settings, topic), '-J']);
  return output
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => seen(JSON.parse(line)));
}

/**
 * The contents of the same records, byte by byte: as JSON kcat would show them as text.
 * @param {string} settings file
 * @param {string} topic
 * @returns {Promise<Map<string, Buffer>>} by `<partition>/<offset>`
 * @throws NoKcat; Error with what it said
 */
export async function readContents(settings, topic) {
  return contentsIn(await run('kcat', [...reading(settings, topic), '-f', CONTENT_FORMAT]));
}

/** @param {string} settings @param {string} topic */
const reading = (settings, topic) => ['-F', settings, '-C', '-t', topic, '-o', 'beginning', '-e', '-q'];

/** A line that says where, then how long the content is (four bytes), then the content. */
const CONTENT_FORMAT = '%p/%o\\n%R%s';
const LENGTH_BYTES = 4;

/** @param {Buffer} output of kcat in that format @returns {Map<string, Buffer>} @throws RangeError when it ends too early */
export function contentsIn(output) {
  /** @type {Map<string, Buffer>} */
  const contents = new Map();
  for (let at = 0; at < output.length;) {
    const line = output.indexOf('\n', at);
    const begin = line + 1 + LENGTH_BYTES;
    const end = begin + Math.max(line < 0 ? NaN : output.readInt32BE(line + 1), 0);
    if (!(end <= output.length)) throw new RangeError('what kcat tells ends within a record');
    contents.set(output.toString('utf8', at, line), output.subarray(begin, end));
    at = end;
  }
  return contents;
}

/** kcat gives headers as a list of names and values in turn. @param {Line} line @returns {Seen} */
export function seen({ topic, partition, offset, key = null, headers = [] }) {
  const pairs = headers.flatMap((name, index) =>
    index % 2 === 0 ? [/** @type {const} */ ([name, headers[index + 1] ?? ''])] : [],
  );
  return { topic, partition, offset, key, headers: Object.fromEntries(pairs) };
}

/** @param {string} command @param {readonly string[]} args @param {NodeJS.ProcessEnv} [env] @returns {Promise<Buffer>} */
function run(command, args, env = process.env) {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      [...args],
      { env, encoding: 'buffer', maxBuffer: 64 * 1024 * 1024, timeout: 60_000 },
      (error, output, said) => {
        if (error === null) resolve(output);
        else if (error.code === 'ENOENT') reject(new NoKcat());
        else reject(new Error(`${command}: ${said.toString().trim() || error.message}`));
      },
    );
  });
}
