import { accessOf, isPrincipalName, SERVICE_NAMES } from '@minzheng/contracts/catalogue';
import { readPrograms } from '../stack/programs.mjs';

const HEAD = `# Kafka: who may read and write what · 消息系统访问权限

The access lists of the broker. They follow from the names of the topics, \`minzheng.<writer>.<audience>.v1\`, and so from the options in
\`proto/\`: nobody writes them by hand. \`tools/provision.mjs\` gives them to the broker and takes away whatever else it finds of these users;
everything that is not in them the broker refuses. Written by \`npm run docs:events\`; not by hand. What a topic holds is in
[events.md](events.md), how users and passwords are made and changed in [running it](running-it.md#kafka-users-and-access-lists).

- A user writes its own topics alone: one writer, one audience.
- It reads what is for \`all\`, what is for it by name, and its own. What is for \`all\` is for the seven services, and not for the gateway.
- It reads as consumer groups that begin with its name. It sees the settings of topics (retention, copies in sync) and changes none.
- \`admin\` (the job that provisions) may do everything. No program of a service has its password.

Behind KAFKA_PREFIX, where there is one, stand topics, groups and users.
`;

/** The page of all access lists. @returns {string} */
export function accessPage() {
  const databases = new Set(Object.values(readPrograms()).map(({ database }) => database));
  const users = [...databases].filter(isPrincipalName);
  const others = SERVICE_NAMES.filter((name) => !users.includes(name));
  const sections = users.map((user) => {
    const { writes, reads, groups } = accessOf(user);
    return [
      `## \`${user}\``,
      `Consumer groups: \`${groups}…\``,
      ['| writes | reads |', '| --- | --- |', `| ${listOf(writes)} | ${listOf(reads)} |`].join('\n'),
    ].join('\n\n');
  });
  const rest = `A department that is not in this repository (${others.join(', ')}) has the same by its name, once it is among KAFKA_USERS.`;
  return `${[HEAD.trimEnd(), ...sections, rest].join('\n\n')}\n`;
}

/** @param {readonly string[]} topics */
function listOf(topics) {
  return topics.map((topic) => `\`${topic}\``).join('<br>');
}
