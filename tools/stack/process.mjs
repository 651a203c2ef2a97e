/**
 * Child processes that end with this one: in order when it can still act (it returns, Ctrl-C, SIGTERM, an error), by
 * their pid files at the next start when it could not (SIGKILL).
 */
import { spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { childrenOf, identityOf, isAlive } from './identity.mjs';
import { answers } from './ports.mjs';

const READY_MS = 180_000;

/**
 * @typedef {object} ProcessOptions
 * @property {string} name
 * @property {string} command
 * @property {readonly string[]} args
 * @property {string} dataDir log at `<dataDir>/logs/<name>.log`, pid file at `<dataDir>/pids/<name>.json`
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [uid]
 * @property {number} [gid]
 * @property {() => Promise<boolean>} [ready] asked until it says yes; without it the process is ready at once
 * @property {number} [readyTimeoutMs] default 180,000: a machine that is busy takes its time
 * @property {NodeJS.Signals} [stopSignal] default SIGTERM
 * @property {number} [stopGraceMs] after it SIGKILL; default 10,000
 * @property {boolean} [killsDescendants] `kill()` takes the processes that it started with it
 * @property {(exit: Exit) => void} [onUnexpectedExit] it ended though nobody stopped or killed it
 */

/** @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Exit */

/**
 * @typedef {object} SupervisedProcess
 * @property {string} name
 * @property {number} pid of the current run
 * @property {boolean} running
 * @property {string} logFile
 * @property {() => Promise<void>} stop the stop signal, then SIGKILL after the grace
 * @property {() => Promise<void>} kill SIGKILL; returns when the process is gone
 * @property {() => Promise<void>} restart stop if it runs, start again the same way, wait until ready
 * @property {(signal: NodeJS.Signals) => void} signal e.g. SIGSTOP, SIGCONT
 */

/** @typedef {SupervisedProcess & { killNow: () => number[] }} Child */

/** What runs, in the order of starting. @type {Set<Child>} */
const running = new Set();
/** What else must be closed before the processes, last first. @type {(() => Promise<void>)[]} */
const closers = [];
let ending = false;

/**
 * Starts a process and returns when it is ready.
 * @param {ProcessOptions} options
 * @returns {Promise<SupervisedProcess>}
 * @throws Error with the end of its log when it exits or is not ready in time
 */
export async function startProcess(options) {
  endWithThisProcess();
  const logFile = join(options.dataDir, 'logs', `${options.name}.log`);
  const pidFile = join(options.dataDir, 'pids', `${options.name}.json`);
  mkdirSync(dirname(logFile), { recursive: true });
  mkdirSync(dirname(pidFile), { recursive: true });
  await endLeftover(options.dataDir, options.name);

  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  /** @type {Promise<Exit>} */
  let exited = Promise.resolve({ code: null, signal: null });
  let expected = false;
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;

  const start = async () => {
    if (ending) throw new Error(`${options.name} is not started: everything is being stopped`);
    expected = false;
    const logStart = sizeOf(logFile);
    const log = openSync(logFile, 'a');
    // A session of its own: Ctrl-C reaches only this process, which stops the others in order.
    const run = spawn(options.command, [...options.args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      uid: options.uid,
      gid: options.gid,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    child = run;
    exited = new Promise((resolve) => {
      run.once('error', () => resolve({ code: -1, signal: null }));
      run.once('exit', (code, signal) => resolve({ code, signal }));
    });
    /** @type {Error | undefined} */
    let startError;
    run.once('error', (error) => (startError = error));
    /** @type {Exit | undefined} */
    let exit;
    let isReady = false;
    void exited.then((result) => {
      exit = result;
      running.delete(supervised);
      rmSync(pidFile, { force: true });
      if (!expected && isReady) options.onUnexpectedExit?.(result);
    });
    running.add(supervised);
    if (run.pid !== undefined) {
      const { stopSignal = 'SIGTERM' } = options;
      const record = { pid: run.pid, identity: identityOf(run.pid), stopSignal, startedAt: Date.now() };
      writeFileSync(pidFile, JSON.stringify(record));
    }

    const deadline = Date.now() + (options.readyTimeoutMs ?? READY_MS);
    for (;;) {
      const answered = options.ready === undefined || (await options.ready());
      if (answered && exit === undefined) break;
      if (exit !== undefined) {
        throw new Error(
          `${options.name} ended before it was ready (${startError?.message ?? describe(exit)})\n${tail(logFile, logStart)}`,
        );
      }
      if (Date.now() > deadline) {
        await supervised.kill();
        throw new Error(`${options.name} was not ready in time\n${tail(logFile, logStart)}`);
      }
      await Promise.race([sleep(50), exited]);
    }
    isReady = true;
  };

  /** @type {Child} */
  const supervised = {
    name: options.name,
    logFile,
    get pid() {
      return child?.pid ?? -1;
    },
    get running() {
      return isRunning();
    },
    async stop() {
      if (!isRunning()) return;
      expected = true;
      child?.kill('SIGCONT');
      child?.kill(options.stopSignal ?? 'SIGTERM');
      const timer = setTimeout(() => child?.kill('SIGKILL'), options.stopGraceMs ?? 10_000);
      await exited;
      clearTimeout(timer);
    },
    async kill() {
      const descendants = supervised.killNow();
      await exited;
      while (descendants.some((pid) => isAlive(pid))) await sleep(10);
    },
    killNow() {
      if (!isRunning()) return [];
      expected = true;
      const descendants = options.killsDescendants && child?.pid !== undefined ? childrenOf(child.pid) : [];
      child?.kill('SIGKILL');
      for (const pid of descendants) signalIfAlive(pid, 'SIGKILL');
      return descendants;
    },
    async restart() {
      await supervised.stop();
      await start();
    },
    signal(signal) {
      child?.kill(signal);
    },
  };
  await start();
  return supervised;
}

/**
 * Ready when a GET answers with a status below 400.
 * @param {string} url
 * @returns {() => Promise<boolean>}
 */
export function httpReady(url) {
  return async () => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(1000) });
      await response.arrayBuffer();
      return response.status < 400;
    } catch {
      return false;
    }
  };
}

