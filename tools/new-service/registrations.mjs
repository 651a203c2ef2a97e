/**
 * Where a service has to be known beside its own folder: what stands there of social assistance is said of the new one too, behind
 * it. Whatever finds services by itself (tools/stack/programs.mjs, `services/*`) is not among these.
 */
import { pascalOf, upperOf } from './names.mjs';

/** @typedef {import('./names.mjs').Names} Names */
/** @typedef {(text: string, names: Names) => string} Change */

/** By file. @type {Readonly<Record<string, Change>>} */
export const REGISTRATIONS = {
  'docker-compose.yml': (text, names) =>
    [
      (/** @type {string} */ all) => withCopies(all, blockOf(all, '  provision:'), names),
      (/** @type {string} */ all) => withCopies(all, blockOf(all, 'secrets:'), names),
      (/** @type {string} */ all) => withCopyOf(all, blockOf(all, '  migrate-assistance:', false), names),
      (/** @type {string} */ all) => withCopyOf(all, blockOf(all, '  social-assistance:'), names),
    ].reduce((all, change) => change(all), text),
  '.env.example': (text, names) =>
    replaced(text, /^# ASSISTANCE_PORT=.*\n/gm, (line) => line + renamed(line, names)),
  'deploy/make-secrets.sh': (text, names) =>
    replaced(text, /^(?:for \w+ in|\w+=).*\bassistance\b.*$/gm, (line) => withWords(line, names)),
  'deploy/Dockerfile': (text, names) =>
    [
      (/** @type {string} */ all) =>
        replaced(
          all,
          /^(?:COPY |# ).*services\/social-assistance.*\n/gm,
          (line) => line + renamed(line, names),
        ),
      (/** @type {string} */ all) =>
        replaced(all, /@minzheng\/social-assistance,/g, (word) => word + renamed(word, names)),
      (/** @type {string} */ all) =>
        replaced(all, /--workspace services\/social-assistance /g, (word) => word + renamed(word, names)),
    ].reduce((all, change) => change(all), text),
  // whether it holds ID numbers, and is asked from outside, is for its department to say (docs/adding-a-service.md)
  'deploy/chart/values.yaml': (text, names) => {
    const block = blockOf(text, '  assistance:');
    const asked = /^ +#.*\n +holdsIdentities: true\n +knowsParties: true\n/gm;
    return text.replace(
      block,
      () =>
        block +
        renamed(
          replaced(block, asked, () => ''),
          names,
        ),
    );
  },
  'deploy/chart/ci/all-values.yaml': (text, names) => withCopyOf(text, blockOf(text, '  assistance:'), names),
  'deploy/chart/ci/least-values.yaml': (text, names) =>
    replaced(text, /^ {2}assistance: \{.*\n/gm, (line) => line + renamed(line, names)),
  'deploy/chart/ci/no-runs-values.yaml': (text, names) =>
    replaced(text, /^ {2}assistance: \{.*\n/gm, (line) => line + renamed(line, names)),
  'deploy/observability/prometheus.yml': (text, names) =>
    withCopyOf(text, blockOf(text, "      - targets: ['social-assistance:8080']"), names),
  'tools/stack/roles.mjs': (text, names) =>
    replaced(text, /^const SERVICES = \[.*'(?=\];$)/gm, (list) => `${list}, '${names.short}'`).replace(
      /^ {2}auditor: \{$/m,
      (next) => roleOf(names) + next,
    ),
  'libs/contracts/src/catalogue/messages.ts': (text, { short }) =>
    replaced(
      replaced(
        text,
        /^import \* as assistance .*\n/gm,
        (line) => line + line.replaceAll('assistance', short),
      ),
      /, assistance(?=[,\]])/g,
      (name) => `${name}, ${short}`,
    ),
};

/** Where the catalogue says which services there are: for one that is none of those that it knows. @type {Readonly<Record<string, Change>>} */
export const CATALOGUE = {
  'proto/minzheng/common/v1/routing.proto': (text, names) =>
    withValue(withValue(text, 'Audience', names), 'Writer', names),
  'proto/minzheng/common/v1/service_code.proto': (text, names) => withValue(text, 'ServiceCode', names),
  'libs/contracts/src/catalogue/service-names.ts': (text, { short }) =>
    replaced(
      text,
      /^ {2}\[ServiceCode\.\w+\]: '\w+',\n(?=\} as const;)/gm,
      (line) => `${line}  [ServiceCode.${upperOf(short)}]: '${short}',\n`,
    ),
};

/** @param {string} text @param {string} name of an enumeration @param {Names} names */
function withValue(text, name, { short, en, zh }) {
  const prefix = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
  return replaced(text, new RegExp(`^enum ${name} \\{\\n[^}]*(?=\\})`, 'gm'), (all) => {
    const next = Math.max(...[...all.matchAll(/ = (\d+);/g)].map(([, number]) => Number(number))) + 1;
    const alone = name === 'Audience' ? ' alone' : '';
    return `${all}  // ${en} ${zh}${alone}.\n  ${prefix}_${upperOf(short)} = ${next};\n`;
  });
}

/** Somebody who may do in a sandbox what the first routes allow. @param {Names} names */
function roleOf({ folder, short, en, zh }) {
  return `  '${folder}-clerk': {
    title: 'clerk of ${en.charAt(0).toLowerCase()}${en.slice(1)} ${zh}经办人员',
    scopes: scopes('${short}', 'matters:write'),
    region: COUNTY,
    org: 'county-civil-affairs',
  },
`;
}

/** What is said of social assistance, as it is said of the new service. @param {string} text @param {Names} names */
function renamed(text, { folder, short, en, zh, port }) {
  return text
    .replaceAll('social-assistance', folder)
    .replaceAll('social assistance', en.charAt(0).toLowerCase() + en.slice(1))
    .replaceAll('SocialAssistance', pascalOf(folder))
    .replaceAll('assistance', short)
    .replaceAll('ASSISTANCE', upperOf(short))
    .replaceAll('社会救助', zh)
    .replaceAll('8081', String(port));
}

/**
 * The lines of a part that name social assistance, and behind them the same of the new service; in a line that lists services, its
 * name behind that of social assistance.
 * @param {string} text @param {string} part @param {Names} names
 */
function withCopies(text, part, names) {
  const alone = '(?:^(?!.*\\bverification\\b).*assistance.*\\n)+';
  const copied = replaced(part, new RegExp(`${alone}|^.*assistance.*\\n`, 'gim'), (lines) =>
    /\bverification\b/.test(lines) ? withWords(lines, names) : lines + renamed(lines, names),
  );
  return text.replace(part, () => copied);
}

/** The words of a list that name social assistance, each followed by that of the new service. @param {string} line @param {Names} names */
function withWords(line, names) {
  return line.replaceAll(
    /(?<=[\s'"=])(?:[\w-]*-)?assistance(?:-[\w-]+)?\b/g,
    (word) => `${word} ${renamed(word, names)}`,
  );
}

/** A part, and behind it the same of the new service. @param {string} text @param {string} part @param {Names} names */
function withCopyOf(text, part, names) {
  return text.replace(part, () => part + renamed(part, names));
}

/**
 * The part of a YAML file that a line begins: with the comment above it, unless that is about more, and all that is indented deeper.
 * @param {string} text @param {string} first line @param {boolean} [hasComment]
 */
function blockOf(text, first, hasComment = true) {
  const lines = text.split('\n');
  const begin = lines.indexOf(first);
  if (begin < 0 || lines.lastIndexOf(first) !== begin)
    throw new Error(`"${first.trim()}" does not stand there once`);
  const depth = first.search(/\S/);
  const isDeeper = (/** @type {string} */ line) => line.trim() === '' || line.search(/\S/) > depth;
  let end = begin + 1;
  while (end < lines.length - 1 && isDeeper(lines[end] ?? '')) end++;
  let head = begin;
  while (hasComment && new RegExp(`^ {${depth}}#`).test(lines[head - 1] ?? '')) head--;
  return lines
    .slice(head, end)
    .map((line) => `${line}\n`)
    .join('');
}

/** @param {string} text @param {RegExp} pattern @param {(found: string) => string} change @throws Error where nothing fits: then it stands otherwise than this knows */
function replaced(text, pattern, change) {
  const changed = text.replace(pattern, change);
  if (changed === text) throw new Error(`nothing fits ${pattern}`);
  return changed;
}
