import * as l10n from '@vscode/l10n';
import type { Cloud } from '../../core/cloud';

export const baidu: Cloud = {
  id: 'baidu',
  label: () => l10n.t('Baidu AI Cloud'),
  services: [
    { id: 'bls', label: () => l10n.t('Log Service (BLS)'), regional: true, tracked: false, file: 'link' },
  ],
  // Contracts baidu 2.
  regions: ['bj', 'gz', 'su', 'bd', 'fwh', 'yq', 'nj', 'cd', 'hkg'],
  defaultRegions: ['bj'],
  extraEndpoints: [],
  projects: false,
  sites: [],
  credentials: [
    {
      kind: 'accessKey',
      label: () => l10n.t('Access key'),
      fields: [
        { name: 'accessKeyId', label: () => l10n.t('Access Key ID'), secret: false },
        { name: 'secretAccessKey', label: () => l10n.t('Secret Access Key'), secret: true },
      ],
    },
    {
      kind: 'accessKey',
      label: () => l10n.t('Temporary access key (STS)'),
      fields: [
        { name: 'accessKeyId', label: () => l10n.t('Access Key ID'), secret: false },
        { name: 'secretAccessKey', label: () => l10n.t('Secret Access Key'), secret: true },
        { name: 'sessionToken', label: () => l10n.t('Session token'), secret: true },
      ],
    },
  ],
  provider: async () => (await import('./provider')).provider,
  importer: async () => (await import('./credentialFiles')).importer,
  simulator: async () => (await import('./simulator')).simulator,
};
