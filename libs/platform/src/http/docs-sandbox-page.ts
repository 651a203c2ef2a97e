import type { OpenAPIObject } from '@nestjs/swagger';
import type { DocumentedRole } from '../config/index.js';
import { html, type Html } from './docs-html.js';
import { layout } from './docs-layout.js';
import type { Language } from './language.js';

/** What the sandbox page tells. */
export interface SandboxGuide {
  /** TOKEN_ISSUER */
  readonly issuer: string;
  /** Empty where the issuer's own documentation names them. */
  readonly roles: readonly DocumentedRole[];
}

/** How to begin in a sandbox: tokens, people, the clock. */
export function sandboxPage(document: OpenAPIObject, guide: SandboxGuide, language: Language): string {
  const zh = language !== 'en';
  const title = zh ? '沙箱' : 'Sandbox';
  return layout({ document, language, title, current: '/docs/sandbox' }, [
    html`<h1>${title}</h1>
      <p>
        ${
          zh
            ? '这里办理的一切没有法律效力，其中的人并不存在。沙箱以外没有本页和 /v1/sandbox 下的接口。'
            : 'Nothing done here has legal effect, and nobody in it exists. Outside a sandbox neither this page nor the routes under /v1/sandbox exist.'
        }
      </p>`,
    tokens(guide, zh),
    people(zh),
    clock(zh),
    rules(zh),
  ]);
}

function tokens({ issuer, roles }: SandboxGuide, zh: boolean): Html {
  const base = issuer.replace(/\/$/, '');
  return html`<h2>${zh ? '令牌' : 'Tokens'}</h2>
    <p>
      ${
        zh
          ? '角色是一组权限（scope）。npm start 已把每个角色的令牌写入 .data/tokens/<角色>，八小时内有效。也可以向签发方索取：client_id 即角色名，client_secret 见 .data/issuer/clients.json；居民另加 -d person=<personKey>。'
          : 'A role is a bundle of scopes. npm start has written a token for each role to .data/tokens/<role>, good for eight hours. The issuer gives new ones: the client_id is the role, its client_secret is in .data/issuer/clients.json, and a citizen adds -d person=<personKey>.'
      }
    </p>
    <pre><code>curl -H "Authorization: Bearer $(cat .data/tokens/township-clerk)" "$SERVICE/v1/…"

curl ${base}/.well-known/openid-configuration   # ${zh ? '其中有 token_endpoint' : 'names the token_endpoint'}
curl -u "$ROLE:$SECRET" -d grant_type=client_credentials "$TOKEN_ENDPOINT"</code></pre>
    ${roles.length === 0 ? html`` : roleTable(roles, zh)}`;
}

function roleTable(roles: readonly DocumentedRole[], zh: boolean): Html {
  const rows = roles.map(
    ({ name, title, region, scopes }) =>
      html`<tr>
        <td><code>${name}</code><br /><span class="soft">${title}</span></td>
        <td>${region === '' ? '–' : region}</td>
        <td>${scopes.map((scope) => html`<code>${scope}</code> `)}</td>
      </tr>`,
  );
  return html`<table>
    <thead>
      <tr>
        <th>${zh ? '角色' : 'Role'}</th>
        <th>${zh ? '区域' : 'Region'}</th>
        <th>${zh ? '权限' : 'Scopes'}</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function people(zh: boolean): Html {
  return html`<h2>${zh ? '人员' : 'People'}</h2>
    <p>
      ${
        zh
          ? '公民身份号码校验正确，但不属于任何人：前六位的行政区划代码 GB/T 2260 从未赋予任何地区。同一 seed 在同一年给出同样的人，四人中有一人未成年。'
          : 'Their ID numbers are valid and belong to nobody: GB/T 2260 has never given their first six digits to any place. The same seed gives the same people throughout a year; one of four is a child.'
      }
    </p>
    <pre><code>curl "$SERVICE<a href="/v1/sandbox/people?seed=demo&amp;count=4">/v1/sandbox/people?seed=demo&amp;count=4</a>"</code></pre>`;
}

function clock(zh: boolean): Html {
  return html`<h2>${zh ? '时钟' : 'The clock'}</h2>
    <p>
      ${
        zh
          ? '业务时钟决定今天、期限和有效期，可以移动；每个服务各有一个，先移动核对服务的时钟，因为它不接受来自将来的事实。npm start -- --clock <时刻> 移动所有服务的时钟。'
          : 'Today, deadlines and validity follow the business clock, which can be moved. Each service has its own; move verification’s first, since it takes no facts from the future. npm start -- --clock <instant> moves all of them.'
      }
    </p>
    <pre><code>curl -X POST "$SERVICE/v1/sandbox/clock" \\
  -H "Authorization: Bearer $(cat .data/tokens/sandbox-operator)" \\
  -H "Idempotency-Key: $(node -p 'crypto.randomUUID()')" -H 'Content-Type: application/json' \\
  -d '{"instant": "2025-05-12T01:00:00Z"}'</code></pre>`;
}

function rules(zh: boolean): Html {
  return html`<h2>${zh ? '每个请求都要知道的' : 'What each request must know'}</h2>
    <ul>
      <li>
        ${
          zh
            ? html`保存内容的 POST 须带 <code>Idempotency-Key</code>：同样的键和内容再次得到第一次的回答。`
            : html`A POST that stores carries an <code>Idempotency-Key</code>: the same key and body get the
                first answer again.`
        }
      </li>
      <li>
        ${
          zh
            ? html`对已有事物的命令须带 <code>If-Match</code>，其值为所见 <code>ETag</code>。`
            : html`A command on what exists carries <code>If-Match</code> with the <code>ETag</code> that was
                seen.`
        }
      </li>
      <li>
        ${
          zh
            ? html`金额是以分为单位的数字字符串；列表用 <code>nextCursor</code> 翻页。`
            : html`Money is a string of digits in fen; lists go on with <code>nextCursor</code>.`
        }
      </li>
      <li>
        ${
          zh
            ? html`被拒绝时的回答见<a href="/docs/problems">问题类型</a>。`
            : html`What is refused is told as one of the <a href="/docs/problems">problems</a>.`
        }
      </li>
    </ul>`;
}
