import * as z from 'zod/mini';
import { filledText } from '../../core/arguments';

/** An access key; with a security token it is a temporary one (STS). */
export const AlibabaCredential = z.strictObject({
  kind: z.literal('accessKey'),
  accessKeyId: filledText(),
  accessKeySecret: filledText(),
  securityToken: z.optional(filledText()),
});
export type AlibabaCredential = z.infer<typeof AlibabaCredential>;
