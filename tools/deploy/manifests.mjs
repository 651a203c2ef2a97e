/**
 * What has to hold for the manifests that the chart renders, beside their schemas: the programs accept their settings,
 * secrets are there and read, nothing may more than it needs, and what is waited for comes first.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { MIGRATE, PROVISION, settingProblems } from '../compose/settings.mjs';
import { SERVICES } from '../stack/stack.mjs';

/**
 * @typedef {object} Container
 * @property {string} name
 * @property {string[]} args
 * @property {{ name: string, value: string }[]} [env]
 * @property {{ configMapRef: { name: string } }[]} [envFrom]
 * @property {Record<string, any>} [securityContext]
 * @property {{ limits?: Record<string, string> }} [resources]
 * @property {unknown} [startupProbe]
 * @property {unknown} [readinessProbe]
 * @property {unknown} [livenessProbe]
 */

/** @typedef {{ kind: string, metadata: { name: string, labels?: Record<string, string>, annotations?: Record<string, string> }, spec?: any, data?: Record<string, string> }} Manifest */

const MOUNT = '/run/secrets/minzheng/';
/** A service ends in order within 20 s after it has drained (start-service.ts). */
const STOP_SECONDS = 20;

/**
 * Ways to break what is rendered, each with a part of the problem that has to be found.
 * @type {readonly (readonly [what: string, pattern: RegExp, replacement: string, problem: string])[]}
 */
export const BREAKAGES = [
  [
    'a file system that can be written',
    /readOnlyRootFilesystem: true/,
    'readOnlyRootFilesystem: false',
    'may write',
  ],
  ['a program as root', /runAsNonRoot: true/, 'runAsNonRoot: false', 'may be root'],
  ['capabilities that are kept', /drop:\s*\[ALL\]/, 'drop: [NET_RAW]', 'keeps capabilities'],
  [
    'a token for the cluster',
    /automountServiceAccountToken: false\n +enableServiceLinks/,
    'enableServiceLinks',
    'token',
  ],
  [
    'a pod that is killed too soon',
    /terminationGracePeriodSeconds: \d+/,
    'terminationGracePeriodSeconds: 30',
    'killed',
  ],
  ['no readiness probe', /readinessProbe:/, 'readyProbe:', 'has no readinessProbe'],
  ['a misspelt setting', /TOPIC_PARTITIONS:/, 'TOPIC_PARTITION:', 'TOPIC_PARTITION is no setting'],
  ['a setting left out', /^ {2}TOKEN_ISSUER: .*$/m, '', 'TOKEN_ISSUER is missing'],
  [
    'a user of Kafka left out',
    /name: KAFKA_USERNAME, value: "[\w.]*gateway"/,
    'name: KAFKA_USERNAME, value: ""',
    'KAFKA_USERNAME is missing',
  ],
  [
    'a user of Kafka whom nobody knows',
    /name: KAFKA_USERS, value: "/,
    'name: KAFKA_USERS, value: "gate ',
    'KAFKA_USERS must be some of',
  ],
  [
    'runs that everybody leaves to others',
    /name: BULK_RUNS, value: "take"/,
    'name: BULK_RUNS, value: "leave"',
    'nobody computes bulk runs',
  ],
  [
    'a secret that is not mounted',
    /key: person-key-secret, path: person-key-secret/,
    'key: a, path: a',
    'not mounted',
  ],
  ['a secret in a manifest', /kind: ConfigMap/, 'kind: Secret', 'is a Secret'],
  ['tables after the start', /hook: pre-install,pre-upgrade/g, 'hook: post-install', 'is not waited for'],
  ['tables before databases', /hook-weight: "?-5"?/, 'hook-weight: "5"', 'before'],
  [
    'a Service that leads nowhere',
    /component: gateway\n {2}ports/,
    'component: gate\n  ports',
    'selects no pod',
  ],
];

/**
 * @param {string} text YAML as `helm template` prints it
 * @param {string} madeSecrets folder of secrets as deploy/make-secrets.sh makes them
 * @returns {Promise<string[]>} empty when all is well
 */
