import * as z from 'zod/mini';
import { filledText, headerText } from '../../core/arguments';

/** An access key; with a security token it is a temporary one (STS). */
export const AlibabaCredential = z.strictObject({
  kind: z.literal('accessKey'),
  accessKeyId: headerText(),
  accessKeySecret: filledText(),
  securityToken: z.optional(headerText()),
});
export type AlibabaCredential = z.infer<typeof AlibabaCredential>;
