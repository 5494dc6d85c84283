import * as l10n from '@vscode/l10n';
import type { Cloud } from '../../core/cloud';

export const alibaba: Cloud = {
  id: 'alibaba',
  label: () => l10n.t('Alibaba Cloud'),
  services: [
    {
      id: 'cloudFirewall',
      label: () => l10n.t('Cloud Firewall'),
      regional: false,
      tracked: false,
      file: 'link',
    },
    { id: 'cdn', label: () => l10n.t('CDN'), regional: false, tracked: false, file: 'none' },
  ],
  regions: [],
  defaultRegions: [],
  extraEndpoints: [],
  projects: false,
  sites: [
    { id: 'china', label: () => l10n.t('China site (aliyun.com)') },
    { id: 'international', label: () => l10n.t('International site (alibabacloud.com)') },
  ],
  credentials: [
    {
      kind: 'accessKey',
      label: () => l10n.t('Access key'),
      fields: [
        { name: 'accessKeyId', label: () => l10n.t('AccessKey ID'), secret: false },
        { name: 'accessKeySecret', label: () => l10n.t('AccessKey secret'), secret: true },
      ],
    },
    {
      kind: 'accessKey',
      label: () => l10n.t('Temporary access key (STS)'),
      fields: [
        { name: 'accessKeyId', label: () => l10n.t('AccessKey ID'), secret: false },
        { name: 'accessKeySecret', label: () => l10n.t('AccessKey secret'), secret: true },
        { name: 'securityToken', label: () => l10n.t('Security token'), secret: true },
      ],
    },
  ],
  provider: async () => (await import('./provider')).provider,
  importer: async () => (await import('./credentialFiles')).importer,
  simulator: async () => (await import('./simulator')).simulator,
};
