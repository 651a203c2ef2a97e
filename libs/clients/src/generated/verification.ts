export interface paths {
  "/v1/audit-entries": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Entries of the audit, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description whose data were shown or changed */
          subject?: string;
          /** @description who acted: subject of the token */
          actor?: string;
          target?: string;
          caseRef?: string;
          region?: string;
          from?: string;
          /** @description not included */
          to?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["AuditEntryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/audit-entries/verify": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Goes through the whole chain; names what was changed, removed or put in */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ChainFindingDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/audit-anchors": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Signed heads of the chain, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["AuditAnchorDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/audit-alerts": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the auditor is to look at, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          kind?: "OUTSIDE_READS" | "REFUSED_READS" | "DAILY_READS" | "SEQUENTIAL_READS" | "CHAIN_BROKEN";
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["AuditAlertDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/erasures": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was erased after its time: which kind, when, how much; newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description only of this kind */
          what?: string;
          /** @description erased on this day or later */
          from?: string;
          /** @description erased on this day or earlier */
          to?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["ErasureDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/break-glass-accesses": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Accesses to records of the caller’s region, and the caller’s own */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          state?: "OPEN" | "EXPIRED" | "REVIEWED";
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["BreakGlassAccessDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Opens one record of another region to the caller, for a time and to read only */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["OpenBreakGlassDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["BreakGlassAccessDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/break-glass-accesses/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One access */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["BreakGlassAccessDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/break-glass-accesses/{id}/review": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ends an access, and says whether it was justified; by a second person */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["ReviewBreakGlassDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["BreakGlassAccessDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/me/accesses": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who looked at the caller’s data, when, as what and why; newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["MyAccessDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/regions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Parts of a region on a day, in the order of their codes */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description the region whose parts are asked for; all provinces without it */
          parent?: string;
          /** @description the day that is asked about; today without it */
          at?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["RegionDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/regions/{code}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One region, also one that was given up */
    get: {
      parameters: {
        query?: {
          /** @description the day that is asked about; today without it */
          at?: string;
        };
        header?: never;
        path: {
          code: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RegionDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/regions/changes": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Changes of regions, the newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["RegionChangeDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Drafts a merger, another name, a division or a move to another region */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["DraftRegionChangeDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RegionChangeDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/regions/changes/{id}/publish": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Publishes a draft of somebody else: it holds from its day on */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RegionChangeDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/regions/changes/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One change of regions */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RegionChangeDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/party-keys": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** From now on the party may name these persons by its own keys; told by the gateway */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["PartyKeysDto"];
        };
      };
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PartyKeysGivenDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/parked-events": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Parked events, the oldest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description only those of this consumer */
          consumer?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["ParkedEventDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/parked-events/{id}/replay": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Tries again at once: the event, and what queues before it */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["OutcomeDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/parked-events/{id}/drop": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Gives the event up: it counts as handled, and what queues behind it goes on */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["OutcomeDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/policies": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Rows by key, own and copied */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description what the key begins with */
          key?: string;
          /** @description rows of this region, in it, or of a region that contains it */
          region?: string;
          /** @description rows that hold on this day */
          asOf?: string;
          state?: "DRAFT" | "PUBLISHED" | "SUPERSEDED" | "WITHDRAWN";
          /** @description short name of the service that owns the key */
          owner?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["PolicyDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Drafts a row; it holds nowhere until a second person publishes it */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["DraftPolicyDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PolicyDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/policies/explain": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Which row holds in a region on a day, and why no other */
    get: {
      parameters: {
        query: {
          key: string;
          region: string;
          on: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PolicyExplanationDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/policies/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One row */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PolicyDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/policies/{id}/publish": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Puts a draft into force, by somebody who did not draft it */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PolicyDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/policies/{id}/withdraw": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Gives a draft up */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PolicyDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/jobs/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How far a job is */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["JobDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/republications": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sends the current state again, with the same ids, for a reader that is new or has lost its copy */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["RepublishDto"];
        };
      };
      responses: {
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["JobStartedDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/re-encryptions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Encrypts with the current key whatever is encrypted with another one */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["JobStartedDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/re-encryptions/status": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How many values need each key, and which keys may go */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ReEncryptionStatusDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/profiles/{personKey}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The profile of a person, as of a day and as known at an instant */
    get: {
      parameters: {
        query?: {
          /** @description day on which the facts are true; today without it */
          validAt?: string;
          /** @description what was known then; everything without it. Real time, also where a sandbox’s clock stands elsewhere: of whom nothing was known yet there is 404 */
          knownAt?: string;
        };
        header: {
          /** @description what the data are read for: a purpose of the request; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the case that they are read in: caseRef of the request, the requester’s case number */
          "X-Case-Ref": string;
        };
        path: {
          personKey: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ProfileDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/rejected-facts": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
    * Facts of agencies and services that were refused, newest first, with the reason
    * @description A data steward sees those of the own agency. Whose they are and what they say is not shown: their sender finds them by their id.
    */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description code of an agency, or a service */
          source?: string;
          reason?: "invalid-id" | "invalid-amount" | "invalid-period" | "invalid-dataset" | "future-fact" | "unknown-kind" | "unknown-value" | "kind-not-in-agreement" | "pii-in-event" | "agency-mismatch" | "not-own-fact";
          /** @description refused on this day or later */
          from?: string;
          /** @description refused on this day or earlier */
          to?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["RejectedFactDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/clues": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Clues of the region, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          state?: "DISPATCHED" | "ANSWERED" | "CLOSED";
          severity?: "RED" | "ORANGE" | "YELLOW" | "BLUE";
          /** @description whose clue it is; an office sees its own department’s */
          department?: "assistance" | "eldercare" | "veterans" | "children" | "disaster";
          /** @description due on this day or earlier */
          dueBy?: string;
          /** @description the newest first, or those first that are due first; NEWEST without it */
          order?: "NEWEST" | "DUE";
          /** @description past its due date and not answered */
          overdue?: "true" | "false";
          /** @description whom its lateness has gone up to: COUNTY from the first day on, CITY and PROVINCE when it stays unanswered */
          overdueLevel?: "COUNTY" | "CITY" | "PROVINCE";
          /** @description waits for the coordinator: an answer to be looked at, or declined by its department */
          awaitsCoordinator?: "true" | "false";
          /** @description waits for the coordinator beyond his day */
          coordinatorOverdue?: "true" | "false";
        };
        header: {
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case */
          "X-Case-Ref": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["ClueDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/clues/{id}/log": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What happened to a clue: who, when, from where to where; newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["LogEntryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/clues/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One clue */
    get: {
      parameters: {
        query?: never;
        header: {
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case */
          "X-Case-Ref": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ClueDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/clues/{id}/dispatch": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sends a clue elsewhere that its department has declined */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case */
          "X-Case-Ref": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["DispatchClueDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ClueDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/clues/{id}/send-back": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Has the department look again: its evidence does not suffice */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case */
          "X-Case-Ref": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["ClueReasonDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ClueDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/clues/{id}/close": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Closes an answered clue with what its department has answered */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case */
          "X-Case-Ref": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["ClueReasonDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ClueDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/clues/{id}/reopen": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Opens a closed clue again */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case */
          "X-Case-Ref": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["ClueReasonDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ClueDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/monitored-subjects": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Monitored persons of the region, who entered last first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          /** @description which is open */
          category?: "dibao" | "tekun" | "edge" | "rigid" | "relapseMonitored" | "orphan" | "deFactoUnattended" | "disabledOnSubsidy" | "gradualExit" | "temporaryAid" | "preferentialHardship" | "otherHardship";
          state?: "MONITORED" | "LEFT";
        };
        header: {
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case */
          "X-Case-Ref": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["MonitoredSubjectDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/monitored-subjects/{id}/log": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** When a person entered and left the registry; newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["LogEntryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/monitored-subjects/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One monitored person */
    get: {
      parameters: {
        query?: never;
        header: {
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case */
          "X-Case-Ref": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["MonitoredSubjectDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/bulk-runs": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Bulk runs of the region, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          state?: "PLANNED" | "RUNNING" | "PAUSED" | "COMPLETED" | "CANCELLED";
          mode?: "FULL" | "DELTA" | "MONTHLY";
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["BulkRunDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Orders a bulk re-verification of a region */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["OrderBulkRunDto"];
        };
      };
      responses: {
        202: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["BulkRunDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/bulk-runs/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How far a bulk run is, and what came of it */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["BulkRunDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/bulk-runs/{id}/log": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What happened to a bulk run: who, when, from where to where; newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["LogEntryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/bulk-runs/{id}/pause": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Pauses a run: what is under way is finished, nothing more is taken */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["BulkRunDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/bulk-runs/{id}/resume": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Lets a paused run go on where it was */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["BulkRunDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/bulk-runs/{id}/cancel": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ends a run before it is through; what was evaluated stays evaluated */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["BulkRunDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/simulations": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Counts households by conclusion and county, now and by other policy rows */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["SimulationQuestionDto"];
        };
      };
      responses: {
        202: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["SimulationDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/simulations/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How far a simulation is; when it is complete, what it came to */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["SimulationDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/status-checks": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** In which categories of the low-income population persons are */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["StatusCheckQuestionDto"];
        };
      };
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["StatusCheckDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/verification-requests": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Requests of the region, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          /** @description the requester’s case */
          caseRef?: string;
          state?: "ACCEPTED" | "REFUSED" | "COLLECTING" | "COMPARING" | "ISSUED" | "BLOCKED" | "CANCELLED";
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["RequestSummaryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Asks for a household to be checked, for a department outside the platform */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["AskVerificationDto"];
        };
      };
      responses: {
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RequestAcceptedDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/verification-requests/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** State of a request, and the progress of each agency */
    get: {
      parameters: {
        query?: never;
        header: {
          /** @description what the data are read for: a purpose of the request; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the case that they are read in: caseRef of the request, the requester’s case number */
          "X-Case-Ref": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RequestDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/verification-requests/{id}/cancel": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Its requester no longer wants the check */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RequestSummaryDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/verification-reports": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Reports of a case, newest first */
    get: {
      parameters: {
        query: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          /** @description the requester’s case */
          caseRef: string;
        };
        header: {
          /** @description what the data are read for: a purpose of the request; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the case that they are read in: caseRef of the request, the requester’s case number */
          "X-Case-Ref": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["VerificationReportSummaryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/verification-reports/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One report */
    get: {
      parameters: {
        query?: never;
        header: {
          /** @description what the data are read for: a purpose of the request; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the case that they are read in: caseRef of the request, the requester’s case number */
          "X-Case-Ref": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["VerificationReportDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/verification-reports/{id}/proof": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Body, digest, signature, public key and certificate of a report */
    get: {
      parameters: {
        query?: never;
        header: {
          /** @description what the data are read for: a purpose of the request; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the case that they are read in: caseRef of the request, the requester’s case number */
          "X-Case-Ref": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ReportProofDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/verification-reports/{id}/replay": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Computes the report again from what was known then */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description what the data are read for: a purpose of the request; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the case that they are read in: caseRef of the request, the requester’s case number */
          "X-Case-Ref": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ReplayDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/verification-reports/{id}/revoke": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Revokes a report made on a wrong identity or a forged consent: one proposes, another one completes it */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description what the data are read for: a purpose of the request; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the case that they are read in: caseRef of the request, the requester’s case number */
          "X-Case-Ref": string;
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["RevokeReportDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RevocationDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/public/report-keys": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Public keys of reports (JWK set): the one that signs, and those before it */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ReportKeysDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/household-checks": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Checks a household as of now */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description what the data are read for: a purpose of the request; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the case that they are read in: caseRef of the request, the requester’s case number */
          "X-Case-Ref": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["HouseholdCheckQuestionDto"];
        };
      };
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["HouseholdCheckDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/official-relatives": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Filed relatives of the region, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["RelativeDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Files a near relative of an official: he does not act on that person’s case, nor look into it */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["FileRelativeByKeyDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RelativeDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/official-relatives/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One filed relative */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RelativeDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/agencies": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
    * Each agency: how fresh its feeds are, what failed, what was refused and corrected
    * @description A data steward sees the own agency.
    */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AgenciesDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/agencies/{code}/set-circuit": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Has the interface of an agency not asked, or asked again */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          code: "PSB" | "HRSS" | "TAX" | "NR" | "AMR" | "HOU" | "HPF" | "NHSA" | "NHC" | "EDU" | "BANK" | "SEC" | "INS" | "AGR" | "RVP" | "TRA" | "DPF" | "COURT" | "JUS" | "MCA" | "MCN" | "UTIL";
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["SetCircuitDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AgencyDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/consents": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Consents of the region, or those that a person gave or signed; newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          state?: "ACTIVE" | "WITHDRAWN" | "EXPIRED";
          /** @description whose data may be asked for */
          subject?: string;
          purpose?: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP";
        };
        header?: {
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read; not of a citizen, who reads the own */
          "X-Purpose"?: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case; not of a citizen, who reads the own */
          "X-Case-Ref"?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["ConsentDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** A person agrees to be checked */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["GiveConsentDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ConsentDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/consents/{id}/withdraw": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The consent no longer holds from now on; reports that were issued stand */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": components["schemas"]["WithdrawConsentDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ConsentDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/consents/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One consent */
    get: {
      parameters: {
        query?: never;
        header?: {
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read; not of a citizen, who reads the own */
          "X-Purpose"?: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case; not of a citizen, who reads the own */
          "X-Case-Ref"?: string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ConsentDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/me/profiles": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What is known about the caller, from which source, and what of it counts */
    get: {
      parameters: {
        query?: {
          /** @description day on which the facts are true; today without it */
          validAt?: string;
          /** @description what was known then; everything without it. Real time, also where a sandbox’s clock stands elsewhere: of whom nothing was known yet there is 404 */
          knownAt?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ProfileDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/me/consents": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Consents that the caller has given or signed, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          state?: "ACTIVE" | "WITHDRAWN" | "EXPIRED";
          /** @description whose data may be asked for */
          subject?: string;
          purpose?: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP";
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["ConsentDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/appeals": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Appeals of the region, of an agency’s steward those it is asked about, of a citizen the own */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          state?: "SUBMITTED" | "ACCEPTED" | "SOURCE_CHECK" | "DECIDED" | "WITHDRAWN";
          /** @description past a time limit: to be accepted, to be answered by the source, or to be decided */
          overdue?: "true" | "false";
          /** @description whom the facts are about */
          personKey?: string;
        };
        header?: {
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read; not of a citizen, who reads the own */
          "X-Purpose"?: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case; not of a citizen, who reads the own */
          "X-Case-Ref"?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["AppealDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/appeals/{id}/log": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What happened to an appeal: who, when, from where to where; newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["LogEntryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/appeals/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One appeal */
    get: {
      parameters: {
        query?: never;
        header?: {
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read; not of a citizen, who reads the own */
          "X-Purpose"?: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case; not of a citizen, who reads the own */
          "X-Case-Ref"?: string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AppealDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/appeals/{id}/accept": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Accepts an appeal: its facts are disputed, reports made of them wait, their sources are asked */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AppealDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/appeals/{id}/record-source-reply": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The steward of the agency that sent a disputed fact answers; the token’s org is the agency */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["SourceReplyDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AppealDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/appeals/{id}/decide": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Another reviewer than who accepted or submitted the appeal decides it, with reasons */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["DecideAppealDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AppealDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/appeals/{id}/withdraw": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The appellant no longer wants it: nothing is disputed by it any longer */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AppealDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/facts/{id}/appeals": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Appeals against a fact */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["AppealAgainstFactDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AppealDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/verification-reports/{id}/appeals": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Appeals against a report, for facts that it was made of */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["AppealAgainstReportDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AppealDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/me/appeals": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The caller appeals against a fact about himself, herself or a ward */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["MyAppealDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AppealDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/manual-facts": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Manual facts of the region, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          state?: "PROPOSED" | "APPROVED" | "EXPIRED";
          personKey?: string;
        };
        header: {
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case */
          "X-Case-Ref": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["ManualFactDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Enters a fact by hand; it counts once another person has approved it */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["ProposeManualFactDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ManualFactDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/manual-facts/{id}/approve": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Another person approves it: from now on it counts before every source */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ManualFactDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/manual-facts/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One manual fact */
    get: {
      parameters: {
        query?: never;
        header: {
          /** @description what the data are read for; AUDIT needs verification:audit-entries:read */
          "X-Purpose": "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          /** @description the matter that they are read in: of one record its id, or the number of its case */
          "X-Case-Ref": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ManualFactDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/datasets": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The data catalogue: who provides what, and with which legal ground */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["DatasetsDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/agreements": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Agreements, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          state?: "DRAFT" | "ACTIVE" | "SUBMITTED" | "APPROVED" | "REJECTED" | "SUSPENDED" | "EXPIRED" | "REVOKED";
          direction?: "IN" | "OUT";
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["AgreementDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Drafts an agreement */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["DraftAgreementDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AgreementDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/agreements/{id}/log": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What happened to an agreement, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["LogEntryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/agreements/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One agreement */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AgreementDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/agreements/{id}/submit": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Submits a draft to the approvers of both sides */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AgreementDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/agreements/{id}/approve": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Approves for one side; when both sides have, the agreement is approved */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AgreementDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/agreements/{id}/activate": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Opens the data: from its first day on the agreement is in force */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AgreementDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/agreements/{id}/reject": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Rejects what was submitted */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["AgreementReasonDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AgreementDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/agreements/{id}/suspend": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Stops the exchange at once (provincial verification centre) */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["AgreementReasonDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AgreementDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/agreements/{id}/resume": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Goes on with the exchange (provincial verification centre) */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["AgreementReasonDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AgreementDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/agreements/{id}/revoke": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ends the agreement for good, by either side */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["AgreementReasonDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AgreementDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/events": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Events for the caller’s party after a position, as CloudEvents, the oldest first */
    get: {
      parameters: {
        query: {
          /** @description position of the last event that was processed, or `after` of the page before; 0: the oldest */
          after: string;
          /** @description types, separated by commas; default: all that the agreements allow for the purpose */
          types?: string;
          /** @description what it is read for, one of the agreement: needed for types that tell of persons, as those of data that go out do */
          purpose?: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
          limit?: number;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["EventsDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/subscriptions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Subscriptions, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          state?: "ACTIVE" | "PAUSED" | "WITHDRAWN" | "ENDED";
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["SubscriptionDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Has events delivered to an address; the answer shows the secret once */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["SubscribeDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["SubscriptionWithSecretDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/subscriptions/{id}/log": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What happened to a subscription, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["LogEntryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/subscriptions/{id}/deliveries": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was attempted, newest first; without what was sent */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["DeliveryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/subscriptions/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One subscription, and how far it has come */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["SubscriptionDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/subscriptions/{id}/test": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Has one delivery sent that tells nothing; what came of it is among the deliveries */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["TestAskedDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/subscriptions/{id}/rotate-secret": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Makes a new secret, shown once; for a while deliveries are signed with both */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": components["schemas"]["RotateSecretDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["SubscriptionWithSecretDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/subscriptions/{id}/pause": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Stops deliveries; events go on being kept */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["SubscriptionDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/subscriptions/{id}/resume": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Goes on where it stopped, or behind any position that is kept */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": components["schemas"]["ResumeDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["SubscriptionDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/subscriptions/{id}/withdraw": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ends a subscription for good */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["SubscriptionReasonDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["SubscriptionDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/public/webhook-keys": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Public keys of webhooks (JWK set); each of them signs */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["WebhookKeysDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/reports": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All reports, what they say and of what they are made */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ReportDefinitionsDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/reports/{code}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One report by region, urban and rural, and month; as JSON, or with Accept as CSV */
    get: {
      parameters: {
        query?: {
          /** @description down to a township; the caller’s region without it */
          region?: string;
          /** @description first month; the last one that is over without it */
          from?: string;
          /** @description last month; the first without it */
          to?: string;
          /** @description as it was stored on this day */
          asOf?: string;
          /** @description the frozen figures of this version */
          version?: number;
        };
        header?: never;
        path: {
          code: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ReportDto"];
            "text/csv": string;
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/reports/{code}/freeze": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The figures of a month are final; what corrects them is their next version */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          code: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["FreezeDto"];
        };
      };
      responses: {
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["JobStartedDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    HealthDto: {
      /** @enum {string} */
      status: "up";
    };
    PageShape: {
      nextCursor: string | null;
    };
    AuditEntryDto: {
      /** Format: uuid */
      id: string;
      /**
      * Format: date-time
      * @description real time
      */
      at: string;
      /** @example clerk */
      role?: string;
      /**
      * @description office
      * @example 91510802
      */
      org?: string;
      /** @example 510802 */
      region?: string;
      /** @example GET /v1/cases/{id} */
      action: string;
      /** @example DIBAO */
      purpose?: string;
      /** @example 510802-20250512-0001 */
      caseRef?: string;
      /**
      * @description names of what was shown
      * @example [
      *       "conclusion",
      *       "items"
      *     ]
      */
      fields: string[];
      /** @example clerk-wang */
      actor: string;
      /** @example 0198a000-fa92-76bb-8db9-aa6478e2a419 */
      reportId?: string;
      /** @example cases/0198a000-fa92-76bb-8db9-aa6478e2a419 */
      target?: string;
      /** @description as stated; of a refused read the name of the problem */
      reason?: string;
      /** Format: uuid */
      subject?: string;
      /**
      * @description none until it is sealed
      * @example 6
      */
      shard?: string;
      /** @example 1 */
      seq?: number;
      /** @description SHA-256 in hexadecimal digits */
      hash?: string;
    };
    ShardFindingDto: {
      /** @example 6 */
      shard: string;
      ok: boolean;
      /** @description none where an entry without a seal is wrong */
      brokenAtSeq?: number;
      /** @enum {string} */
      problem?: "changed" | "missing" | "inserted";
    };
    ChainFindingDto: {
      ok: boolean;
      /** @description entries looked at */
      checked: number;
      shards: components["schemas"]["ShardFindingDto"][];
    };
    AuditAnchorDto: {
      /** @example 6 */
      shard: string;
      seq: number;
      /** @description hash of the entry with this seq */
      headSha256: string;
      /** @description detached JWS (EdDSA) over the canonical JSON of headSha256, seq and shard */
      signature: string;
      publicKey: {
        [key: string]: string;
      };
      /** Format: date-time */
      at: string;
    };
    AuditAlertDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: "OUTSIDE_READS" | "REFUSED_READS" | "DAILY_READS" | "SEQUENTIAL_READS" | "CHAIN_BROKEN";
      /** @description whom it is about */
      actor?: string;
      count: number;
      /** Format: date-time */
      at: string;
    };
    ErasurePolicyDto: {
      /** @example assistance.retention.accessLogYears */
      key: string;
      /**
      * Format: uuid
      * @description the row of it that held
      */
      rowId: string;
    };
    ErasureDto: {
      /** Format: uuid */
      id: string;
      /**
      * Format: date
      * @example 2035-08-12
      */
      erasedOn: string;
      /**
      * @description what kind of rows
      * @example accessLog
      */
      what: string;
      /** @example 4200 */
      rows: number;
      /**
      * Format: date
      * @description what is of this day or later stayed; none where each row had a last day of its own
      * @example 2025-08-12
      */
      keptSince?: string;
      /** @description that says how long */
      policy?: components["schemas"]["ErasurePolicyDto"];
      /**
      * Format: date-time
      * @description real time
      */
      firstAt: string;
      /**
      * Format: date-time
      * @description real time
      */
      lastAt: string;
    };
    BreakGlassReviewDto: {
      /**
      * @example JUSTIFIED
      * @enum {string}
      */
      finding: "JUSTIFIED" | "NOT_JUSTIFIED";
      /** @example 情况属实，查阅范围与事由相符 */
      text: string;
      /** @example supervisor-3 */
      reviewedBy: string;
      /**
      * Format: date-time
      * @example 2025-05-13T02:00:00.000Z
      */
      reviewedAt: string;
    };
    BreakGlassAccessDto: {
      /**
      * Format: uuid
      * @example 0198a000-fa92-76bb-8db9-aa6478e2a419
      */
      id: string;
      /** @example 1 */
      version: number;
      /**
      * @example OPEN
      * @enum {string}
      */
      state: "OPEN" | "EXPIRED" | "REVIEWED";
      /** @example aidCase/0198a000-fa92-76bb-8db9-aa6478e2a419 */
      target: string;
      /**
      * @description the record’s
      * @example 510802001
      */
      region: string;
      /** @example 当事人在外地突发疾病，需立即核实其救助情况以便安排临时救助 */
      reason: string;
      /**
      * @description who may read
      * @example reviewer-7
      */
      openedBy: string;
      /** @example county-civil-affairs */
      org: string | null;
      /**
      * Format: date-time
      * @example 2025-05-12T01:00:00.000Z
      */
      openedAt: string;
      /**
      * Format: date-time
      * @example 2025-05-12T05:00:00.000Z
      */
      validUntil: string;
      /**
      * Format: date
      * @description last day for the review
      * @example 2025-05-19
      */
      reviewDue: string;
      /** @description null until it is reviewed */
      review: components["schemas"]["BreakGlassReviewDto"] | null;
    };
    OpenBreakGlassDto: {
      /**
      * @description the record: its kind, as routes name it in x-record, and its id
      * @example aidCase/0198a000-fa92-76bb-8db9-aa6478e2a419
      */
      target: string;
      /**
      * @description why it cannot wait for the office that is responsible; no number or name of a person
      * @example 当事人在外地突发疾病，需立即核实其救助情况以便安排临时救助
      */
      reason: string;
    };
    ReviewBreakGlassDto: {
      /**
      * @example JUSTIFIED
      * @enum {string}
      */
      finding: "JUSTIFIED" | "NOT_JUSTIFIED";
      /** @example 情况属实，查阅范围与事由相符 */
      text: string;
    };
    MyAccessDto: {
      /** Format: uuid */
      id: string;
      /**
      * Format: date-time
      * @description real time
      */
      at: string;
      /** @example clerk */
      role?: string;
      /**
      * @description office
      * @example 91510802
      */
      org?: string;
      /** @example 510802 */
      region?: string;
      /** @example GET /v1/cases/{id} */
      action: string;
      /** @example DIBAO */
      purpose?: string;
      /** @example 510802-20250512-0001 */
      caseRef?: string;
      /**
      * @description names of what was shown
      * @example [
      *       "conclusion",
      *       "items"
      *     ]
      */
      fields: string[];
      /**
      * @description the official; never another citizen
      * @example clerk-wang
      */
      actor?: string;
      /** @description by the caller */
      own: boolean;
      /**
      * @description an official of another region in an emergency · number and name were shown whole
      * @enum {string}
      */
      special?: "BREAK_GLASS" | "IDENTITY_SHOWN";
    };
    RegionDto: {
      /** @example 510802104 */
      code: string;
      /** @example 赤化镇 */
      name: string;
      /** @enum {string} */
      level: "PROVINCE" | "PREFECTURE" | "COUNTY" | "TOWNSHIP" | "VILLAGE";
      /**
      * @description name in full
      * @example 四川省广元市利州区赤化镇
      */
      path: string;
      /**
      * Format: date
      * @description first day; absent when it stood before the data begin
      */
      from?: string;
      /**
      * Format: date
      * @description first day on which it no longer stands
      * @example 2019-12-24
      */
      to?: string;
      /** @description whether it stands on the day that is asked about */
      inForce: boolean;
      /**
      * @description what stands for it on that day
      * @example 510802103
      */
      successor?: string;
      /** @description how many parts it has on that day */
      children: number;
    };
    ChangedRegionDto: {
      /** @example 510802 */
      code: string;
      /**
      * @description of a region that is new or gets another name
      * @example 宝轮镇
      */
      name?: string | null;
    };
    DraftRegionChangeDto: {
      /**
      * @example MERGE
      * @enum {string}
      */
      kind: "MERGE" | "RENAME" | "SPLIT" | "MOVE";
      /**
      * @description what is changed
      * @example [
      *       "510802"
      *     ]
      */
      from: string[];
      /** @description what it becomes */
      to: components["schemas"]["ChangedRegionDto"][];
      /**
      * Format: date
      * @description first day on which the change holds
      * @example 2025-05-12
      */
      effectiveOn: string;
      /** @example 行政区划管理条例 art. 9 */
      legalBasis: string;
      /**
      * @description number of the document that approves it
      * @example 川府民政〔2019〕27号
      */
      docNo: string;
    };
    RegionChangeDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: "MERGE" | "RENAME" | "SPLIT" | "MOVE";
      /**
      * @example [
      *       "510802104"
      *     ]
      */
      from: string[];
      to: components["schemas"]["ChangedRegionDto"][];
      /** Format: date */
      effectiveOn: string;
      legalBasis: string;
      docNo: string;
      /** @enum {string} */
      state: "DRAFT" | "PUBLISHED";
      draftedBy: string;
      publishedBy: string | null;
      version: number;
    };
    PartyKeysDto: {
      /**
      * @description code of the party, as in its tokens
      * @example HOU
      */
      party: string;
      /**
      * @description whom the party has named
      * @example [
      *       "66f9367c-2a08-8d62-9d75-d6dbe23270b8"
      *     ]
      */
      personKeys: string[];
    };
    PartyKeysGivenDto: {
      /**
      * @description persons whom the party may name here from now on
      * @example 2
      */
      given: number;
    };
    ParkedEventDto: {
      /** Format: uuid */
      id: string;
      consumer: string;
      topic: string;
      partition: number;
      offset: string;
      /** @description message type, where the record names one */
      type: string | null;
      /** @description class of the error; never a part of the content */
      reason: string;
      /**
      * @description of its key
      * @enum {string}
      */
      state: "RETRYING" | "WAITING" | "NEEDS_OPERATOR";
      /** @description the policy that its key waits for */
      waitsFor: string | null;
      attempts: number;
      /** Format: date-time */
      parkedAt: string;
    };
    OutcomeDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      state: "RETRYING" | "DROPPED";
    };
    PolicyDto: {
      /** Format: uuid */
      id: string;
      /**
      * @description the service that the row belongs to
      * @example assistance
      */
      owner: string;
      /** @example assistance.dibao.standardMonthlyFen */
      key: string;
      /**
      * @description empty: the whole country
      * @example 5108
      */
      regionPrefix: string;
      /**
      * Format: date
      * @example 2025-07-01
      */
      effectiveFrom: string;
      /**
      * Format: date
      * @description first day on which it no longer holds
      */
      effectiveTo: string | null;
      /**
      * @description JSON in the form of the key’s other rows: amounts are digits in fen, rates basis points
      * @example {
      *       "URBAN": "65000",
      *       "RURAL": "45000"
      *     }
      */
      value: string | number | boolean | unknown[] | {
        [key: string]: unknown;
      };
      /** @example 社会救助暂行办法 art. 10 */
      legalBasis: string;
      /** Format: uuid */
      supersedesRowId: string | null;
      /** @enum {string} */
      state: "DRAFT" | "PUBLISHED" | "SUPERSEDED" | "WITHDRAWN";
      /** @description none for a row that the service came with */
      draftedBy: string | null;
      /** Format: date-time */
      draftedAt: string | null;
      publishedBy: string | null;
      /** Format: date-time */
      publishedAt: string | null;
      version: number;
    };
    CandidateDto: {
      /** Format: uuid */
      id: string;
      /** @example 5108 */
      regionPrefix: string;
      /** Format: date */
      effectiveFrom: string;
      /** Format: date */
      effectiveTo: string | null;
      /**
      * @description JSON in the form of the key’s other rows: amounts are digits in fen, rates basis points
      * @example {
      *       "URBAN": "65000",
      *       "RURAL": "45000"
      *     }
      */
      value: string | number | boolean | unknown[] | {
        [key: string]: unknown;
      };
      /** @example 社会救助暂行办法 art. 10 */
      legalBasis: string;
      /** @enum {string} */
      standing: "WINS" | "OTHER_REGION" | "NOT_YET" | "ENDED" | "LESS_SPECIFIC" | "EARLIER";
      /** @example 适用：在当日有效的记录中，地区最具体且生效日期最晚 */
      zh: string;
      /** @example It applies: of the rows that hold on the day, its region is the most specific and its first day the latest */
      en: string;
    };
    PolicyExplanationDto: {
      /** @example assistance.dibao.standardMonthlyFen */
      key: string;
      /** @example 510802 */
      region: string;
      /** Format: date */
      on: string;
      /**
      * Format: uuid
      * @description null: decisions get policy-missing
      */
      winner: string | null;
      /** @description in the order of precedence */
      candidates: components["schemas"]["CandidateDto"][];
    };
    DraftPolicyDto: {
      /**
      * @description a key of this service of which there are rows
      * @example assistance.dibao.standardMonthlyFen
      */
      key: string;
      /**
      * @description region in which it holds, within that of the drafter
      * @example 510802
      */
      regionPrefix: string;
      /**
      * Format: date
      * @description first day; a day that has passed only with supersedesRowId
      * @example 2025-05-12
      */
      effectiveFrom: string;
      /**
      * Format: date
      * @description first day on which it no longer holds
      * @example 2025-05-12
      */
      effectiveTo?: string | null;
      /**
      * @description JSON in the form of the key’s other rows: amounts are digits in fen, rates basis points
      * @example {
      *       "URBAN": "65000",
      *       "RURAL": "45000"
      *     }
      */
      value: string | number | boolean | unknown[] | {
        [key: string]: unknown;
      };
      /**
      * @description document and article
      * @example 广府规〔2025〕3号 §2
      */
      legalBasis: string;
      /**
      * Format: uuid
      * @description the row that ends where this one begins
      */
      supersedesRowId?: string | null;
    };
    JobDto: {
      /**
      * Format: uuid
      * @example 0198a000-fa92-76bb-8db9-aa6478e2a419
      */
      id: string;
      /** @example republication */
      name: string;
      /**
      * @description what part of the service it concerns
      * @example 510802
      */
      scope: string;
      /**
      * @description what it is for in time; its own id where it may be asked for at any time
      * @example 2025-07
      */
      period: string;
      /**
      * @example RUNNING
      * @enum {string}
      */
      state: "PENDING" | "RUNNING" | "DONE" | "FAILED";
      /**
      * @description parts dealt with
      * @example 4000
      */
      done: number;
      /**
      * @description parts in all; null until they are counted
      * @example 12345
      */
      total: number | null;
      /**
      * @description class of the last error, of a job that tries again or has failed
      * @example null
      */
      lastError: string | null;
      /**
      * Format: date-time
      * @example 2025-07-18T02:00:00.000Z
      */
      requestedAt: string;
      /**
      * Format: date-time
      * @example 2025-07-18T02:00:00.500Z
      */
      startedAt: string | null;
      /**
      * Format: date-time
      * @example null
      */
      endedAt: string | null;
    };
    RepublishDto: {
      /**
      * @description what is sent again, of: minzheng.common.v1.PolicyPublished, minzheng.verification.v1.AgreementActivated, minzheng.verification.v1.AgreementSuspended, minzheng.verification.v1.AgencyCircuitSwitched, minzheng.verification.v1.SourceQueryAsked, minzheng.verification.v1.ConsentGranted, minzheng.verification.v1.VerificationCompleted, minzheng.verification.v1.VerificationReopened, minzheng.verification.v1.VerificationReportSuperseded, minzheng.verification.v1.VerificationReportRevoked, minzheng.verification.v1.FactDisputed, minzheng.verification.v1.ClueDispatched
      * @example [
      *       "minzheng.common.v1.PolicyPublished"
      *     ]
      */
      types: string[];
      /**
      * @description what lies in it, and what holds for all of it
      * @example 510802
      */
      region: string;
    };
    JobStartedDto: {
      /**
      * Format: uuid
      * @description asked about by GET /v1/jobs/{id}
      * @example 0198a000-fa92-76bb-8db9-aa6478e2a419
      */
      jobId: string;
    };
    KeyDto: {
      /** @example k2025 */
      keyId: string;
      /**
      * @description new values are encrypted with it
      * @example false
      */
      isCurrent: boolean;
      /**
      * @description this process has it
      * @example true
      */
      isInRing: boolean;
      /**
      * @description how many values are encrypted with it
      * @example 0
      */
      encrypted: number;
      /**
      * @description how many values are marked with it: that is not made again, and needs the key that is derived from it
      * @example 0
      */
      fingerprints: number;
      /**
      * @description it may be taken out of FIELD_ENCRYPTION_KEYS: nothing needs it, or what is derived from it is at hand
      * @example true
      */
      mayGo: boolean;
    };
    ColumnDto: {
      /** @example parked_event */
      table: string;
      /** @example sealed */
      column: string;
      /** @example k2025 */
      keyId: string;
      /** @example 12 */
      values: number;
      /**
      * @description marked, not encrypted
      * @example false
      */
      fingerprints: boolean;
    };
    ReEncryptionStatusDto: {
      keys: components["schemas"]["KeyDto"][];
      columns: components["schemas"]["ColumnDto"][];
    };
    ProfileFactDto: {
      /** Format: uuid */
      factId: string;
      /** @enum {string} */
      type: "INCOME" | "ASSET" | "EXPENDITURE" | "STATUS";
      /** @example wage */
      kind: string;
      /** @example TAX */
      agency: string;
      /** @example REGISTERED */
      quality: string;
      /** Format: date-time */
      observedAt: string;
      /**
      * @description fen; of an asset its value
      * @example 150000
      */
      amountFen?: string;
      count?: number;
      /**
      * @description first month or day
      * @example 2025-04
      */
      from?: string;
      /**
      * @description last month, or first day on which it no longer holds
      * @example 2025-04
      */
      to?: string;
      /** @description false: another source counts, or of an asset its day lies after. What is true of its own days, from and to, is not of every day. */
      counts: boolean;
    };
    ProfileAssetDto: {
      /** @example passengerCar */
      kind: string;
      /**
      * @description one thing, whoever tells of it
      * @example a3f4c0de
      */
      itemKey: string;
      /**
      * @description fen
      * @example 800000
      */
      valueFen?: string;
      /** @example 1 */
      count?: number;
      /**
      * @description basis points
      * @example 10000
      */
      shareBp?: number;
      /** Format: date */
      asOf: string;
    };
    ProfileStatusDto: {
      /** @example disabled */
      kind: string;
      /** Format: date */
      from: string;
      /**
      * Format: date
      * @description first day on which it no longer holds
      */
      to?: string;
    };
    ProfileDto: {
      /** Format: uuid */
      personKey: string;
      /** Format: date */
      validAt: string;
      /** Format: date-time */
      knownAt?: string;
      facts: components["schemas"]["ProfileFactDto"][];
      /**
      * @description fen by kind and month
      * @example {
      *       "wage": {
      *         "2025-04": "150000"
      *       }
      *     }
      */
      incomes: {
        [key: string]: {
          [key: string]: string;
        };
      };
      /**
      * @description fen by kind and month
      * @example {
      *       "medicalInpatientOop": {
      *         "2025-03": "1250000"
      *       }
      *     }
      */
      expenditures: {
        [key: string]: {
          [key: string]: string;
        };
      };
      /** @description what is still there */
      assets: components["schemas"]["ProfileAssetDto"][];
      /** @description those that hold on the day */
      statuses: components["schemas"]["ProfileStatusDto"][];
      /** @description sources that no consent opens for this purpose, and what the scopes do not open */
      redacted: string[];
    };
    RejectedFactDto: {
      /** Format: uuid */
      id: string;
      /**
      * @description by which its sender finds it; null: it had no id that could be shown
      * @example 0198a6f2-3a5b-7c11-8f0e-0d5a1a2b3c4d
      */
      factId: string | null;
      /**
      * @description agency or service; ? where what was named is no code
      * @example TAX
      */
      source: string;
      /**
      * @description ? where what was named is no dataset of the source
      * @example TAX.wages
      */
      dataset: string;
      /**
      * @description what came
      * @example IncomeFact
      */
      type: string;
      /**
      * @example invalid-amount
      * @enum {string}
      */
      reason: "invalid-id" | "invalid-amount" | "invalid-period" | "invalid-dataset" | "future-fact" | "unknown-kind" | "unknown-value" | "kind-not-in-agreement" | "pii-in-event" | "agency-mismatch" | "not-own-fact";
      /** Format: date-time */
      rejectedAt: string;
    };
    ExplanationDto: {
      /** @example 2025-07 起首次出现工资或社保缴费记录，此前 12 个月没有任何记录 */
      zh: string;
      /** @example first wage or contribution in 2025-07 after 12 months without any */
      en: string;
    };
    HitDto: {
      /** @example C3 */
      indicator: string;
      /** Format: uuid */
      personKey: string;
      /** @example DIBAO */
      programme: string | null;
      /**
      * @example [
      *       "2025-07"
      *     ]
      */
      months: string[];
      /** @description the facts that it rests on; for coordinators */
      factIds?: string[];
      explanation: components["schemas"]["ExplanationDto"];
    };
    ClueVisitDto: {
      /** Format: date-time */
      visitedAt: string;
      /** @enum {string} */
      mode: "HOME" | "DOCUMENT" | "PHONE" | "VIDEO";
      /** @example 2 */
      workers: number;
      /** @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 */
      evidenceSha256: string;
    };
    ClueAnswerDto: {
      /** @example 1 */
      attempt: number;
      /** @example assistance */
      department: string;
      /** @example CONFIRMED_STOP */
      outcome: string;
      /** Format: date-time */
      recordedAt: string;
      visits: components["schemas"]["ClueVisitDto"][];
      /** @description who decided is none of those who visited */
      decidedByOther: boolean;
      /** @example KNOWN_AND_SETTLED */
      reasonCode: string | null;
      /**
      * @description what became of it
      * @enum {string}
      */
      verdict: "ACCEPTED" | "SAMPLED" | "SENT_BACK" | "LEFT_TO_COORDINATOR" | "DECLINED" | "OUTDATED" | "KEPT";
      /**
      * @description why it did not suffice
      * @example [
      *       "WORKERS_TOO_FEW"
      *     ]
      */
      shortcomings: string[];
    };
    ClueDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      state: "DISPATCHED" | "ANSWERED" | "CLOSED";
      /** @example 510802001 */
      region: string;
      /** @example assistance */
      department: string;
      /** @enum {string} */
      direction: "OVER" | "UNDER" | "CARE";
      /** @enum {string} */
      severity: "RED" | "ORANGE" | "YELLOW" | "BLUE";
      /**
      * @description last day for the answer
      * @example 2025-08-26
      */
      dueOn: string;
      /**
      * @description the highest office that its lateness has gone up to; null while it is in time, or answered
      * @enum {string|null}
      */
      overdueLevel: "COUNTY" | "CITY" | "PROVINCE" | null;
      /** Format: uuid */
      householdId: string | null;
      attempt: number;
      revision: number;
      hits: components["schemas"]["HitDto"][];
      /** @description as received, the first one first */
      outcomes: components["schemas"]["ClueAnswerDto"][];
      /**
      * Format: date
      * @description while it waits for the coordinator
      */
      coordinatorDueOn: string | null;
      /**
      * @description with what it was closed
      * @example CONFIRMED_STOP
      */
      closingOutcome: string | null;
      /**
      * Format: date
      * @description through this day its hits are not raised again
      */
      mutedUntilOn: string | null;
      /** @example 1 */
      version: number;
      /**
      * @description what the caller may not see
      * @example [
      *       "hits.amountFen"
      *     ]
      */
      redacted: string[];
    };
    LogEntryDto: {
      /**
      * @description of the aggregate, afterwards
      * @example 3
      */
      version: number;
      /** @example accept */
      command: string;
      /**
      * @description null: it began
      * @example SUBMITTED
      */
      from: string | null;
      /** @example ACCEPTED */
      to: string;
      /**
      * @description who did it: a user, a service or a job
      * @example clerk-wang
      */
      actor: string;
      /**
      * Format: date-time
      * @description by the business clock
      * @example 2025-05-12T02:00:00.000Z
      */
      at: string;
      /**
      * Format: date-time
      * @description when it was written
      * @example 2025-05-12T02:00:00.012Z
      */
      recordedAt: string;
      /** @example null */
      reason: string | null;
    };
    DispatchClueDto: {
      /**
      * @description no number or name of a person
      * @example 证据不足，需再次入户核实
      */
      reason: string;
      /**
      * @example eldercare
      * @enum {string}
      */
      department: "assistance" | "eldercare" | "veterans" | "children" | "disaster";
      /**
      * @description whose office looks into it
      * @example 510802
      */
      region: string;
    };
    ClueReasonDto: {
      /**
      * @description no number or name of a person
      * @example 证据不足，需再次入户核实
      */
      reason: string;
    };
    SourcedPeriodDto: {
      /**
      * @example dibao
      * @enum {string}
      */
      category: "dibao" | "tekun" | "edge" | "rigid" | "relapseMonitored" | "orphan" | "deFactoUnattended" | "disabledOnSubsidy" | "gradualExit" | "temporaryAid" | "preferentialHardship" | "otherHardship";
      /**
      * Format: date
      * @example 2025-06-01
      */
      from: string;
      /**
      * Format: date
      * @description first day on which no longer; null while no end is known
      * @example null
      */
      to: string | null;
      /**
      * @description who told the fact by which it opened
      * @example assistance
      */
      source: string;
    };
    MonitoredSubjectDto: {
      /**
      * Format: uuid
      * @example 0198a000-fa92-76bb-8db9-aa6478e2a419
      */
      id: string;
      /**
      * @example MONITORED
      * @enum {string}
      */
      state: "MONITORED" | "LEFT";
      /**
      * Format: uuid
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      personKey: string;
      /**
      * Format: uuid
      * @example null
      */
      householdId: string | null;
      /** @example 510802001001 */
      region: string;
      /** @description open, to come, or ended since the person was last in one */
      categories: components["schemas"]["SourcedPeriodDto"][];
      /**
      * Format: date
      * @example 2025-06-01
      */
      enteredOn: string;
      /**
      * Format: date
      * @example null
      */
      leftOn: string | null;
      /**
      * Format: date-time
      * @description last report, or last outcome of a clue that was accepted
      * @example null
      */
      lastCheckedAt: string | null;
      /**
      * Format: date
      * @example 2026-06-01
      */
      nextReviewOn: string | null;
      /**
      * @description of what the household stood on when a run evaluated it last
      * @example -4611686018427387904
      */
      statusFingerprint: string | null;
      /** @example 1 */
      version: number;
    };
    OrderBulkRunDto: {
      /**
      * @description the scope: households of this region
      * @example 510802
      */
      region: string;
      /**
      * @description FULL: all households on record, all indicators. DELTA: those whose facts, members or policy rows have changed since their last run, all indicators but C1, C2 and C5. MONTHLY: C1, C2 and C5
      * @example DELTA
      * @enum {string}
      */
      mode: "FULL" | "DELTA" | "MONTHLY";
      /**
      * @description what for; monitoring under statutory duty without it
      * @example [
      *       "MONITORING"
      *     ]
      */
      purposes?: "MONITORING"[] | null;
    };
    BulkRunCountsDto: {
      /** @example 2100000 */
      householdsInScope: number;
      /** @example 1260000 */
      householdsEvaluated: number;
      /**
      * @description Members of these households, and persons alone; also of whom no fact is on record
      * @example 2652720
      */
      personsEvaluated: number;
      /**
      * @description households of which only what the law opens was used, since a consent holds no longer
      * @example 1204
      */
      consentLapsed: number;
      /**
      * @description hits that were not raised before
      * @example 57001
      */
      hits: number;
      /** @example 57000 */
      cluesRaised: number;
      /**
      * @description whose evidence was taken back
      * @example 3
      */
      cluesWithdrawn: number;
      /**
      * @description that wait for a policy row of their region
      * @example 0
      */
      householdsWaiting: number;
      /**
      * @description counties in which they wait
      * @example []
      */
      waitingRegions: string[];
    };
    BulkRunDto: {
      /**
      * Format: uuid
      * @example 0198a000-fa92-76bb-8db9-aa6478e2a419
      */
      id: string;
      /**
      * @description the scope
      * @example 51
      */
      region: string;
      /**
      * @example FULL
      * @enum {string}
      */
      mode: "FULL" | "DELTA" | "MONTHLY";
      /**
      * @example RUNNING
      * @enum {string}
      */
      state: "PLANNED" | "RUNNING" | "PAUSED" | "COMPLETED" | "CANCELLED";
      /**
      * @description month for which the calendar has ordered it
      * @example 2025-07
      */
      period: string | null;
      /**
      * Format: date
      * @description day as of which it evaluates
      * @example 2025-07-10
      */
      validAt: string;
      /**
      * Format: date-time
      * @description what was known by then is evaluated; null until it starts
      * @example 2025-07-10T00:00:00.000Z
      */
      knownAt: string | null;
      /**
      * Format: date-time
      * @example null
      */
      endedAt: string | null;
      counts: components["schemas"]["BulkRunCountsDto"];
      /** @example 2 */
      version: number;
    };
    OverrideDto: {
      /** @example assistance.dibao.standardMonthlyFen */
      key: string;
      /**
      * @description JSON in the form of the key’s rows: amounts are digits in fen, rates basis points
      * @example {
      *       "URBAN": "65000",
      *       "RURAL": "45000"
      *     }
      */
      value: string | number | boolean | unknown[] | {
        [key: string]: unknown;
      };
    };
    SimulationQuestionDto: {
      /**
      * @description a county, city or province: its households on record are computed
      * @example 510802
      */
      region: string;
      /**
      * @description what is tested
      * @example DIBAO
      * @enum {string}
      */
      purpose: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
      /** @description what is supposed instead of the rows in force */
      overrides: components["schemas"]["OverrideDto"][];
    };
    ToldCountDto: {
      /** @example WITHIN_LIMITS */
      conclusion: string;
      /**
      * @description null where it tells of too few
      * @example 1204
      */
      households: number | null;
    };
    SimulatedCountyDto: {
      /** @example 510802 */
      region: string;
      /** @description by the rows in force */
      now: components["schemas"]["ToldCountDto"][];
      /** @description by what is supposed */
      supposed: components["schemas"]["ToldCountDto"][];
      /**
      * @description households that could not be computed, since a policy row is missing for their region
      * @example 0
      */
      withoutPolicy: number;
    };
    SimulationDto: {
      /**
      * Format: uuid
      * @example 0198a000-fa92-76bb-8db9-aa6478e2a419
      */
      id: string;
      /** @example 51 */
      region: string;
      /** @example DIBAO */
      purpose: string;
      /**
      * @description FAILED: a supposed value has not the form of its key (malformedKey)
      * @example COMPLETED
      * @enum {string}
      */
      state: "ASKED" | "RUNNING" | "COMPLETED" | "FAILED";
      /**
      * Format: date
      * @description day as of which it computes
      * @example 2025-07-22
      */
      validAt: string;
      /**
      * @description of the region; null until they are listed, or where they are too few to be told
      * @example 2100000
      */
      households: number | null;
      /**
      * @description that are computed; null where households is
      * @example 2100000
      */
      computed: number | null;
      /**
      * @description counts of fewer households than so many are not told, and no other by which one could be found: they are null
      * @example 10
      */
      suppressedBelow: number;
      /** @description empty until it is complete */
      counties: components["schemas"]["SimulatedCountyDto"][];
      /** @example null */
      malformedKey: string | null;
      /**
      * Format: date-time
      * @example 2025-07-22T02:00:41.000Z
      */
      endedAt: string | null;
      /** @example 3 */
      version: number;
    };
    StatusCheckQuestionDto: {
      /**
      * @description of a party outside the platform: its own keys
      * @example [
      *       "66f9367c-2a08-8d62-9d75-d6dbe23270b8"
      *     ]
      */
      personKeys: string[];
      /**
      * @example MEDICAL_AID
      * @enum {string}
      */
      purpose: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
    };
    ToldCategoryDto: {
      /**
      * @example dibao
      * @enum {string}
      */
      category: "dibao" | "tekun" | "edge" | "rigid" | "relapseMonitored" | "orphan" | "deFactoUnattended" | "disabledOnSubsidy" | "gradualExit" | "temporaryAid" | "preferentialHardship" | "otherHardship";
      /**
      * Format: date
      * @example 2025-06-01
      */
      from?: string;
      /**
      * Format: date
      * @description first day on which no longer; null while no end is known
      * @example null
      */
      to?: string | null;
    };
    StatusCheckItemDto: {
      /**
      * Format: uuid
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      personKey: string;
      /** @description those that are open; none as well where the person is none of the caller’s region */
      categories?: components["schemas"]["ToldCategoryDto"][];
    };
    StatusCheckDto: {
      items: components["schemas"]["StatusCheckItemDto"][];
      /**
      * @description what the party’s agreement does not name: it is not shown
      * @example []
      */
      redacted: string[];
    };
    MemberDto: {
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      personKey: string;
      /** @enum {string} */
      relation: "APPLICANT" | "SPOUSE" | "CHILD" | "PARENT" | "SIBLING" | "GRANDPARENT" | "GRANDCHILD" | "OTHER";
      /**
      * Format: date
      * @example 2025-05-12
      */
      birthDate: string;
      /**
      * Format: date
      * @example 2025-05-12
      */
      livesTogetherSince?: string | null;
      /** @example 510802 */
      hukouRegion: string;
      /** @enum {string} */
      capacity: "FULL" | "LIMITED" | "NONE";
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      guardianKey?: string | null;
      /** @enum {string} */
      study: "NONE" | "SCHOOL" | "BACHELOR" | "MASTER_OR_ABOVE";
    };
    ObligorDto: {
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      personKey: string;
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      obligorOfKey: string;
      /** @enum {string} */
      relation: "APPLICANT" | "SPOUSE" | "CHILD" | "PARENT" | "SIBLING" | "GRANDPARENT" | "GRANDCHILD" | "OTHER";
    };
    HouseholdDto: {
      /** @example 510802 */
      region: string;
      /** @enum {string} */
      hukouType: "URBAN" | "RURAL";
      members: components["schemas"]["MemberDto"][];
      /** @default [] */
      obligors: components["schemas"]["ObligorDto"][];
    };
    SignedConsentDto: {
      /**
      * Format: uuid
      * @example 01980000-0000-7000-8000-000000000011
      */
      consentId: string;
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      personKey: string;
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      signerKey: string;
      /** @enum {string} */
      signerRole: "SELF" | "GUARDIAN" | "AGENT" | "HEIR";
      /**
      * @example [
      *       "LEGAL_AID"
      *     ]
      */
      purposes: ("DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP")[];
      /**
      * @description dataset codes, or CORE for the core set of each purpose
      * @example [
      *       "CORE"
      *     ]
      */
      datasets: string[];
      /** @enum {string} */
      method: "PAPER_SCAN" | "E_SIGN" | "FACE_VERIFIED";
      /**
      * @description of the signed document
      * @example abababababababababababababababababababababababababababababababab
      */
      documentSha256: string;
      /**
      * @description of the court paper or written power, where one is needed
      * @example abababababababababababababababababababababababababababababababab
      */
      powerSha256?: string | null;
      /**
      * Format: date-time
      * @example 2025-05-12T01:00:00Z
      */
      signedAt: string;
      /**
      * Format: date
      * @description the last day on which it holds
      * @example 2025-05-12
      */
      validTo: string;
    };
    PeriodDto: {
      /** @example 2025-05 */
      from: string;
      /** @example 2025-05 */
      to: string;
    };
    DeclaredItemDto: {
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      personKey: string;
      /** @enum {string} */
      side: "INCOME" | "ASSET" | "EXPENDITURE";
      /**
      * @description a kind of the registry, of the side
      * @example wage
      * @enum {string}
      */
      kind: "wage" | "labourFee" | "casualWork" | "royalty" | "publicPost" | "bonus" | "employerLivingFee" | "waitingAllowance" | "farming" | "livestock" | "forestry" | "fishery" | "selfEmployed" | "platformWork" | "cropInsurancePayout" | "interest" | "insuranceAnnuity" | "dividend" | "rent" | "landTransfer" | "collectiveDividend" | "employeePension" | "residentPersonalPension" | "unemploymentBenefit" | "workInjuryAllowance" | "survivorAllowance" | "residentBasicPension" | "supportReceived" | "agriSubsidy" | "ecoCompensation" | "monthlyRetirementPay" | "retiredCadrePension" | "localDischargeGrant" | "placementSettlement" | "severance" | "lottery" | "compensationLiving" | "disabledSoldierPension" | "militarySurvivorPension" | "regularSubsidy" | "conscriptFamilyGrant" | "martyrGrant" | "funeralSubsidy" | "militaryNursing" | "elderlyHardshipSubsidy" | "veteranHardshipGrant" | "familyPlanningAward" | "childRearingSubsidy" | "scholarship" | "heroismAward" | "honourAllowance" | "oneOffAward" | "dibaoBenefit" | "tekunBenefit" | "temporaryAid" | "heatingRelief" | "funeralRelief" | "medicalAid" | "educationAid" | "housingAid" | "employmentAid" | "disasterRelief" | "disabilityLivingSubsidy" | "disabilityCareSubsidy" | "priceSubsidy" | "housingInsurancePayout" | "charityAid" | "orphanAllowance" | "deFactoChildAllowance" | "childDifficultyAllowance" | "oldAgeAllowance" | "elderCareSubsidy" | "elderServiceSubsidy" | "workInjuryNursing" | "medicalReimbursement" | "housingFundWithdrawal" | "assetSale" | "expropriation" | "inheritance" | "largeGift" | "compensationOther" | "workInjuryLump" | "deathLump" | "lumpRetirementPay" | "insuranceLump" | "deposit" | "wealthProduct" | "onlineFinance" | "security" | "fund" | "bond" | "insuranceCashValue" | "creditorClaim" | "refundablePrepayment" | "earmarkedReliefDeposit" | "housingFundBalance" | "passengerCar" | "truck" | "vessel" | "machineryLarge" | "motorcycle" | "electricBike" | "disabilityVehicle" | "machinerySmall" | "residence" | "contractedHome" | "homestead" | "shop" | "office" | "factory" | "parking" | "company" | "partnership" | "cooperative" | "individualBusiness" | "socialServiceFounder" | "contractLand" | "forest" | "breedingStock" | "medicalInpatientOop" | "medicalChronicOop" | "medicalOutOfCatalogue" | "specialDrug" | "rehab" | "assistiveDevice" | "disabilityCare" | "residentialCareFee" | "tuition" | "boarding" | "basicRent" | "accidentCost" | "disasterRebuild" | "charityPaidMedical" | "charityPaidEducation" | "charityPaidHousing" | "charityPaidRehabilitation" | "socialInsurancePaid" | "incomeTaxPaid" | "supportPaid" | "electricity" | "water" | "gas" | "telecom" | "insurancePremium" | "highFeeSchool" | "overseasTravel" | "funeral";
      /** @example 59000 */
      amountFen?: string | null;
      /** @example 59000 */
      valueFen?: string | null;
      count?: number | null;
      period?: components["schemas"]["PeriodDto"] | null;
      payerKey?: string | null;
      noneDeclared: boolean | null;
    };
    AskVerificationDto: {
      /** @example LA-510802-2025-0042 */
      caseRef: string;
      /** @enum {string} */
      occasion: "APPLICATION" | "REVIEW" | "OBJECTION" | "SUPERVISION";
      /**
      * @example [
      *       "LEGAL_AID"
      *     ]
      */
      purposes: ("DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP")[];
      household: components["schemas"]["HouseholdDto"];
      /** @default [] */
      consents: components["schemas"]["SignedConsentDto"][];
      /** @default [] */
      declaredItems: components["schemas"]["DeclaredItemDto"][];
      /**
      * Format: date-time
      * @description for when the household is checked
      * @example 2025-05-12T01:00:00Z
      */
      asOf: string;
      /**
      * @default NORMAL
      * @enum {string}
      */
      priority: "NORMAL" | "URGENT";
      /**
      * Format: date-time
      * @description wanted by then, where earlier than the usual limit
      * @example 2025-05-12T01:00:00Z
      */
      dueAt?: string | null;
    };
    RequestAcceptedDto: {
      /** Format: uuid */
      id: string;
      /**
      * Format: date-time
      * @description until then there is a report
      */
      dueAt: string;
    };
    RequestSummaryDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      state: "ACCEPTED" | "REFUSED" | "COLLECTING" | "COMPARING" | "ISSUED" | "BLOCKED" | "CANCELLED";
      /**
      * @description a service, or outside: and the department’s code
      * @example assistance
      */
      requester: string;
      caseRef: string;
      region: string;
      purposes: string[];
      /** Format: date-time */
      acceptedAt?: string;
      /** Format: date-time */
      dueAt?: string;
      /**
      * Format: date
      * @description since then its clock stands
      */
      blockedOn?: string;
      /** @description of its last report; 0 before the first */
      sequence: number;
      version: number;
    };
    RequestRefusalDto: {
      /** Format: uuid */
      personKey?: string;
      /** @example consent-missing */
      problem: string;
    };
    SourceQueryDto: {
      /** @enum {string} */
      state: "PENDING" | "SKIPPED_FRESH" | "SENT" | "ANSWERED" | "NO_RECORD" | "REFUSED" | "TIMEOUT";
      /** @description how often it was tried */
      attempts: number;
      /** Format: date-time */
      sentAt?: string;
      /**
      * Format: date-time
      * @description answered, refused, or no longer waited for
      */
      endedAt?: string;
      /**
      * Format: date-time
      * @description how far what was known had come when it was asked
      */
      watermark?: string;
    };
    AgencyProgressDto: {
      /** @example TAX */
      agency: string;
      /** @description in the core set of a purpose */
      core: boolean;
      /** @description persons by state */
      persons: {
        [key: string]: number;
      };
      /** @description absent where nobody was asked */
      query?: components["schemas"]["SourceQueryDto"];
    };
    RequestDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      state: "ACCEPTED" | "REFUSED" | "COLLECTING" | "COMPARING" | "ISSUED" | "BLOCKED" | "CANCELLED";
      /**
      * @description a service, or outside: and the department’s code
      * @example assistance
      */
      requester: string;
      caseRef: string;
      region: string;
      purposes: string[];
      /** Format: date-time */
      acceptedAt?: string;
      /** Format: date-time */
      dueAt?: string;
      /**
      * Format: date
      * @description since then its clock stands
      */
      blockedOn?: string;
      /** @description of its last report; 0 before the first */
      sequence: number;
      version: number;
      /** @description why it was refused or ended, by person */
      refusals: components["schemas"]["RequestRefusalDto"][];
      /**
      * Format: uuid
      * @description its last report
      */
      reportId?: string;
      /** @description an appeal is decided before it is evaluated again */
      awaitsAppeal: boolean;
      progress: components["schemas"]["AgencyProgressDto"][];
    };
    VerificationReportSummaryDto: {
      /** Format: uuid */
      id: string;
      /** @example 51-20250718-000123 */
      number: string;
      /** Format: uuid */
      requestId: string;
      sequence: number;
      caseRef: string;
      region: string;
      /** @enum {string} */
      state: "ISSUED" | "EXPIRED" | "SUPERSEDED" | "REVOKED";
      /** @description of its state: the report itself never changes */
      version: number;
      /** @enum {string} */
      result: "COMPLETE" | "PARTIAL";
      /** Format: date-time */
      issuedAt: string;
      /** Format: date */
      validTo: string;
      /**
      * Format: uuid
      * @description the report that it replaces
      */
      supersedes?: string;
      /**
      * Format: uuid
      * @description the report that replaces it
      */
      supersededBy?: string;
    };
    ConcludedPropertyDto: {
      /** @enum {string} */
      verdict: "WITHIN" | "OVER" | "UNKNOWN";
      /**
      * @description of OVER and UNKNOWN: why
      * @example [
      *       "VEHICLE"
      *     ]
      */
      reasonCodes: string[];
    };
    ConclusionDto: {
      /** @example DIBAO */
      purpose: string;
      /** @enum {string} */
      conclusion: "IDENTITY_CONFLICT" | "NO_COUNTED_MEMBER" | "NEEDS_REVIEW" | "EXCEEDS_BOTH" | "EXCEEDS_PROPERTY" | "EXCEEDS_INCOME" | "INCOMPLETE" | "WITHIN_LIMITS";
      /** @enum {string} */
      basis: "HOUSEHOLD" | "RIGID_DEDUCTION" | "SINGLE_PERSON";
      /**
      * Format: uuid
      * @description of SINGLE_PERSON: who is judged alone
      */
      personKey?: string;
      /**
      * @example [
      *       "BELOW_STANDARD"
      *     ]
      */
      reasonCodes: string[];
      /** @description absent when nobody counts, and in reports of before it was told apart */
      property?: components["schemas"]["ConcludedPropertyDto"];
      /** @description agencies of the purpose’s core set that are missing */
      missingCore: string[];
    };
    LackingDatasetDto: {
      /** @example PSB.vehicles */
      dataset: string;
      /** @enum {string} */
      state: "NOT_ANSWERED" | "STALE";
      /** Format: date-time */
      observedAt?: string;
    };
    SourceStandingDto: {
      /** Format: uuid */
      personKey: string;
      /** @example TAX */
      agency: string;
      /**
      * @description of a refusal: what was refused
      * @example TAX.wages
      */
      dataset?: string;
      /** @enum {string} */
      state: "FRESH" | "NO_RECORD" | "NOT_ANSWERED" | "STALE" | "REFUSED" | "NOT_AUTHORISED";
      /** Format: date-time */
      observedAt?: string;
      /** @description of a source that comes in datasets, some of which are there: the others */
      lacking?: components["schemas"]["LackingDatasetDto"][];
      /** @description in the core set of a purpose */
      core: boolean;
    };
    SourceGapDto: {
      /** @example BANK */
      agency: string;
      /** @description of a refusal: what was refused */
      dataset?: string;
      personKeys: string[];
      /** @enum {string} */
      state: "NOT_ANSWERED" | "STALE" | "REFUSED" | "NOT_AUTHORISED";
      /**
      * Format: date-time
      * @description the oldest of the persons’ last observations
      */
      observedAt?: string;
      /** @description in the core set of a purpose */
      core: boolean;
    };
    RationalDto: {
      /** @example 72000 */
      numerator: string;
      /** @example 1 */
      denominator: string;
    };
    IncomeItemDto: {
      /** @example TAX */
      agency: string;
      /** @example TAX.wages */
      dataset: string;
      /** @description hash of the record at the source; needs operations:write */
      recordKey?: string;
      /** Format: date-time */
      observedAt: string;
      /** @example REGISTERED */
      quality: string;
      /**
      * @description state of the source, or DECLARED
      * @example FRESH
      */
      freshness: string;
      /** Format: uuid */
      factId: string;
      /** @example wage */
      kind: string;
      /** @example DIBAO */
      programme?: string;
      /** @description who paid; needs operations:write */
      payerKey?: string;
      /** @enum {string} */
      basis: "NET" | "GROSS";
      /** @example 2025-06 */
      month: string;
      /** @example 72000 */
      amountFen: string;
      /** @description carried from the month before, which the source has not passed yet */
      stale: boolean;
    };
    ExpenditureItemDto: {
      /** @example TAX */
      agency: string;
      /** @example TAX.wages */
      dataset: string;
      /** @description hash of the record at the source; needs operations:write */
      recordKey?: string;
      /** Format: date-time */
      observedAt: string;
      /** @example REGISTERED */
      quality: string;
      /**
      * @description state of the source, or DECLARED
      * @example FRESH
      */
      freshness: string;
      /** Format: uuid */
      factId: string;
      /** @example wage */
      kind: string;
      /** @example 2025-06 */
      month: string;
      /** @example 72000 */
      amountFen: string;
      /** @description carried from the month before, which the source has not passed yet */
      stale: boolean;
    };
    AssetItemDto: {
      /** @example TAX */
      agency: string;
      /** @example TAX.wages */
      dataset: string;
      /** @description hash of the record at the source; needs operations:write */
      recordKey?: string;
      /** Format: date-time */
      observedAt: string;
      /** @example REGISTERED */
      quality: string;
      /**
      * @description state of the source, or DECLARED
      * @example FRESH
      */
      freshness: string;
      /** Format: uuid */
      factId: string;
      /** @example wage */
      kind: string;
      /** @example 72000 */
      valueFen?: string;
      count?: number;
      /** @description the person’s part in basis points */
      shareBp?: number;
      attributes: {
        [key: string]: string;
      };
      /** @description hash of the item’s number */
      itemKey: string;
      /** Format: date */
      asOf: string;
      /** @description why it does not count */
      ignoredReason?: string;
    };
    StatusItemDto: {
      /** @example TAX */
      agency: string;
      /** @example TAX.wages */
      dataset: string;
      /** @description hash of the record at the source; needs operations:write */
      recordKey?: string;
      /** Format: date-time */
      observedAt: string;
      /** @example REGISTERED */
      quality: string;
      /**
      * @description state of the source, or DECLARED
      * @example FRESH
      */
      freshness: string;
      /** Format: uuid */
      factId: string;
      /** @example wage */
      kind: string;
      /** Format: date */
      from: string;
      /**
      * Format: date
      * @description first day on which it no longer holds
      */
      to?: string;
      /**
      * @description of what kind it is: category, grade, level, postKind
      * @example {
      *       "category": "4",
      *       "grade": "1"
      *     }
      */
      attributes?: {
        [key: string]: string;
      };
    };
    PersonFiguresDto: {
      /** Format: uuid */
      personKey: string;
      /** @description is a member who counts; an obligor is not */
      counted: boolean;
      /** @description why the person counts or not */
      reasonCode: string;
      /** @description income a month, exact, fen */
      ownMonthly: components["schemas"]["RationalDto"];
      /**
      * @description absent while the banks have not answered; needs finances:read
      * @example 72000
      */
      financialAssetsFen?: string;
      incomes: components["schemas"]["IncomeItemDto"][];
      expenditures: components["schemas"]["ExpenditureItemDto"][];
      assets: components["schemas"]["AssetItemDto"][];
      statuses: components["schemas"]["StatusItemDto"][];
      /** @description what is to be looked at more closely; COMMERCIAL_ENDOWMENT needs finances:read */
      flags?: ("FISCAL_STAFF" | "STABLE_POST" | "COMMERCIAL_ENDOWMENT" | "REGISTERED_ELSEWHERE")[];
    };
    ReasonDto: {
      code: string;
      /** @description exact amounts (fen, counts, dm²) and dates by name */
      figures: {
        [key: string]: unknown;
      };
      factIds: string[];
    };
    InclusionDto: {
      /** Format: uuid */
      personKey: string;
      reason: components["schemas"]["ReasonDto"];
    };
    ComparisonDto: {
      /** Format: uuid */
      personKey: string;
      /** @enum {string} */
      side: "INCOME" | "ASSET" | "EXPENDITURE";
      /** @example wage */
      kind: string;
      /**
      * @description fen over the window of income, or things
      * @enum {string}
      */
      unit: "FEN" | "COUNT";
      /** @example 72000 */
      declared: string;
      /** @example 72000 */
      verified: string;
      /**
      * @description verified less declared
      * @example 72000
      */
      difference: string;
      /** @enum {string} */
      class: "MATCH" | "WITHIN_TOLERANCE" | "NOT_CHECKED" | "NOT_FOUND" | "NOT_DECLARED" | "UNDER_DECLARED" | "OVER_DECLARED";
    };
    DiscrepancyDto: {
      /** Format: uuid */
      personKey: string;
      /** @enum {string} */
      side: "INCOME" | "ASSET" | "EXPENDITURE";
      /** @example wage */
      kind: string;
      /**
      * @description of sums
      * @example 72000
      */
      declaredFen?: string;
      /**
      * @description of sums
      * @example 72000
      */
      verifiedFen?: string;
      /** @enum {string} */
      class: "MATCH" | "WITHIN_TOLERANCE" | "NOT_CHECKED" | "NOT_FOUND" | "NOT_DECLARED" | "UNDER_DECLARED" | "OVER_DECLARED";
      /** @description of all discrepancies of the report, or of none (重大差异) */
      material: boolean;
    };
    SourceStatementDto: {
      /** @example TAX */
      agency: string;
      /** @example TAX.wages */
      dataset: string;
      /** @example 72000 */
      amountFen?: string;
      count?: number;
      factIds: string[];
    };
    SourceConflictDto: {
      /** Format: uuid */
      personKey: string;
      /** @enum {string} */
      type: "INCOME" | "ASSET" | "EXPENDITURE" | "STATUS";
      /** @example wage */
      kind: string;
      /** @description needs operations:write */
      payerKey?: string;
      itemKey?: string;
      /** @example 2025-06 */
      month?: string;
      /** @description what counts */
      counted: components["schemas"]["SourceStatementDto"];
      /** @description what it shadows */
      shadowed: components["schemas"]["SourceStatementDto"];
    };
    PatternDto: {
      /** @enum {string} */
      code: "P1" | "P2" | "P3" | "P4" | "P5" | "P6" | "P7" | "P8";
      /** Format: uuid */
      personKey?: string;
      /** @description needs finances:read */
      figures?: {
        [key: string]: unknown;
      };
      factIds: string[];
    };
    TotalsDto: {
      memberCount: number;
      /** @description exact */
      incomeOfWindow: components["schemas"]["RationalDto"];
      /**
      * @description half up to the fen
      * @example 72000
      */
      annualIncomeFen: string;
      /** @description exact */
      perCapitaMonthly: components["schemas"]["RationalDto"];
      /** @description exact */
      perCapitaAfterRigid: components["schemas"]["RationalDto"];
      /** @example 72000 */
      rigidOfWindowFen: string;
      /** @description exact; needs finances:read */
      financialAssetsPerHead?: components["schemas"]["RationalDto"];
      /** @enum {string} */
      incomeBand: "BELOW_HALF" | "BELOW_STANDARD" | "BELOW_EDGE" | "ABOVE";
      /** @example 72000 */
      standardMonthlyFen: string;
    };
    ComputationStepDto: {
      /** @example PER_CAPITA_MONTHLY */
      step: string;
      /** Format: uuid */
      personKey?: string;
      /** @description what went in, by name */
      inputs: {
        [key: string]: unknown;
      };
      /** @description what came out, by name */
      result: {
        [key: string]: unknown;
      };
    };
    VerificationReportDto: {
      /** Format: uuid */
      id: string;
      /** @example 51-20250718-000123 */
      number: string;
      /** Format: uuid */
      requestId: string;
      sequence: number;
      caseRef: string;
      region: string;
      /** @enum {string} */
      state: "ISSUED" | "EXPIRED" | "SUPERSEDED" | "REVOKED";
      /** @description of its state: the report itself never changes */
      version: number;
      /** @enum {string} */
      result: "COMPLETE" | "PARTIAL";
      /** Format: date-time */
      issuedAt: string;
      /** Format: date */
      validTo: string;
      /**
      * Format: uuid
      * @description the report that it replaces
      */
      supersedes?: string;
      /**
      * Format: uuid
      * @description the report that replaces it
      */
      supersededBy?: string;
      /**
      * @example [
      *       "DIBAO"
      *     ]
      */
      purposes: string[];
      /**
      * Format: date-time
      * @description when the facts are true
      */
      validAt: string;
      /**
      * Format: date-time
      * @description what was known then, to the microsecond
      */
      knownAt: string;
      conclusions: components["schemas"]["ConclusionDto"][];
      /** @enum {string} */
      incomeBand?: "BELOW_HALF" | "BELOW_STANDARD" | "BELOW_EDGE" | "ABOVE";
      sources: components["schemas"]["SourceStandingDto"][];
      gaps: components["schemas"]["SourceGapDto"][];
      /** @description needs items:read, as what follows */
      members?: components["schemas"]["PersonFiguresDto"][];
      inclusion?: components["schemas"]["InclusionDto"][];
      comparison?: components["schemas"]["ComparisonDto"][];
      discrepancies?: components["schemas"]["DiscrepancyDto"][];
      sourceConflicts?: components["schemas"]["SourceConflictDto"][];
      /** @description what a person has to look at */
      patterns?: components["schemas"]["PatternDto"][];
      /** @description absent when nobody counts, or no purpose has a means test */
      totals?: components["schemas"]["TotalsDto"];
      /** @description needs finances:read */
      computation?: components["schemas"]["ComputationStepDto"][];
      /** @description ids of the policy rows that were used */
      policyVersions: string[];
      /** @description SHA-256 of the canonical body, hex */
      bodySha256: string;
      /** @description what the scopes do not open */
      redacted: string[];
    };
    ReportProofDto: {
      number: string;
      /** @description the canonical body (RFC 8785); needs finances:read */
      body?: string;
      /** @description SHA-256 of the body, hex */
      digest: string;
      /** @description detached JWS (RFC 7515, appendix F) over the body */
      signature: string;
      /** @description public key of the province, as JWK */
      publicKey: {
        [key: string]: unknown;
      };
      /** @description PEM: the certificate of that key, which the signature names (x5t#S256), and those behind it */
      certificate?: string;
      redacted: string[];
    };
    ReplayDto: {
      /** @description SHA-256 of the body that was computed again, hex */
      digest: string;
      equal: boolean;
      /** @description path of the first place that differs */
      firstDifference?: string;
    };
    RevokeReportDto: {
      /** @enum {string} */
      reasonCode: "WRONG_IDENTITY" | "FORGED_CONSENT";
      /** @example 核对时把同名的他人当作申请人 */
      reason: string;
    };
    RevocationDto: {
      /** Format: uuid */
      id: string;
      /**
      * @description ISSUED: another person has to agree
      * @enum {string}
      */
      state: "ISSUED" | "EXPIRED" | "SUPERSEDED" | "REVOKED";
      /** @enum {string} */
      reasonCode: "WRONG_IDENTITY" | "FORGED_CONSENT";
      version: number;
    };
    ReportKeyDto: {
      /** @example OKP */
      kty: string;
      /** @example Ed25519 */
      crv: string;
      /** @example 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo */
      x: string;
      /** @example EdDSA */
      alg: string;
      /** @example sig */
      use: string;
      /**
      * @description thumbprint (RFC 7638), as signatures name it
      * @example kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
      */
      kid: string;
      /** @description certificates of the key (RFC 7517, 4.7) */
      x5c?: string[];
    };
    ReportKeysDto: {
      keys: components["schemas"]["ReportKeyDto"][];
    };
    HouseholdCheckQuestionDto: {
      household: components["schemas"]["HouseholdDto"];
      purposes: ("DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT")[];
      /** @default [] */
      declaredItems: components["schemas"]["DeclaredItemDto"][];
    };
    CheckCompletenessDto: {
      /** @description no source of a core set is missing */
      complete: boolean;
      gaps: components["schemas"]["SourceGapDto"][];
    };
    HouseholdCheckDto: {
      conclusions: components["schemas"]["ConclusionDto"][];
      /** @description exact, fen */
      perCapitaMonthly?: components["schemas"]["RationalDto"];
      /** @description half up to the fen */
      perCapitaMonthlyFen?: string;
      /** @description absent when nobody counts */
      totals?: components["schemas"]["TotalsDto"];
      completeness: components["schemas"]["CheckCompletenessDto"];
      /** @description sum of the members’ fact sequences: rises with every fact */
      factSeq: string;
      tookMs: number;
    };
    FileRelativeByKeyDto: {
      /**
      * @description subject of the official’s token
      * @example clerk-wang
      */
      official: string;
      /** @enum {string} */
      role: "HANDLER" | "VILLAGE_COMMITTEE";
      /**
      * @description where the official works
      * @example 510802
      */
      region: string;
      /**
      * @description of the relative to the official
      * @enum {string}
      */
      relation: "SELF" | "SPOUSE" | "PARENT" | "CHILD" | "SIBLING" | "GRANDPARENT" | "GRANDCHILD";
      /**
      * Format: date
      * @example 2025-05-12
      */
      from: string;
      /**
      * Format: date
      * @description first day on which it no longer holds
      * @example 2025-05-12
      */
      to?: string | null;
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      relativeKey: string;
    };
    RelativeDto: {
      /** Format: uuid */
      id: string;
      /** @example clerk-wang */
      official: string;
      /** @enum {string} */
      role: "HANDLER" | "VILLAGE_COMMITTEE";
      /**
      * @description where the official works
      * @example 510802
      */
      region: string;
      /** Format: uuid */
      relativeKey: string;
      /** @enum {string} */
      relation: "SELF" | "SPOUSE" | "PARENT" | "CHILD" | "SIBLING" | "GRANDPARENT" | "GRANDCHILD";
      /** Format: date */
      from: string;
      /** Format: date */
      to: string | null;
      version: number;
    };
    AgencyNameDto: {
      /** @example 税务 */
      zh: string;
      /** @example tax */
      en: string;
    };
    FeedDto: {
      /** @example TAX */
      dataset: string;
      /**
      * Format: date-time
      * @description complete up to here
      */
      watermark: string;
      /** @example 1440 */
      lagMinutes: number;
      /** @description later than its largest lag */
      late: boolean;
    };
    CircuitDto: {
      /** @description true: its interface is not asked */
      open: boolean;
      /**
      * Format: date-time
      * @description null of an open one: until it is closed
      */
      openUntil: string | null;
      /** @description in a row, which opened it */
      failures: number;
    };
    AgencyDto: {
      /** @example TAX */
      code: string;
      name: components["schemas"]["AgencyNameDto"];
      /** @description its standing feeds */
      feeds: components["schemas"]["FeedDto"][];
      circuit: components["schemas"]["CircuitDto"];
      /** @description queries that it has not answered */
      openQueries: number;
      /** @description attempts to ask it that failed, in 30 days */
      errors: number;
      /** @description facts and rows of files that were refused, in 30 days */
      rejects: number;
      /** @description facts that told nothing new, in 30 days */
      duplicates: number;
      /**
      * @description of its facts those that it has corrected, in basis points; null: it has sent none
      * @example 42
      */
      correctionRateBp: number | null;
      /** @description of that figure: facts that were looked at, a sample where there are many */
      correctionSample: number;
      /** @example 1 */
      version: number;
    };
    AgenciesDto: {
      items: components["schemas"]["AgencyDto"][];
      /** @description always null: all are on one page */
      nextCursor: string | null;
    };
    SetCircuitDto: {
      /** @description true: its interface is not asked */
      open: boolean;
      /** @description of an open one; left out: until it is closed */
      minutes?: number | null;
      /**
      * @description stays in its log
      * @example 接口升级，暂停查询
      */
      reason: string;
    };
    GiveConsentDto: {
      /**
      * @description whose data may be asked for
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      personKey: string;
      /**
      * @description who signs
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      signerKey: string;
      /** @enum {string} */
      signerRole: "SELF" | "GUARDIAN" | "AGENT" | "HEIR";
      /**
      * @example [
      *       "HOUSING_AID"
      *     ]
      */
      purposes: ("DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP")[];
      /**
      * @description CORE (the core set of each of its purposes), the code of an agency, or <agency>.<dataset>
      * @example [
      *       "CORE"
      *     ]
      */
      datasets: string[];
      /**
      * @example E_SIGN
      * @enum {string}
      */
      method: "PAPER_SCAN" | "E_SIGN" | "FACE_VERIFIED";
      /**
      * @description SHA-256 of the signed form, hex
      * @example aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      */
      documentSha256: string;
      /** @description SHA-256 of the court paper or written power, hex: of an agent, an heir, and the guardian of an adult */
      powerSha256?: string | null;
      /**
      * @description the case that it was signed for
      * @example GJJ-2025-000123
      */
      caseRef?: string | null;
      /**
      * Format: date-time
      * @example 2025-05-12T01:00:00Z
      */
      signedAt: string;
      /**
      * Format: date
      * @description last day on which it holds
      * @example 2025-05-12
      */
      validTo: string;
      /**
      * @description where the person lives: needed of a person who signs and of whom nothing is on record
      * @example 510802
      */
      region?: string | null;
    };
    ConsentDto: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      personKey: string;
      /** Format: uuid */
      signerKey: string;
      /** @enum {string} */
      signerRole: "SELF" | "GUARDIAN" | "AGENT" | "HEIR";
      /**
      * @example [
      *       "DIBAO",
      *       "EDGE",
      *       "RIGID"
      *     ]
      */
      purposes: string[];
      /**
      * @example [
      *       "CORE"
      *     ]
      */
      datasets: string[];
      /**
      * @description the service, or `outside:` and the department that took it
      * @example assistance
      */
      takenBy: string;
      /** @example 510802-20250512-0001 */
      caseRef?: string;
      /** @enum {string} */
      state: "ACTIVE" | "WITHDRAWN" | "EXPIRED";
      /** Format: date-time */
      signedAt: string;
      /** Format: date */
      validTo: string;
      /** Format: date-time */
      withdrawnAt?: string;
      version: number;
    };
    WithdrawConsentDto: {
      /**
      * @description stays in the log of the consent; no number or name of a person
      * @example 不再申请住房保障
      */
      reason?: string | null;
    };
    SourceReplyViewDto: {
      /**
      * @description SUPERSEDED: the source has sent another fact in its place
      * @enum {string}
      */
      reply: "STANDS" | "WRONG" | "SUPERSEDED";
      /** Format: date-time */
      repliedAt: string;
      /** @example 该号牌已于2024-11-02转移登记。 */
      text: string | null;
      /** @description SHA-256 of its evidence, hex */
      evidenceSha256: string | null;
    };
    AppealedFactDto: {
      /** Format: uuid */
      factId: string;
      /** @enum {string} */
      type: "INCOME" | "ASSET" | "EXPENDITURE" | "STATUS";
      /** @example passengerCar */
      kind: string;
      /**
      * @description who sent it: an agency, or a service
      * @example PSB
      */
      agency: string;
      /** @example PSB.vehicles */
      dataset: string;
      reply: components["schemas"]["SourceReplyViewDto"] | null;
      /**
      * Format: uuid
      * @description what holds instead
      */
      newFactId: string | null;
    };
    RemediesDto: {
      /** @example 对决定不服的，可以依法申请行政复议或者提起行政诉讼（《社会救助暂行办法》第六十五条）。 */
      zh: string;
      /** @example Whoever does not agree may apply for administrative reconsideration or bring an administrative lawsuit (Interim Measures for Social Assistance, art. 65). */
      en: string;
    };
    AppealDecisionDto: {
      /** @enum {string} */
      outcome: "UPHELD" | "REJECTED";
      /** Format: date */
      decidedOn: string;
      /** @example 公安交管部门确认车辆已于2024-11-02转移登记。 */
      reasons: string;
      /** @description of a rejection: what can be done against it */
      remedies: components["schemas"]["RemediesDto"] | null;
    };
    AppealDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      state: "SUBMITTED" | "ACCEPTED" | "SOURCE_CHECK" | "DECIDED" | "WITHDRAWN";
      /** @example 510802 */
      region: string;
      /**
      * Format: uuid
      * @description whom the facts are about; not for an agency
      */
      personKey?: string;
      /** Format: uuid */
      reportId: string | null;
      /**
      * Format: uuid
      * @description the clue that was closed with DATA_WRONG
      */
      clueId: string | null;
      /** @enum {string} */
      appellant: "SELF" | "GUARDIAN" | "OFFICER" | "DEPARTMENT";
      /** Format: date */
      learnedOn: string;
      /** @example 该车辆已于2024年11月出售并过户。 */
      claim: string;
      /** @description SHA-256 of what was handed in, hex */
      evidence: string[];
      facts: components["schemas"]["AppealedFactDto"][];
      /**
      * Format: date
      * @description last day for its acceptance
      */
      acceptDueOn: string;
      /**
      * Format: date
      * @description last day for the sources, once accepted
      */
      sourceDueOn: string | null;
      /**
      * Format: date
      * @description last day for the decision
      */
      dueOn: string;
      /**
      * @description what is late
      * @enum {string|null}
      */
      overdue: "ACCEPT" | "SOURCE" | "DECIDE" | null;
      decision: components["schemas"]["AppealDecisionDto"] | null;
      /** @example 1 */
      version: number;
      /**
      * @description what the caller may not see
      * @example []
      */
      redacted: string[];
    };
    SourceReplyDto: {
      /**
      * @description the fact stands, or it was wrong
      * @enum {string}
      */
      reply: "STANDS" | "WRONG";
      /**
      * @description what the register says; stored encrypted
      * @example 该号牌已于2024-11-02转移登记。
      */
      text: string;
      /**
      * @description SHA-256 of the evidence, hex
      * @example dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
      */
      evidenceSha256?: string | null;
      /**
      * @description facts that it is about; else all of the agency
      * @example [
      *       "0198a1c2-7d3e-5f10-9a4b-6c5d7e8f9012"
      *     ]
      */
      factIds?: string[] | null;
    };
    CorrectedPeriodDto: {
      /** @example 2025-05 */
      fromMonth: string;
      /** @example 2025-05 */
      toMonth: string;
    };
    CorrectionDto: {
      /**
      * Format: uuid
      * @example 0198a1c2-7d3e-5f10-9a4b-6c5d7e8f9012
      */
      factId: string;
      /** @description true: it was never so, and nothing takes its place */
      retracted?: boolean | null;
      /**
      * @description of an income or expenditure, for its whole period
      * @example 59000
      */
      amountFen?: string | null;
      /** @description months of an income or expenditure */
      period?: components["schemas"]["CorrectedPeriodDto"] | null;
      /**
      * @description of an asset
      * @example 59000
      */
      valueFen?: string | null;
      /**
      * @description of an asset; 0: gone
      * @example 0
      */
      count?: number | null;
      /**
      * @description the person’s part of an asset, basis points
      * @example 5000
      */
      shareBp?: number | null;
      /**
      * Format: date
      * @description day on which the asset was so
      * @example 2025-05-12
      */
      asOf?: string | null;
      /**
      * Format: date
      * @description first day of a status
      * @example 2025-05-12
      */
      from?: string | null;
      /**
      * Format: date
      * @description first day on which a status no longer held
      * @example 2025-05-12
      */
      to?: string | null;
    };
    DecideAppealDto: {
      /** @enum {string} */
      outcome: "UPHELD" | "REJECTED";
      /**
      * @description why it is decided so; stored encrypted
      * @example 公安交管部门确认车辆已于2024-11-02转移登记。
      */
      reasons: string;
      /** @description of UPHELD: what holds instead of facts that their source has not corrected itself */
      corrections?: components["schemas"]["CorrectionDto"][] | null;
    };
    AppealAgainstFactDto: {
      /**
      * @description what is wrong, and why; stored encrypted
      * @example 该车辆已于2024年11月出售并过户。
      */
      claim: string;
      /**
      * @description SHA-256 of each document handed in, hex
      * @example [
      *       "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
      *     ]
      */
      evidence: string[];
      /**
      * Format: date
      * @description day on which it was learned of
      * @example 2025-05-12
      */
      learnedOn: string;
      /**
      * @description whom the fact is about: of an officer always, of a citizen for a ward; else the caller’s own
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      personKey?: string | null;
    };
    AppealAgainstReportDto: {
      /**
      * @description what is wrong, and why; stored encrypted
      * @example 该车辆已于2024年11月出售并过户。
      */
      claim: string;
      /**
      * @description SHA-256 of each document handed in, hex
      * @example [
      *       "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
      *     ]
      */
      evidence: string[];
      /**
      * Format: date
      * @description day on which it was learned of
      * @example 2025-05-12
      */
      learnedOn: string;
      /**
      * @description the facts of the report that are wrong, all of one person
      * @example [
      *       "0198a1c2-7d3e-5f10-9a4b-6c5d7e8f9012"
      *     ]
      */
      factIds: string[];
    };
    MyAppealDto: {
      /**
      * @description what is wrong, and why; stored encrypted
      * @example 该车辆已于2024年11月出售并过户。
      */
      claim: string;
      /**
      * @description SHA-256 of each document handed in, hex
      * @example [
      *       "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
      *     ]
      */
      evidence: string[];
      /**
      * Format: date
      * @description day on which it was learned of
      * @example 2025-05-12
      */
      learnedOn: string;
      /**
      * Format: uuid
      * @description the fact that is wrong
      * @example 0198a1c2-7d3e-5f10-9a4b-6c5d7e8f9012
      */
      factId: string;
      /**
      * @description the ward whom the fact is about; else the caller’s own
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      personKey?: string | null;
    };
    ManualPeriodDto: {
      /** @example 2025-05 */
      fromMonth: string;
      /** @example 2025-05 */
      toMonth: string;
    };
    ManualStatementDto: {
      /**
      * @example income
      * @enum {string}
      */
      type: "income" | "asset" | "expenditure" | "status";
      /**
      * @description a kind of the registry
      * @example casualWork
      */
      kind: string;
      /**
      * @description hash of the account, contract, register or bill number: the same as a source sends, to count instead of it
      * @example a9f5c1d2e3b4a5968778695a4b3c2d1e
      */
      itemKey?: string | null;
      /**
      * @description of an income or expenditure, for its whole period
      * @example 59000
      */
      amountFen?: string | null;
      /** @description months of an income or expenditure, both included */
      period?: components["schemas"]["ManualPeriodDto"] | null;
      /**
      * @description of an income
      * @enum {string|null}
      */
      basis?: "NET" | "GROSS" | null;
      /**
      * @description of an income: credit code of the payer; absent or `*`: unknown
      * @example *
      */
      payerKey?: string | null;
      /**
      * @description of an income: the programme that pays it
      * @example DIBAO
      */
      programme?: string | null;
      /**
      * @description of an asset, the whole item
      * @example 59000
      */
      valueFen?: string | null;
      /** @description of an asset; 0: gone */
      count?: number | null;
      /**
      * Format: date
      * @description of an asset: day on which it was so
      * @example 2025-05-12
      */
      asOf?: string | null;
      /**
      * @description of an asset: the person’s part, basis points
      * @default 10000
      */
      shareBp: number | null;
      /**
      * Format: date
      * @description of a status: first day on which it holds
      * @example 2025-05-12
      */
      from?: string | null;
      /**
      * Format: date
      * @description of a status: first day on which it no longer holds
      * @example 2025-05-12
      */
      to?: string | null;
      /**
      * @description of an asset or a status, as an agency may send them
      * @example {
      *       "registeredOn": "2019-05-01"
      *     }
      */
      attributes?: {
        [key: string]: string;
      } | null;
    };
    ProposeManualFactDto: {
      /**
      * @description whom it is about
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      personKey: string;
      fact: components["schemas"]["ManualStatementDto"];
      /**
      * @description SHA-256 of each document, hex
      * @example [
      *       "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
      *     ]
      */
      evidence: string[];
      /**
      * Format: date
      * @description last day on which the evidence holds, at most 12 months ahead; the fact ends with it
      * @example 2025-05-12
      */
      evidenceValidTo: string;
      /**
      * @description why it is entered by hand; stored encrypted
      * @example 村委会证明其2025年4月在本村务工，无其他数据来源。
      */
      reason: string;
    };
    ManualFactDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      state: "PROPOSED" | "APPROVED" | "EXPIRED";
      /** @example 510802 */
      region: string;
      /** Format: uuid */
      personKey: string;
      fact: components["schemas"]["ManualStatementDto"];
      /** @description SHA-256 of each document, hex */
      evidence: string[];
      /** Format: date */
      evidenceValidTo: string;
      /** @example 村委会证明其2025年4月在本村务工，无其他数据来源。 */
      reason: string;
      /**
      * Format: uuid
      * @description as it is stored, once it is approved
      */
      factId: string | null;
      /** @example 1 */
      version: number;
    };
    DatasetNameDto: {
      /** @example 税务 */
      zh: string;
      /** @example tax */
      en: string;
    };
    DatasetDto: {
      /** @example TAX */
      code: string;
      /** @example TAX */
      provider: string;
      name: components["schemas"]["DatasetNameDto"];
      /** @enum {string} */
      direction: "IN" | "OUT";
      /** @enum {string} */
      mode: "HTTP" | "FILE" | "PULL";
      /**
      * @example [
      *       "wage"
      *     ]
      */
      kinds: string[];
      fields: string[];
      consentGated: boolean;
      /** @example 社会救助暂行办法 art. 58 */
      legalBasis: string;
    };
    DatasetsDto: {
      items: components["schemas"]["DatasetDto"][];
      /** @description always null: the catalogue is one page */
      nextCursor: string | null;
    };
    AgreementDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      state: "DRAFT" | "ACTIVE" | "SUBMITTED" | "APPROVED" | "REJECTED" | "SUSPENDED" | "EXPIRED" | "REVOKED";
      /** @example TAX */
      agency: string;
      /** @example TAX */
      dataset: string;
      /** @enum {string} */
      direction: "IN" | "OUT";
      /** @enum {string} */
      mode: "HTTP" | "FILE" | "PULL";
      purposes: string[];
      /**
      * @example [
      *       "wage"
      *     ]
      */
      kinds: string[];
      fields: string[];
      /** @example 社会救助暂行办法 art. 58 */
      legalBasis: string;
      /** @description a kind of it needs consent */
      consentGated: boolean;
      /** @example 50 */
      ratePerSecond: number;
      /** @example 1000000 */
      dailyQuota: number;
      maxLagDays: number | null;
      /**
      * Format: date
      * @example 2025-06-01
      */
      validFrom: string;
      /**
      * Format: date
      * @example 2027-05-31
      */
      validTo: string;
      impactAssessmentRef: string | null;
      /**
      * Format: date
      * @description last day for the answer of both sides
      */
      answerDueOn: string | null;
      /**
      * Format: date
      * @description last day for opening the data
      */
      openDueOn: string | null;
      /** @description the agency has approved */
      approvedByAgency: boolean;
      /** @description the provincial verification centre has approved */
      approvedByCentre: boolean;
      /** @example 1 */
      version: number;
    };
    DraftAgreementDto: {
      /**
      * @description code of the agency, or of another party that asks
      * @example TAX
      */
      agency: string;
      /**
      * @description as in GET /v1/datasets, or a part of one
      * @example TAX.wages
      */
      dataset: string;
      /**
      * @description IN: the agency sends; OUT: it asks
      * @enum {string}
      */
      direction: "IN" | "OUT";
      /**
      * @description default: that of the dataset
      * @enum {string|null}
      */
      mode?: "HTTP" | "FILE" | "PULL" | null;
      /** @description of OUT: what may be asked for; none: nothing */
      purposes?: ("DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT")[] | null;
      /**
      * @description of IN; default: all of the dataset
      * @example [
      *       "wage"
      *     ]
      */
      kinds?: string[] | null;
      /**
      * @description OUT: what is told of each person; IN: what facts may tell, a fact with another field is refused; default: all of the dataset
      * @example [
      *       "categories"
      *     ]
      */
      fields?: string[] | null;
      /** @example 社会救助暂行办法 art. 58 */
      legalBasis: string;
      /** @description calls; default: policy */
      ratePerSecond?: number | null;
      /** @description items; default: policy */
      dailyQuota?: number | null;
      /** @description default: policy of the agency */
      maxLagDays?: number | null;
      /**
      * Format: date
      * @description first day
      * @example 2025-05-12
      */
      validFrom: string;
      /**
      * Format: date
      * @description last day, not before the first
      * @example 2025-05-12
      */
      validTo: string;
      /** @description document of the impact assessment (PIPL art. 55) */
      impactAssessmentRef?: string | null;
    };
    AgreementReasonDto: {
      /**
      * @description stays in its log
      * @example 数据质量核查
      */
      reason: string;
    };
    CloudEventDto: {
      /** @example 1.0 */
      specversion: string;
      /**
      * Format: uuid
      * @description the same however often it comes
      */
      id: string;
      /** @example /service/verification */
      source: string;
      /**
      * @example minzheng.verification.v1.FileLoaded
      * @enum {string}
      */
      type: "minzheng.verification.v1.MonitoredSubjectEntered" | "minzheng.verification.v1.MonitoredSubjectLeft" | "minzheng.verification.v1.VerificationCompleted" | "minzheng.verification.v1.VerificationReopened" | "minzheng.verification.v1.VerificationReportSuperseded" | "minzheng.verification.v1.VerificationReportRevoked" | "minzheng.verification.v1.FactDisputed" | "minzheng.verification.v1.FactCorrected" | "minzheng.verification.v1.AgencyFeedLate" | "minzheng.verification.v1.AgencyFeedRecovered" | "minzheng.verification.v1.FileLoaded" | "minzheng.verification.v1.FileRejected" | "minzheng.verification.v1.AgreementActivated" | "minzheng.verification.v1.AgreementSuspended" | "minzheng.verification.v1.SubscriptionPaused";
      /** @example fileExchange/0198a000-0000-7000-8000-000000000000 */
      subject: string;
      /** Format: date-time */
      time: string;
      /** @example application/json */
      datacontenttype: string;
      /**
      * @description version of the subject: a higher one is newer
      * @example 3
      */
      sequence: string;
      /**
      * @description place in the order of the party, without gaps
      * @example 17
      */
      position: string;
      /** @description JSON of the message, as far as the agreement goes */
      data: Record<string, never>;
    };
    EventsDto: {
      /** @description in their order, the oldest first */
      items: components["schemas"]["CloudEventDto"][];
      /**
      * @description from where to read on; also where there was nothing
      * @example 17
      */
      after: string;
      /** @description there is more to read now */
      hasMore: boolean;
      /**
      * Format: uuid
      * @description a suspended agreement under which the next event stands: the feed goes on when it is resumed; types of others can be asked for meanwhile
      * @example null
      */
      heldBy: string | null;
    };
    SubscriptionDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      state: "ACTIVE" | "PAUSED" | "WITHDRAWN" | "ENDED";
      /** Format: uuid */
      agreementId: string;
      /**
      * @description code of the agency or other party
      * @example TAX
      */
      party: string;
      /** @example 51 */
      region: string;
      /**
      * @example [
      *       "minzheng.verification.v1.FileLoaded"
      *     ]
      */
      eventTypes: ("minzheng.verification.v1.MonitoredSubjectEntered" | "minzheng.verification.v1.MonitoredSubjectLeft" | "minzheng.verification.v1.VerificationCompleted" | "minzheng.verification.v1.VerificationReopened" | "minzheng.verification.v1.VerificationReportSuperseded" | "minzheng.verification.v1.VerificationReportRevoked" | "minzheng.verification.v1.FactDisputed" | "minzheng.verification.v1.FactCorrected" | "minzheng.verification.v1.AgencyFeedLate" | "minzheng.verification.v1.AgencyFeedRecovered" | "minzheng.verification.v1.FileLoaded" | "minzheng.verification.v1.FileRejected" | "minzheng.verification.v1.AgreementActivated" | "minzheng.verification.v1.AgreementSuspended" | "minzheng.verification.v1.SubscriptionPaused")[];
      /**
      * @example null
      * @enum {string|null}
      */
      purpose: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT" | null;
      /** @example https://receiver.example/webhooks/minzheng */
      url: string;
      /**
      * @description of a paused one: why
      * @enum {string|null}
      */
      pauseReason: "DELIVERIES_FAILED" | "EVENTS_EXPIRED" | "BY_OWNER" | null;
      /**
      * @description position of the last event that was delivered, or not wanted
      * @example 17
      */
      cursor: string;
      /**
      * @description deliveries of the next event that have failed in a row
      * @example 0
      */
      failures: number;
      /**
      * Format: date-time
      * @description not before, by the business clock; null: at once
      */
      nextAttemptAt: string | null;
      /**
      * Format: date-time
      * @description until then the secret from before the last change signs too
      */
      previousSecretUntil: string | null;
      /** @example 1 */
      version: number;
    };
    SubscribeDto: {
      /**
      * Format: uuid
      * @description the data agreement under which the events leave
      */
      agreementId: string;
      /**
      * @example [
      *       "minzheng.verification.v1.FileLoaded"
      *     ]
      */
      eventTypes: ("minzheng.verification.v1.MonitoredSubjectEntered" | "minzheng.verification.v1.MonitoredSubjectLeft" | "minzheng.verification.v1.VerificationCompleted" | "minzheng.verification.v1.VerificationReopened" | "minzheng.verification.v1.VerificationReportSuperseded" | "minzheng.verification.v1.VerificationReportRevoked" | "minzheng.verification.v1.FactDisputed" | "minzheng.verification.v1.FactCorrected" | "minzheng.verification.v1.AgencyFeedLate" | "minzheng.verification.v1.AgencyFeedRecovered" | "minzheng.verification.v1.FileLoaded" | "minzheng.verification.v1.FileRejected" | "minzheng.verification.v1.AgreementActivated" | "minzheng.verification.v1.AgreementSuspended" | "minzheng.verification.v1.SubscriptionPaused")[];
      /**
      * Format: uri
      * @description https, without a user name
      * @example https://receiver.example/webhooks/minzheng
      */
      url: string;
      /**
      * @description events of this region alone; default: that of the agreement
      * @example 510802
      */
      region?: string | null;
      /**
      * @description one of the agreement: needed for types that tell of persons
      * @example MEDICAL_AID
      * @enum {string|null}
      */
      purpose?: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT" | null;
      /**
      * @description begins behind this position; default: with the next event
      * @example 17
      */
      after?: string | null;
    };
    SubscriptionWithSecretDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      state: "ACTIVE" | "PAUSED" | "WITHDRAWN" | "ENDED";
      /** Format: uuid */
      agreementId: string;
      /**
      * @description code of the agency or other party
      * @example TAX
      */
      party: string;
      /** @example 51 */
      region: string;
      /**
      * @example [
      *       "minzheng.verification.v1.FileLoaded"
      *     ]
      */
      eventTypes: ("minzheng.verification.v1.MonitoredSubjectEntered" | "minzheng.verification.v1.MonitoredSubjectLeft" | "minzheng.verification.v1.VerificationCompleted" | "minzheng.verification.v1.VerificationReopened" | "minzheng.verification.v1.VerificationReportSuperseded" | "minzheng.verification.v1.VerificationReportRevoked" | "minzheng.verification.v1.FactDisputed" | "minzheng.verification.v1.FactCorrected" | "minzheng.verification.v1.AgencyFeedLate" | "minzheng.verification.v1.AgencyFeedRecovered" | "minzheng.verification.v1.FileLoaded" | "minzheng.verification.v1.FileRejected" | "minzheng.verification.v1.AgreementActivated" | "minzheng.verification.v1.AgreementSuspended" | "minzheng.verification.v1.SubscriptionPaused")[];
      /**
      * @example null
      * @enum {string|null}
      */
      purpose: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT" | null;
      /** @example https://receiver.example/webhooks/minzheng */
      url: string;
      /**
      * @description of a paused one: why
      * @enum {string|null}
      */
      pauseReason: "DELIVERIES_FAILED" | "EVENTS_EXPIRED" | "BY_OWNER" | null;
      /**
      * @description position of the last event that was delivered, or not wanted
      * @example 17
      */
      cursor: string;
      /**
      * @description deliveries of the next event that have failed in a row
      * @example 0
      */
      failures: number;
      /**
      * Format: date-time
      * @description not before, by the business clock; null: at once
      */
      nextAttemptAt: string | null;
      /**
      * Format: date-time
      * @description until then the secret from before the last change signs too
      */
      previousSecretUntil: string | null;
      /** @example 1 */
      version: number;
      /**
      * @description shown this once: it is what deliveries are signed with
      * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
      */
      secret: string;
    };
    DeliveryDto: {
      /** Format: uuid */
      id: string;
      /**
      * Format: uuid
      * @description webhook-id: the same in every attempt
      */
      eventId: string;
      /** @example minzheng.verification.v1.FileLoaded */
      eventType: string;
      /**
      * @description null: a test
      * @example 17
      */
      position: string | null;
      /** @example 1 */
      attempt: number;
      /**
      * @description delivered, or what kept it from being so
      * @example delivered
      */
      outcome: string;
      /**
      * @description of the answer; null: there was none
      * @example 204
      */
      status: number | null;
      /** @example 48 */
      latencyMs: number;
      /**
      * Format: date-time
      * @description real time
      */
      attemptedAt: string;
    };
    TestAskedDto: {
      /**
      * Format: uuid
      * @description of its row among the deliveries, and its webhook-id
      */
      deliveryId: string;
    };
    RotateSecretDto: {
      /**
      * @description how long the old secret signs beside the new one; 0: it is known to others
      * @default 24
      */
      overlapHours: number;
    };
    ResumeDto: {
      /**
      * @description goes on behind this position, also an earlier one; default: where it stopped
      * @example 17
      */
      after?: string | null;
    };
    SubscriptionReasonDto: {
      /**
      * @description stays in its log
      * @example 系统下线
      */
      reason: string;
    };
    WebhookKeyDto: {
      /** @example OKP */
      kty: string;
      /** @example Ed25519 */
      crv: string;
      /** @example 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo */
      x: string;
      /** @example EdDSA */
      alg: string;
      /** @example sig */
      use: string;
      /**
      * @description thumbprint (RFC 7638), as signatures name it
      * @example kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
      */
      kid: string;
      /**
      * @description the same key as libraries of Standard Webhooks take it
      * @example whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
      */
      whpk: string;
    };
    WebhookKeysDto: {
      keys: components["schemas"]["WebhookKeyDto"][];
    };
    TitleDto: {
      /** @example 保障人数及变动 */
      zh: string;
      /** @example Recipients and movement */
      en: string;
    };
    ReportCellDefinitionDto: {
      /** @example net */
      code: string;
      title: components["schemas"]["TitleDto"];
      /**
      * @example PERSONS
      * @enum {string}
      */
      unit: "PERSONS" | "HOUSEHOLDS" | "CASES" | "ITEMS" | "FEN" | "PERCENT" | "PER_THOUSAND" | "WORKING_DAYS" | "COUNTIES";
      /**
      * @description figures that are added; with - taken away
      * @example [
      *       "end",
      *       "-base"
      *     ]
      */
      numerator: string[];
      /**
      * @example [
      *       "persons"
      *     ]
      */
      denominator?: string[];
    };
    ReportDefinitionDto: {
      /** @example DB-01 */
      code: string;
      /**
      * @description of the definition
      * @example 1
      */
      version: number;
      title: components["schemas"]["TitleDto"];
      meaning: components["schemas"]["TitleDto"];
      /** @description what its rows are about, beside region and hukou */
      items?: components["schemas"]["TitleDto"];
      /**
      * @description law or published figure
      * @example 民发〔2021〕57号
      */
      basis: string;
      cells: components["schemas"]["ReportCellDefinitionDto"][];
    };
    ReportDefinitionsDto: {
      items: components["schemas"]["ReportDefinitionDto"][];
      /** @example null */
      nextCursor: string | null;
    };
    ReportMonthDto: {
      /** @example 2025-06 */
      month: string;
      /**
      * @description final, of a day, as the tables say it now, of several kinds, or nothing
      * @example DAILY
      * @enum {string}
      */
      source: "FROZEN" | "DAILY" | "NOW" | "MIXED" | "NONE";
      /**
      * @description of what is final
      * @example 1
      */
      version?: number;
      /**
      * Format: date
      * @example 2025-07-18
      */
      takenOn?: string;
      /** @example 1 */
      definitionVersion: number;
    };
    ReportCellDto: {
      /** @example net */
      cell: string;
      /**
      * @example PERSONS
      * @enum {string}
      */
      unit: "PERSONS" | "HOUSEHOLDS" | "CASES" | "ITEMS" | "FEN" | "PERCENT" | "PER_THOUSAND" | "WORKING_DAYS" | "COUNTIES";
      /**
      * @description of so few that no figure is shown, or it would give away another one
      * @example false
      */
      suppressed: boolean;
      /**
      * @description string of digits
      * @example 294000
      */
      numerator?: string;
      /**
      * @description string of digits
      * @example 1221600
      */
      denominator?: string;
      /**
      * @description decimal text, rounded once; absent where it divides by 0
      * @example 24.07
      */
      value?: string;
    };
    ReportRowDto: {
      /** @example 510802 */
      region: string;
      /**
      * @example ALL
      * @enum {string}
      */
      hukouType: "ALL" | "URBAN" | "RURAL" | "NONE";
      /** @example 2025-06 */
      month: string;
      /**
      * @description empty where the report has none
      * @example
      */
      item: string;
      cells: components["schemas"]["ReportCellDto"][];
    };
    ReportDto: {
      /** @example DB-01 */
      code: string;
      title: components["schemas"]["TitleDto"];
      /** @example 510802 */
      region: string;
      months: components["schemas"]["ReportMonthDto"][];
      rows: components["schemas"]["ReportRowDto"][];
    };
    FreezeDto: {
      /**
      * @description a month that is over
      * @example 2025-05
      */
      month: string;
      /**
      * @description down to a county; the caller’s region without it
      * @example 510802
      */
      region?: string | null;
      /**
      * @description why it is corrected
      * @example 补录6月停发
      */
      reason?: string | null;
    };
    /** @description RFC 9457; the types are listed in x-problems */
    Problem: {
      /**
      * Format: uri
      * @example https://minzheng.dev/problems/validation
      */
      type: string;
      title: string;
      status: number;
      detail?: string;
      /** @description for errors of the service itself */
      traceId?: string;
      errors?: {
        field: string;
        code: string;
        message: string;
      }[];
    } & {
      [key: string]: unknown;
    };
  };
  responses: {
    /** @description a problem */
    Refused: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
