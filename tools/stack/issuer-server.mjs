/// <reference path="./oidc-provider.d.ts" />
/**
 * The local issuer as a server (OpenID Connect Discovery, JWKS, client credentials): a role of roles.mjs or an agency is
 * a client, and its token is a JWT with the claims that services read. A process of the stack.
 *
 * Environment:
 *   HOST, PORT                   where it listens
 *   ISSUER                       its URL, as its tokens name it
 *   ISSUER_FOLDER                its key and the secrets of its clients (clients.json), made when they are not there
 *   GATEWAY_CLIENT_SECRET_FILE   a file with the secret of the client `gateway`; without it one is made
 */
import { createServer } from 'node:http';
import { errors, Provider } from 'oidc-provider';
import { readIssuerSettings } from './issuer-settings.mjs';
import { ALGORITHM, openClients, openKey, TOKEN_AUDIENCE } from './issuer.mjs';
import { CLIENTS } from './clients.mjs';

/** What a token is for when the request does not name a resource. */
const RESOURCE = 'urn:minzheng:api';
const TOKEN_SECONDS = 8 * 3600;
const PERSON_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const { host, port, issuer, folder, gatewaySecret } = settings();
const key = await openKey(folder);
const secrets = openClients(folder, gatewaySecret === undefined ? {} : { gateway: gatewaySecret });
const scopes = [...new Set(Object.values(CLIENTS).flatMap((client) => client.scopes))];

const provider = new Provider(issuer, {
  clients: Object.entries(CLIENTS).map(([id, client]) => ({
    client_id: id,
    client_secret: secrets[id],
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    scope: client.scopes.join(' '),
  })),
  clientDefaults: { id_token_signed_response_alg: ALGORITHM },
  jwks: { keys: [key] },
  scopes,
  responseTypes: ['none'],
  // it has no sessions: the keys of their cookies need not outlive it
  cookies: { keys: [key.d] },
  ttl: { ClientCredentials: () => TOKEN_SECONDS },
  features: {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      getResourceServerInfo: () => ({
        scope: scopes.join(' '),
        audience: TOKEN_AUDIENCE,
        accessTokenFormat: 'jwt',
        accessTokenTTL: TOKEN_SECONDS,
        jwt: { sign: { alg: ALGORITHM } },
      }),
    },
  },
  formats: { customizers: { jwt: complete } },
});

function settings() {
  try {
    return readIssuerSettings(process.env);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return process.exit(1);
  }
}

/**
 * Who the client is, as services read it; without a `scope` in the request all that it has.
 * @param {import('oidc-provider').TokenContext} context
 * @param {import('oidc-provider').AccessToken} token
 * @param {import('oidc-provider').StructuredToken} structured
 */
function complete({ oidc }, token, { payload }) {
  const client = CLIENTS[oidc.client.clientId];
  if (client === undefined) throw new errors.InvalidRequest('no such client');
  token.scope ??= client.scopes.join(' ');
  Object.assign(payload, client.claims, { scope: token.scope });
  if (client.citizen) payload.person = personIn(oidc.body?.person);
}

/** A sandbox lets its citizen be anybody. @param {unknown} person */
function personIn(person) {
  if (typeof person === 'string' && PERSON_KEY.test(person)) return person;
  throw new errors.InvalidRequest('person must be a personKey');
}

provider.on('server_error', (_context, error) => console.error(error));
const server = createServer(provider.callback());
server.once('error', (error) => {
  console.error(`the issuer cannot listen at ${host}:${port}: ${error.message}`);
  process.exit(1);
});
server.listen(port, host, () => console.log(`the issuer answers at ${issuer}`));
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT'])) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
