/** The part of oidc-provider that the local issuer uses: the package carries no types. */
declare module 'oidc-provider' {
  interface TokenContext {
    readonly oidc: {
      readonly client: { readonly clientId: string };
      readonly body?: Readonly<Record<string, unknown>>;
    };
  }
  interface AccessToken {
    scope?: string;
  }
  interface StructuredToken {
    readonly payload: Record<string, unknown>;
  }
  /** `configuration` is checked by the package itself when it is made. */
  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    callback(): (
      request: import('node:http').IncomingMessage,
      response: import('node:http').ServerResponse,
    ) => void;
    on(event: 'server_error', listener: (context: unknown, error: Error) => void): this;
  }
  export const errors: {
    readonly InvalidRequest: new (description: string) => Error;
  };
}