export async function manifestProblems(text, madeSecrets) {
  const documents = parseAllDocuments(text);
  const manifests = documents.map((document) => /** @type {Manifest | null} */ (document.toJS()));
  const all = manifests.filter((manifest) => manifest !== null);
  const workloads = all.filter(({ kind }) => kind === 'Deployment' || kind === 'Job');
  return [
    ...all.filter(({ kind }) => kind === 'Secret').map(({ metadata }) => `${metadata.name} is a Secret`),
    ...workloads.flatMap((workload) => [...podProblems(workload), ...endingProblems(workload)]),
    ...workloads.flatMap(secretProblems),
    ...(await Promise.all(workloads.map((each) => environmentProblems(each, all, madeSecrets)))).flat(),
    ...runProblems(workloads),
    ...orderProblems(workloads),
    ...selectorProblems(all, workloads),
  ];
}

/** @param {Manifest} workload */
function podProblems({ metadata: { name }, spec }) {
  const pod = spec.template.spec;
  const isRestricted = pod.securityContext?.runAsNonRoot === true && pod.securityContext.seccompProfile;
  return [
    ...(isRestricted ? [] : [`${name} may be root`]),
    ...(pod.automountServiceAccountToken === false ? [] : [`${name} has a token for the cluster`]),
    ...(pod.enableServiceLinks === false ? [] : [`${name} is told of other Services by its environment`]),
    ...containersOf(pod).flatMap(({ securityContext = {}, resources }) => [
      ...(securityContext.readOnlyRootFilesystem === true
        ? []
        : [`${name} may write to its root file system`]),
      ...(securityContext.allowPrivilegeEscalation === false ? [] : [`${name} may gain privileges`]),
      ...(securityContext.capabilities?.drop?.includes('ALL') ? [] : [`${name} keeps capabilities`]),
      ...(resources?.limits?.memory === undefined ? [`${name} has no limit of memory`] : []),
    ]),
  ];
}

/** A pod ends in order, and nobody asks it before it is ready. @param {Manifest} workload */
function endingProblems({ kind, metadata: { name }, spec }) {
  if (kind !== 'Deployment') return [];
  const pod = spec.template.spec;
  return containersOf(pod).flatMap((container) => {
    const drain = Number(valueOf(container, 'DRAIN_SECONDS'));
    return [
      ...(pod.terminationGracePeriodSeconds > drain + STOP_SECONDS
        ? []
        : [`${name} is killed before it has ended in order`]),
      .../** @type {const} */ (['startupProbe', 'readinessProbe', 'livenessProbe'])
        .filter((probe) => container[probe] === undefined)
        .map((probe) => `${name} has no ${probe}`),
    ];
  });
}

/** Each mounted secret is read, each that is read is mounted. @param {Manifest} workload */
function secretProblems({ metadata: { name }, spec }) {
  const pod = spec.template.spec;
  const mounted = mountedSecrets(pod);
  const read = containersOf(pod)
    .flatMap(({ env = [] }) => env.map(({ value }) => String(value)))
    .filter((value) => value.startsWith(MOUNT))
    .map((value) => value.slice(MOUNT.length));
  return [
    ...read
      .filter((secret) => !mounted.includes(secret))
      .map((secret) => `${name}: ${secret} is not mounted`),
    ...mounted.filter((secret) => !read.includes(secret)).map((secret) => `${name}: nothing reads ${secret}`),
  ];
}

/**
 * @param {Manifest} workload
 * @param {readonly Manifest[]} all
 * @param {string} made folder
 */
async function environmentProblems({ metadata: { name, labels = {} }, spec }, all, made) {
  const problems = containersOf(spec.template.spec).map(async ({ args, env = [], envFrom = [] }) => {
    const maps = envFrom.map(({ configMapRef }) =>
      all.find(({ metadata }) => metadata.name === configMapRef.name),
    );
    const own = env.map(({ name: variable, value }) => [variable, withSample(value, labels, made)]);
    const environment = { ...Object.assign({}, ...maps.map((map) => map?.data)), ...Object.fromEntries(own) };
    const said = await settingProblems(args, environment);
    return said.map((problem) => `${name}: ${problem}`);
  });
  return (await Promise.all(problems)).flat();
}

