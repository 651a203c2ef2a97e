/** What a new service is called, in each form in which its name is needed. */

/** A name that a service cannot have; the message says why. */
export class RefusedName extends Error {}

/**
 * @typedef {object} Names
 * @property {string} folder kebab-case: of its folder, package and program: `elderly-care`
 * @property {string} short in topics, scopes, policy keys, protobuf packages and databases: `eldercare`
 * @property {string} en title
 * @property {string} zh title
 * @property {number} port on one machine, where it is free
 */

/**
 * What is there already.
 * @typedef {object} Taken
 * @property {readonly string[]} folders of services
 * @property {readonly string[]} shorts of services that exist, not of those that the catalogue only knows
 * @property {readonly string[]} others that containers, databases or packages are called
 * @property {readonly number[]} ports
 */

const FOLDER = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const SHORT = /^[a-z]{2,20}$/;
/** `English 中文` */
const TITLE = /^([A-Z][\x20-\x7e]*[\x21-\x7e])\s+(\p{Script=Han}[\p{Script=Han}、（）]*)$/u;
const LONGEST = 40;
/** Folders of libs/contracts and packages of proto/; audiences; a writer; users of the servers; the template's own. */
const RESERVED =
  'all own inbound common facts referrals catalogue client generated outside admin postgres sample sample-service tools libs'.split(
    ' ',
  );
/** Of JavaScript and protobuf: a short name is an identifier there. */
const KEYWORDS =
  'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof interface let message new null package private protected public return service static super switch this throw true try typeof var void while with yield'.split(
    ' ',
  );

/**
 * @param {{ folder: string, short?: string | undefined, title?: string | undefined, port?: string | undefined }} wanted
 * @param {Taken} taken
 * @returns {Names}
 * @throws RefusedName
 */
export function namesOf({ folder, short = folder.replaceAll('-', ''), title, port: portText }, taken) {
  if (!FOLDER.test(folder) || folder.length > LONGEST)
    throw new RefusedName(
      `"${folder}" is no name of a service: lower-case words joined by hyphens, as in elderly-care`,
    );
  if (taken.folders.includes(folder))
    throw new RefusedName(`services/${folder} is there already: nothing was changed`);
  if (!SHORT.test(short))
    throw new RefusedName(
      `"${short}" is no short name: 2 to 20 lower-case letters, as in eldercare; --short says another`,
    );
  for (const name of new Set([folder, short])) {
    if (RESERVED.includes(name) || KEYWORDS.includes(name))
      throw new RefusedName(`the name "${name}" means something else already`);
    if (taken.others.includes(name)) throw new RefusedName(`something else is called "${name}" already`);
  }
  if (taken.shorts.includes(short))
    throw new RefusedName(`"${short}" is the short name of a service that is there; --short says another`);
  const [, en, zh] = TITLE.exec(title ?? `${wordsOf(folder)} 新服务`) ?? [];
  if (en === undefined || zh === undefined)
    throw new RefusedName('a title is English and Chinese: --title "Elderly care 养老服务"');
  return { folder, short, en, zh, port: portOf(portText, taken.ports) };
}

/** `elderly-care` → `Elderly care` @param {string} folder */
function wordsOf(folder) {
  const words = folder.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {string | undefined} text @param {readonly number[]} taken */
function portOf(text, taken) {
  if (text === undefined) return Math.max(...taken) + 1;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1024 || port > 65_535)
    throw new RefusedName(`${text} is no port: a number from 1024 to 65535`);
  if (taken.includes(port)) throw new RefusedName(`the port ${text} is used by another program`);
  return port;
}

/** `elderly-care` → `ElderlyCare` @param {string} kebab */
export function pascalOf(kebab) {
  return kebab
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `elderly-care` → `ELDERLY_CARE` @param {string} kebab */
export function upperOf(kebab) {
  return kebab.replaceAll('-', '_').toUpperCase();
}
