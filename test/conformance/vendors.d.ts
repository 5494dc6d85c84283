/** The package has types, but none of this file. */
declare module '@baiducloud/sdk/src/auth' {
  export default class Auth {
    constructor(accessKeyId: string, secretAccessKey: string);
    generateAuthorization(
      method: string,
      path: string,
      parameters: Readonly<Record<string, string | null>>,
      headers: Readonly<Record<string, string>>,
      unixSeconds: number,
      expiresIn: number,
      headersToSign: readonly string[],
    ): string;
  }
}

/** Of this file it has none either. */
declare module '@baiducloud/sdk/src/bce_base_client' {
  export default class BceBaseClient {
    constructor(
      config: {
        readonly endpoint: string;
        readonly credentials: { readonly ak: string; readonly sk: string };
        readonly sessionToken?: string;
      },
      service: string,
    );
    /** How far the system's clock is off, milliseconds; the vendor keeps it on the prototype. */
    timeOffset?: number;
    /** Resolves with what was read from JSON; rejects with an object that is no Error. */
    sendRequest(
      method: string,
      path: string,
      options?: { readonly body?: string; readonly params?: Readonly<Record<string, string>> },
    ): Promise<{ readonly body: Readonly<Record<string, unknown>> }>;
  }
}
