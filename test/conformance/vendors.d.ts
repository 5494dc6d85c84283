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
