/** Leaves nothing half-made: what is written is taken back unless all of it succeeds. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../setup/paths.mjs';

/** Writes files, and puts back what was there before. */
export class Undoable {
  /** By path; undefined: it was not there. @type {Map<string, Buffer | undefined>} */
  #before = new Map();
  /** @type {(() => void)[]} */
  #also = [];

  /** Files that something else is going to change. @param {readonly string[]} files */
  remember(files) {
    for (const file of files) {
      const path = join(ROOT, file);
      if (!this.#before.has(file)) this.#before.set(file, existsSync(path) ? readFileSync(path) : undefined);
    }
  }

  /** @param {ReadonlyMap<string, string>} files texts by their path in the repository */
  write(files) {
    this.remember([...files.keys()]);
    for (const [file, text] of files) {
      const path = join(ROOT, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  /** @param {() => void} act what has to be done beside putting files back, first of all */
  also(act) {
    this.#also.push(act);
  }

  undo() {
    for (const act of this.#also) act();
    for (const [file, content] of this.#before) {
      const path = join(ROOT, file);
      if (content === undefined) rmSync(path, { force: true });
      else writeFileSync(path, content);
    }
  }
}
