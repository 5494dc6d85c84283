import assert from 'node:assert/strict';
import { taskKinds, taskStatuses } from '../../src/core/task';
import { kindLabel, statusColors, statusIcons, statusLabel } from '../../src/view/statusText';

describe('statusText', () => {
  it('has a word for each status and each kind', () => {
    assert.deepEqual(taskStatuses.map(statusLabel), [
      'Running',
      'Waiting',
      'Failed',
      'Succeeded',
      'Expired',
      'Unknown',
    ]);
    assert.deepEqual(taskKinds.map(kindLabel), ['export', 'refresh', 'prefetch', 'block', 'unblock']);
  });

  it('has an icon of its own for each status', () => {
    const icons = taskStatuses.map(status => statusIcons[status]);
    assert.deepEqual(icons, ['sync~spin', 'circle-outline', 'error', 'pass', 'history', 'question']);
  });

  it('colours what is not at rest', () =>
    assert.deepEqual(
      taskStatuses.map(status => statusColors[status]),
      [
        'charts.blue',
        undefined,
        'list.errorForeground',
        'testing.iconPassed',
        'disabledForeground',
        'list.warningForeground',
      ],
    ));
});
