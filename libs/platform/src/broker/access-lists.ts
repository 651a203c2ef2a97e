import { setTimeout as delay } from 'node:timers/promises';
import { isPrincipalName, PRINCIPALS, accessOf, type PrincipalName } from '@minzheng/contracts/catalogue';
import kafkajs, { type AclEntry, type Admin } from 'kafkajs';

// Node finds no named exports of these in kafkajs
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/** What all topics of the catalogue begin with. */
const CATALOGUE = 'minzheng.';
const USER = 'User:';
const KNOWN_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 50;

/**
 * All that a principal may do at the broker, and it may do nothing else: write its topics, read those whose audience it belongs to, as
 * the consumer groups that bear its name. An idempotent producer needs no right of its own beside a topic to write. The settings of
 * topics (retention, copies in sync) are no secret: a service checks them at its start.
 *
 * @param prefix - KAFKA_PREFIX: before topics, groups and users
 */
export function accessListOf(principal: PrincipalName, prefix = ''): readonly AclEntry[] {
  const { writes, reads, groups } = accessOf(principal);
  const allowed = {
    principal: `${USER}${prefix}${principal}`,
    host: '*',
    permissionType: AclPermissionTypes.ALLOW,
  };
  const topic = { ...allowed, resourceType: AclResourceTypes.TOPIC };
  const literal = { ...topic, resourcePatternType: ResourcePatternTypes.LITERAL };
  return [
    ...writes.map((name) => ({
      ...literal,
      resourceName: prefix + name,
      operation: AclOperationTypes.WRITE,
    })),
    ...reads.map((name) => ({ ...literal, resourceName: prefix + name, operation: AclOperationTypes.READ })),
    {
      ...topic,
      resourcePatternType: ResourcePatternTypes.PREFIXED,
      resourceName: prefix + CATALOGUE,
      operation: AclOperationTypes.DESCRIBE_CONFIGS,
    },
    {
      ...allowed,
      resourceType: AclResourceTypes.GROUP,
      resourcePatternType: ResourcePatternTypes.PREFIXED,
      resourceName: prefix + groups,
      operation: AclOperationTypes.READ,
    },
  ];
}

/** `User:assistance may read topic minzheng.verification.all.v1` */
export function accessText(entry: AclEntry): string {
  const { principal, host, permissionType, operation, resourceType, resourceName } = entry;
  const may = permissionType === AclPermissionTypes.ALLOW ? 'may' : 'may not';
  const act = nameIn(AclOperationTypes, operation).replaceAll('_', ' ');
  const more = entry.resourcePatternType === ResourcePatternTypes.PREFIXED ? '*' : '';
  const from = host === '*' ? '' : ` from ${host}`;
  return `${principal} ${may} ${act} ${nameIn(AclResourceTypes, resourceType)} ${resourceName}${more}${from}`;
}

/** What was done to the broker's access lists, and what in them is not ours. */
export interface AppliedAccess {
  readonly added: readonly AclEntry[];
  readonly removed: readonly AclEntry[];
  /** Who else is let at our topics: somebody has admitted them by hand. */
  readonly foreign: readonly AclEntry[];
}

/**
 * Makes the broker's access lists those of these principals: what is missing is added, and whatever else stands there of any
 * principal of the catalogue is taken away. Lists of others stay as they are.
 */
export async function applyAccessLists(
  admin: Admin,
  principals: readonly PrincipalName[],
  prefix = '',
): Promise<AppliedAccess> {
  const wanted = byText(principals.flatMap((principal) => accessListOf(principal, prefix)));
  const present = byText(await allEntries(admin));
  const ours = new Set(PRINCIPALS.map((principal) => `${USER}${prefix}${principal}`));
  const added = [...wanted].filter(([text]) => !present.has(text)).map(([, entry]) => entry);
  const removed = [...present]
    .filter(([text, { principal }]) => ours.has(principal) && !wanted.has(text))
    .map(([, entry]) => entry);
  // first what somebody may, so that nobody who may go on is refused in between
  if (added.length > 0) {
    await admin.createAcls({ acl: added });
    await untilKnown(admin, wanted);
  }
  if (removed.length > 0) await admin.deleteAcls({ filters: removed });
  return {
    added,
    removed,
    foreign: [...present.values()].filter((entry) => !ours.has(entry.principal) && letsIn(entry, prefix)),
  };
}

/** A list that is stored holds as soon as the broker has read it: one that is making topics is behind with that. */
async function untilKnown(admin: Admin, wanted: ReadonlyMap<string, AclEntry>): Promise<void> {
  const end = performance.now() + KNOWN_WITHIN_MS;
  for (;;) {
    const known = byText(await allEntries(admin));
    if ([...wanted.keys()].every((text) => known.has(text))) return;
    if (performance.now() > end)
      throw new Error('the broker has stored the access lists and does not apply them');
    await delay(LOOK_AGAIN_MS);
  }
}

/** The principal of the catalogue whose name this is, behind the prefix. */
export function principalOf(user: string, prefix: string): PrincipalName | undefined {
  const name = user.slice(prefix.length);
  return user.startsWith(prefix) && isPrincipalName(name) ? name : undefined;
}

async function allEntries(admin: Admin): Promise<AclEntry[]> {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  return resources.flatMap(({ acls, ...resource }) => acls.map((acl) => ({ ...resource, ...acl })));
}

/** Whether an entry opens a topic of ours. */
function letsIn(
  { permissionType, resourceType, resourcePatternType, resourceName }: AclEntry,
  prefix: string,
): boolean {
  if (permissionType !== AclPermissionTypes.ALLOW || resourceType !== AclResourceTypes.TOPIC) return false;
  const ours = prefix + CATALOGUE;
  if (resourceName === '*' || resourceName.startsWith(ours)) return true;
  return resourcePatternType === ResourcePatternTypes.PREFIXED && ours.startsWith(resourceName);
}

const byText = (entries: readonly AclEntry[]): Map<string, AclEntry> =>
  new Map(entries.map((entry) => [accessText(entry), entry]));

/** The name of a number of an enumeration of kafkajs, which has some of them twice. */
function nameIn(enumeration: object, value: number): string {
  const [name = String(value)] = Object.entries(enumeration).find(([, number]) => number === value) ?? [];
  return name.toLowerCase();
}