/** Ready when the port accepts connections. @param {number} port @returns {() => Promise<boolean>} */
export function portReady(port) {
  return () => answers(port);
}

/** Runs `close` before the processes are stopped, the last given first. @param {() => Promise<void>} close */
export function beforeStopping(close) {
  endWithThisProcess();
  closers.push(close);
}

/** Stops everything that was started here, the last started first. */
export async function stopEverything() {
  for (const close of closers.splice(0).reverse()) await close().catch(() => undefined);
  for (const child of [...running].reverse()) await child.stop();
}

/**
 * Ends what an earlier run that was killed has left in `dataDir`.
 * @param {string} dataDir
 * @returns {Promise<string[]>} the names of what was still running
 */
export async function cleanUpLeftovers(dataDir) {
  const folder = join(dataDir, 'pids');
  const left = [];
  const records = listFiles(folder).map((file) => ({ file, ...readPidFile(join(folder, file)) }));
  records.sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
  for (const { file } of records) {
    const name = basename(file, '.json');
    if (await endLeftover(dataDir, name)) left.push(name);
  }
  return left;
}

/**
 * Ends one process that an earlier run has left.
 * @param {string} dataDir
 * @param {string} name
 * @returns {Promise<boolean>} whether there was one
 */
export async function endLeftover(dataDir, name) {
  const file = join(dataDir, 'pids', `${name}.json`);
  const { pid, identity, stopSignal } = readPidFile(file);
  if (pid === undefined || [...running].some((child) => child.pid === pid)) return false;
  const wasAlive = isAlive(pid, identity);
  for (const signal of /** @type {const} */ (['SIGCONT', stopSignal ?? 'SIGTERM', 'SIGKILL'])) {
    if (!isAlive(pid, identity)) break;
    signalIfAlive(pid, signal);
    for (let waited = 0; signal !== 'SIGCONT' && isAlive(pid, identity) && waited < 10_000; waited += 50) {
      await sleep(50);
    }
  }
  rmSync(file, { force: true });
  return wasAlive;
}

/**
 * Takes the data folder for this process.
 * @param {string} dataDir
 * @throws Error while another process has it
 */
export function claim(dataDir) {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'owner.json');
  const owner = readPidFile(file);
  if (owner.pid !== undefined && owner.pid !== process.pid && isAlive(owner.pid, owner.identity)) {
    throw new Error(`${dataDir} is in use by process ${owner.pid}: stop that first (Ctrl-C there)`);
  }
  writeFileSync(file, JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) }));
}

/** Gives the data folder back. @param {string} dataDir */
export function release(dataDir) {
  rmSync(join(dataDir, 'owner.json'), { force: true });
}

/** @param {number} ms @returns {Promise<void>} */
export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

let guarded = false;
function endWithThisProcess() {
  if (guarded) return;
  guarded = true;
  /** @param {number} code */
  const end = async (code) => {
    ending = true;
    await stopEverything();
    process.exit(code);
  };
  let firstSignalAt = 0;
  for (const [signal, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])) {
    process.on(signal, () => {
      // npm passes a Ctrl-C on that the terminal has sent too: only a later one means "now".
      if (firstSignalAt !== 0 && Date.now() - firstSignalAt < 1000) return;
      if (firstSignalAt !== 0) process.exit(code);
      firstSignalAt = Date.now();
      void end(code);
    });
  }
  const fail = (/** @type {unknown} */ error) => {
    if (ending) return;
    console.error(error);
    void end(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  process.on('exit', () => {
    for (const child of running) child.killNow();
  });
  if (process.channel) {
    process.once('disconnect', () => void end(1));
    try {
      process.channel.unref();
    } catch {
      // a test runner that wraps `process` keeps the channel to itself
    }
  }
}

/**
 * @param {string} file
 * @returns {{ pid?: number, identity?: string, stopSignal?: NodeJS.Signals, startedAt?: number }}
 */
function readPidFile(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** @param {string} folder */
function listFiles(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function signalIfAlive(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // gone meanwhile
  }
}

/** @param {string} file */
function sizeOf(file) {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

/** The last lines that this run wrote. @param {string} file @param {number} from byte where the run began */
function tail(file, from) {
  const lines = readFileSync(file).subarray(from).toString('utf8').trimEnd().split('\n');
  return `${lines.slice(-25).join('\n')}\n(log: ${file})`;
}

/** @param {Exit} exit */
function describe(exit) {
  return exit.signal === null ? `exit code ${exit.code}` : exit.signal;
}
