/** Commands of npm, over the installed packages. */
import { execFile } from 'node:child_process';
import { ROOT } from './setup/paths.mjs';

/**
 * @param {readonly string[]} args
 * @returns {Promise<{ isOk: boolean, output: string }>} `isOk`: it ended with 0
 * @throws Error when there is no npm
 */
export function npm(args) {
  return new Promise((resolve, reject) => {
    const options = { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 };
    execFile('npm', [...args], options, (error, output, errors) => {
      if (error !== null && typeof error.code === 'string') reject(error);
      else resolve({ isOk: error === null, output: output || errors });
    });
  });
}
