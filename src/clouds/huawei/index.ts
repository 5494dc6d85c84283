import * as l10n from '@vscode/l10n';
import type { Cloud } from '../../core/cloud';

export const huawei: Cloud = {
  id: 'huawei',
  label: () => l10n.t('Huawei Cloud'),
  services: [
    {
      id: 'hss',
      label: () => l10n.t('Host Security (HSS)'),
      regional: true,
      tracked: true,
      file: 'authenticated',
    },
  ],
  // Contracts huawei 2.1.
  regions: [
    ...['cn-north-1', 'cn-north-2', 'cn-north-4', 'cn-north-9', 'cn-north-11', 'cn-north-12'],
    ...['cn-east-2', 'cn-east-3', 'cn-east-4', 'cn-east-5'],
    ...['cn-south-1', 'cn-south-2', 'cn-south-4', 'cn-southwest-2', 'cn-southwest-3'],
    ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5'],
    ...['na-mexico-1', 'la-north-2', 'la-south-2', 'sa-brazil-1', 'af-south-1', 'af-north-1'],
    ...['tr-west-1', 'ae-ad-1', 'me-east-1', 'my-kualalumpur-1', 'ru-moscow-1', 'eu-west-101'],
  ],
  defaultRegions: ['cn-north-4'],
  extraEndpoints: ['iam'],
  projects: true,
  sites: [],
  credentials: [
    {
      kind: 'accessKey',
      label: () => l10n.t('Access key'),
      fields: [
        { name: 'accessKeyId', label: () => l10n.t('Access Key ID (AK)'), secret: false },
        { name: 'secretAccessKey', label: () => l10n.t('Secret Access Key (SK)'), secret: true },
        {
          name: 'securityToken',
          label: () => l10n.t('Security token (temporary keys only)'),
          secret: true,
          optional: true,
        },
      ],
    },
    {
      kind: 'password',
      label: () => l10n.t('IAM user and password'),
      fields: [
        { name: 'domain', label: () => l10n.t('Account name'), secret: false },
        { name: 'user', label: () => l10n.t('IAM user name'), secret: false },
        { name: 'password', label: () => l10n.t('Password'), secret: true },
      ],
    },
    {
      kind: 'token',
      label: () => l10n.t('Token (X-Auth-Token)'),
      fields: [{ name: 'token', label: () => l10n.t('Token'), secret: true }],
    },
  ],
  provider: async () => (await import('./provider')).provider,
  importer: async () => (await import('./credentialFiles')).importer,
  simulator: async () => (await import('./simulator')).simulator,
};
