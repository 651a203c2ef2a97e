import type { OpenAPIObject } from '@nestjs/swagger';
import { html } from './docs-html.js';
import { layout } from './docs-layout.js';
import type { Language } from './language.js';

/** Shows the document of `/openapi.json`: every route, to be read and tried. */
export function routePage(document: OpenAPIObject, language: Language): string {
  const frame = {
    document,
    language,
    title: language === 'en' ? 'Routes' : '接口',
    current: '/docs',
    isApplication: true,
    styles: ['/docs/assets/swagger-ui.css'],
    scripts: ['/docs/assets/swagger-ui-bundle.js', '/docs/assets/routes.js'],
  };
  return layout(frame, [html`<div id="swagger-ui"></div>`]);
}

/** A script of its own, since the page forbids scripts in the HTML. A command is tried with a fresh Idempotency-Key. */
export const ROUTES_SCRIPT = `
'use strict';
const COMMON = ['policies', 'regions', 'audit', 'operations', 'sandbox'];
SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  defaultModelRendering: 'example',
  displayRequestDuration: true,
  tagsSorter: (one, other) => COMMON.indexOf(one) - COMMON.indexOf(other) || one.localeCompare(other),
  filter: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
  requestInterceptor: (request) => {
    if (request.headers['Idempotency-Key'] !== undefined) {
      request.headers['Idempotency-Key'] = crypto.randomUUID();
    }
    return request;
  },
});
`;
