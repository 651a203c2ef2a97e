import type { OpenAPIObject } from '@nestjs/swagger';
import { Html, html } from './docs-html.js';
import { layout } from './docs-layout.js';
import type { Language } from './language.js';
import { exampleOf } from './problem-example.js';
import { pageOfProblem, type Localized, type ProblemType } from './problem.js';

const WORDS = {
  problems: { zh: '问题类型', en: 'Problems' },
  intro: {
    zh: '请求被拒绝时，以 application/problem+json（RFC 9457）作答。type 为 https://minzheng.dev/problems/<名称>，不随语言和版本改变，程序应当依据它判断；title 和 detail 供人阅读，语言取自 Accept-Language。被拒绝的命令不改变任何内容，审计和监督另有记录。',
    en: 'What is refused is answered as application/problem+json (RFC 9457). Programs go by the type, https://minzheng.dev/problems/<name>, which stays the same in each language and version; title and detail are for people, in the language of Accept-Language. A command that is refused has changed nothing; audit and supervision keep their own notes.',
  },
  status: { zh: '状态', en: 'Status' },
  name: { zh: '名称', en: 'Name' },
  title: { zh: '说明', en: 'Title' },
  meaning: { zh: '含义', en: 'What it means' },
  remedy: { zh: '如何处理', en: 'What to do' },
  routes: { zh: '可能返回它的接口', en: 'Routes that may answer it' },
  noRoute: {
    zh: '不由某一接口单独返回。',
    en: 'No route of this service names it; it may come from the platform itself.',
  },
  example: { zh: '示例', en: 'Example' },
} satisfies Record<string, Localized>;

type Words = Readonly<Record<keyof typeof WORDS, string>>;

/** `GET /v1/things/{id}`: a route that names the problem among what it may answer. */
interface NamedRoute {
  readonly verb: string;
  readonly path: string;
  readonly summary: string;
}

export function problemListPage(
  document: OpenAPIObject,
  problems: readonly ProblemType[],
  language: Language,
): string {
  const words = wordsIn(language);
  const rows = [...problems]
    .sort((one, other) => one.status - other.status || (one.name < other.name ? -1 : 1))
    .map(
      (problem) =>
        html`<tr>
          <td><span class="status">${problem.status}</span></td>
          <td><a href="${pageOfProblem(problem)}">${problem.name}</a></td>
          <td>${told(problem, language)}</td>
        </tr>`,
    );
  return layout({ document, language, title: words.problems, current: '/docs/problems' }, [
    html`<h1>${words.problems}</h1>
      <p>${words.intro}</p>
      <table>
        <thead>
          <tr>
            <th>${words.status}</th>
            <th>${words.name}</th>
            <th>${words.title}</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
  ]);
}

export function problemPage(document: OpenAPIObject, problem: ProblemType, language: Language): string {
  const words = wordsIn(language);
  const other: Language = language === 'en' ? 'zh-CN' : 'en';
  const section = (title: string, text: Localized | undefined): Html =>
    text === undefined
      ? html``
      : html`<h2>${title}</h2>
          <p>${told(text, language)}</p>`;
  return layout({ document, language, title: problem.name, current: '/docs/problems' }, [
    html`<p><span class="status">${problem.status}</span> <code>${problem.name}</code></p>
      <h1>${told(problem, language)}</h1>
      <p class="soft" lang="${other}">${told(problem, other)}</p>`,
    section(words.meaning, problem.meaning),
    section(words.remedy, problem.remedy),
    html`<h2>${words.example}</h2>
      <pre><code>${JSON.stringify(exampleOf(problem, language), null, 2)}</code></pre>
      <h2>${words.routes}</h2>
      ${routeList(routesNaming(document, problem), words)}`,
  ]);
}

function routeList(routes: readonly NamedRoute[], words: Words): Html {
  if (routes.length === 0) return html`<p class="soft">${words.noRoute}</p>`;
  const items = routes.map(
    ({ verb, path, summary }) => html`<li><code title="${summary}">${verb} ${path}</code></li>`,
  );
  return html`<ul class="routes">
    ${items}
  </ul>`;
}

function routesNaming(document: OpenAPIObject, { name }: ProblemType): NamedRoute[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'patch'] as const).flatMap((verb): NamedRoute[] => {
      const operation = item[verb];
      const named = (operation as { 'x-problems'?: readonly string[] } | undefined)?.['x-problems'] ?? [];
      return operation && named.includes(name)
        ? [{ verb: verb.toUpperCase(), path, summary: operation.summary ?? '' }]
        : [];
    }),
  );
}

function wordsIn(language: Language): Words {
  return Object.fromEntries(
    Object.entries(WORDS).map(([key, text]) => [key, told(text, language)]),
  ) as unknown as Words;
}

function told(text: Localized, language: Language): string {
  return language === 'en' ? text.en : text.zh;
}
