import type { OpenAPIObject } from '@nestjs/swagger';
import { html, type Html } from './docs-html.js';
import type { Language } from './language.js';

/** What every page under `/docs` has around its content. */
export interface PageFrame {
  readonly document: OpenAPIObject;
  readonly language: Language;
  readonly title: string;
  /** Path of the entry of the menu that the page belongs to. */
  readonly current: string;
  /** Files that it loads beside the common style. */
  readonly styles?: readonly string[];
  readonly scripts?: readonly string[];
  /** It brings its own look, and takes the width of the window. */
  readonly isApplication?: boolean;
}

const MENU = [
  { path: '/docs', zh: '接口', en: 'Routes' },
  { path: '/docs/problems', zh: '问题类型', en: 'Problems' },
  { path: '/docs/sandbox', zh: '沙箱', en: 'Sandbox' },
] as const;

/** True where `/docs/sandbox` exists: the document has the routes of a sandbox. */
export const isSandbox = (document: OpenAPIObject): boolean =>
  Object.keys(document.paths).some((path) => path.startsWith('/v1/sandbox/'));

/** A whole page. */
export function layout(frame: PageFrame, content: readonly Html[]): string {
  const { document, language, title, current, styles = [], scripts = [], isApplication = false } = frame;
  const menu = MENU.filter(({ path }) => path !== '/docs/sandbox' || isSandbox(document)).map(
    (entry) =>
      html`<a href="${entry.path}" ${entry.path === current ? html`aria-current="page"` : ''}
        >${language === 'en' ? entry.en : entry.zh}</a
      >`,
  );
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${document.info.title}</title>
        <link rel="icon" href="/docs/assets/favicon-32x32.png" />
        ${[...styles, '/docs/assets/docs.css'].map((path) => html`<link rel="stylesheet" href="${path}" />`)}
        ${scripts.map((path) => html`<script src="${path}" defer></script>`)}
      </head>
      <body>
        <header>
          <div><strong>${document.info.title}</strong>${menu}<a href="/openapi.json">openapi.json</a></div>
        </header>
        <main class="${isApplication ? 'application' : 'text'}">${content}</main>
      </body>
    </html>`.text;
}
