#!/usr/bin/env node
/** `minzheng-verify report.json [--keys keys.json]`: see README.md */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verifyReport } from './verify-report.mjs';

const USAGE = 'minzheng-verify <report.json | -> [--keys <keys.json>] [--language en|zh]';
const EXIT = { GENUINE: 0, NOT_GENUINE: 1, UNKNOWN: 2 };
const HEADS = {
  GENUINE: { en: 'genuine', zh: '真实' },
  NOT_GENUINE: { en: 'NOT genuine', zh: '不真实' },
  UNKNOWN: { en: 'cannot be told', zh: '无法判断' },
};

if (process.argv.slice(2).includes('--help')) {
  console.log(USAGE);
  process.exit(0);
}
const { values, positionals } = options();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const [file, ...others] = positionals;
const language = values.language;
if (language !== 'en' && language !== 'zh') end(`--language ${language} is neither en nor zh\n${USAGE}`);
if (file === undefined || others.length > 0) end(USAGE);
const keys = values.keys === undefined ? undefined : readJson(values.keys);
const { result, reasons } = verifyReport(readJson(file), { keys });
console.log([HEADS[result][language], ...reasons.map((words) => `  ${words[language]}`)].join('\n'));
process.exitCode = EXIT[result];

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        keys: { type: 'string' },
        language: { type: 'string', default: process.env.LANG?.startsWith('zh') ? 'zh' : 'en' },
      },
    });
  } catch (error) {
    return end(`${/** @type {Error} */ (error).message}\n${USAGE}`);
  }
}

/** @param {string} path @returns {unknown} */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path === '-' ? 0 : path, 'utf8'));
  } catch (error) {
    return end(`${path}: ${error instanceof SyntaxError ? 'no JSON' : /** @type {Error} */ (error).message}`);
  }
}

/** @param {string} reason @returns {never} */
function end(reason) {
  console.error(reason);
  process.exit(EXIT.UNKNOWN);
}
