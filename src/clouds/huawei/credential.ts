import * as z from 'zod/mini';
import { filledText, headerText } from '../../core/arguments';

/** An access key, permanent or (with a security token) temporary. */
const AccessKey = z.strictObject({
  kind: z.literal('accessKey'),
  accessKeyId: headerText(),
  secretAccessKey: filledText(),
  securityToken: z.optional(headerText()),
});

/** An IAM user, exchanged for a token that lives 24 hours. The password is taken as typed, blanks and all. */
const Password = z.strictObject({
  kind: z.literal('password'),
  domain: filledText(),
  user: filledText(),
  password: z.string().check(z.minLength(1)),
});

const Token = z.strictObject({ kind: z.literal('token'), token: headerText() });

export const HuaweiCredential = z.discriminatedUnion('kind', [AccessKey, Password, Token]);
export type HuaweiCredential = z.infer<typeof HuaweiCredential>;
export type HuaweiPassword = z.infer<typeof Password>;
