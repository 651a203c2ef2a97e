import {
  accessOf,
  catalogueTopics,
  isPrincipalName,
  retentionDays,
  SERVICE_NAMES,
} from '@minzheng/contracts/catalogue';
import { readPrograms } from '../stack/programs.mjs';

const HEAD = `# Kafka: who may read and write what · 消息系统访问权限

The access lists of the broker, and how long its topics keep what is in them. The lists follow from the names of the topics,
\`minzheng.<writer>.<audience>.v1\`, and so from the options in \`proto/\`: nobody writes them by hand. \`tools/provision.mjs\` gives them to the
broker and takes away whatever else it finds of these users; everything that is not in them the broker refuses. Written by
\`npm run docs:events\`; not by hand. What a topic holds is in [events.md](events.md), how users and passwords are made and changed in
[running it](running-it.md#kafka-users-and-access-lists).

- A user writes its own topics alone: one writer, one audience.
- It reads what is for \`all\`, what is for it by name, and its own. What is for \`all\` is for the seven services, and not for the gateway.
- It reads as consumer groups that begin with its name. It sees the settings of topics ([retention](#how-long-a-topic-keeps-what-is-in-it), copies in sync) and changes none.
- \`admin\` (the job that provisions) may do everything. No program of a service has its password.

Behind KAFKA_PREFIX, where there is one, stand topics, groups and users.
`;

/** The page of all access lists, and of what topics keep. @returns {string} */
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
  return `${[HEAD.trimEnd(), ...sections, rest, retentionSection()].join('\n\n')}\n`;
}

/** How long what is in a topic can be read. */
function retentionSection() {
  const days = [...Map.groupBy(catalogueTopics(), retentionDays)].sort(([one], [other]) => one - other);
  return [
    '## How long a topic keeps what is in it',
    `Where a consent (授权) opens some of what is in a topic, it keeps seven days, so that what is erased after a consent has ended is not
still there. Provision sets it for each topic (\`retention.ms\`; of these also \`segment.ms\`, a day, because Kafka deletes whole segments), and
puts it back each time it runs where somebody has changed it.`,
    [
      '| days | topics |',
      '| --- | --- |',
      ...days.map(
        ([kept, topics], index) => `| ${kept} | ${index < days.length - 1 ? listOf(topics) : 'all others'} |`,
      ),
    ].join('\n'),
  ].join('\n\n');
}

/** @param {readonly string[]} topics */
function listOf(topics) {
  return topics.map((topic) => `\`${topic}\``).join('<br>');
}
