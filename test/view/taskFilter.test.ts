import assert from 'node:assert/strict';
import { ageText, filterText } from '../../src/view/filterText';
import { acceptance, type TaskFilter } from '../../src/view/taskFilter';
import { taskOf } from '../fakes/tasks';
import { english, now, worldOf } from '../fakes/world';

const hour = 3600_000;
const task = taskOf('id-7', {
  name: 'Nightly NGINX',
  file: { name: '漏洞.csv' },
  status: 'failed',
  createdAt: new Date(now - 2 * hour),
});

describe('acceptance', () => {
  for (const [filter, expected] of [
    [{ text: 'nginx' }, true],
    [{ text: 'nginx night' }, true],
    [{ text: 'ID-7' }, true],
    [{ text: '漏洞' }, true],
    [{ text: 'nginx weekly' }, false],
    [{ statuses: ['failed', 'running'] }, true],
    [{ statuses: ['running'] }, false],
    [{ services: ['exports'] }, true],
    [{ services: ['cdn'] }, false],
    [{ maxAge: 3 * hour }, true],
    [{ maxAge: hour }, false],
    [{ text: 'nginx', statuses: ['succeeded'] }, false],
  ] as const satisfies readonly (readonly [TaskFilter, boolean])[]) {
    it(`of ${JSON.stringify(filter)} ${expected ? 'lets it pass' : 'holds it back'}`, () =>
      assert.equal(acceptance(filter)?.(task, now), expected));
  }

  it('of an age holds back what has no date', () =>
    assert.equal(acceptance({ maxAge: hour })?.(taskOf('1'), now), false));

  it('is none where all pass', () => {
    for (const filter of [{}, { text: '  ' }, { statuses: [], services: [] }])
      assert.equal(acceptance(filter), undefined);
  });
});

describe('filterText', () => {
  it('says all of a filter, in words', () =>
    assert.equal(
      filterText(
        {
          text: ' nginx ',
          statuses: ['failed', 'running'],
          services: ['exports', 'moon'],
          maxAge: 72 * hour,
        },
        worldOf(),
      ),
      'nginx · Failed, Running · Exports, moon · last 3 days',
    ));

  it('is empty for none', () => assert.equal(filterText({}, worldOf()), ''));

  it('tells an age in its largest unit', () => {
    assert.equal(ageText(hour, english), 'last 60 min');
    assert.equal(ageText(24 * hour, english), 'last 24 hr');
  });
});