/** A mounted secret, as one that was made. @param {string} value @param {Record<string, string>} labels @param {string} made */
function withSample(value, labels, made) {
  if (!String(value).startsWith(MOUNT)) return String(value);
  const key = value.slice(MOUNT.length);
  // who computes runs is the program beside it, with its secrets
  const component = labels['app.kubernetes.io/component']?.replace(`${MIGRATE}-`, '').replace(/-runs$/, '');
  const names = [
    key,
    `${component}-${key}`.replace('provision-kafka', 'kafka-admin'),
    key.replace('admin-database', 'postgres'),
  ];
  return join(made, names.find((name) => existsSync(join(made, name))) ?? key);
}

/** Who leaves bulk runs to others needs others. @param {readonly Manifest[]} workloads */
function runProblems(workloads) {
  const said = workloads
    .filter(({ kind }) => kind === 'Deployment')
    .flatMap(({ spec }) => containersOf(spec.template.spec).map((each) => valueOf(each, 'BULK_RUNS')));
  return said.includes('leave') && !said.includes('take') ? ['nobody computes bulk runs'] : [];
}

/** Databases come before tables, tables before programs. @param {readonly Manifest[]} workloads */
function orderProblems(workloads) {
  const argsOf = (/** @type {Manifest} */ { spec }) => containersOf(spec.template.spec)[0]?.args ?? [];
  const job = (/** @type {string[]} */ ...args) =>
    workloads.find((each) => each.kind === 'Job' && argsOf(each).join(' ') === args.join(' '));
  const first = job(PROVISION);
  return Object.values(SERVICES).flatMap(({ script }) => {
    const isThere = workloads.some((each) => each.kind === 'Deployment' && argsOf(each).join(' ') === script);
    if (!isThere) return [`no Deployment runs ${script}`];
    const tables = job(script, MIGRATE);
    if (tables === undefined || !isHook(tables)) return [`${script} ${MIGRATE} is not waited for`];
    if (first === undefined) return [];
    if (!isHook(first)) return [`${PROVISION} is not waited for`];
    return weightOf(first) < weightOf(tables) ? [] : [`${script} ${MIGRATE} comes before ${PROVISION}`];
  });
}

/** @param {Manifest} job */
function isHook({ metadata: { annotations = {} } }) {
  return annotations['helm.sh/hook'] === 'pre-install,pre-upgrade';
}

/** @param {Manifest} job */
function weightOf({ metadata: { annotations = {} } }) {
  return Number(annotations['helm.sh/hook-weight']);
}

/** @param {readonly Manifest[]} all @param {readonly Manifest[]} workloads */
function selectorProblems(all, workloads) {
  const pods = workloads.map(({ spec }) => spec.template.metadata.labels);
  const selectors = all.flatMap(({ kind, metadata, spec }) => {
    if (kind === 'Service') return [{ name: metadata.name, labels: spec.selector }];
    if (kind === 'PodDisruptionBudget') return [{ name: metadata.name, labels: spec.selector.matchLabels }];
    return kind === 'NetworkPolicy' ? [{ name: metadata.name, labels: spec.podSelector.matchLabels }] : [];
  });
  return selectors
    .filter(
      ({ labels }) => !pods.some((pod) => Object.entries(labels).every(([key, value]) => pod[key] === value)),
    )
    .map(({ name }) => `${name} selects no pod`);
}

/** @param {any} pod @returns {Container[]} */
function containersOf(pod) {
  return pod.containers;
}

/** @param {Container} container @param {string} variable */
function valueOf({ env = [] }, variable) {
  return env.find(({ name }) => name === variable)?.value;
}

/** @param {any} pod @returns {string[]} */
function mountedSecrets(pod) {
  return pod.volumes.flatMap((/** @type {any} */ { projected }) =>
    (projected?.sources ?? []).flatMap((/** @type {any} */ { secret }) =>
      secret.items.map((/** @type {{ path: string }} */ { path }) => path),
    ),
  );
}
