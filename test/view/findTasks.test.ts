import assert from 'node:assert/strict';
import { findTasks } from '../../src/view/findTasks';
import { taskOf } from '../fakes/tasks';

describe('findTasks', () => {
  const tasks = [
    taskOf('1', { name: 'https://img.example.com/nightly/a.css', createdAt: new Date(1) }),
    taskOf('2', { name: 'nginx-errors', createdAt: new Date(2) }),
    taskOf('3', { name: 'engineering', createdAt: new Date(3) }),
    taskOf('4', { name: 'weekly', file: { name: '漏洞.csv' }, createdAt: new Date(4) }),
  ];
  const found = (text: string) => findTasks(tasks, text).map(({ id }) => id);

  it('takes the beginning of a word before its middle, and that before its letters alone', () => {
    const named = ['x-log', 'catalog', 'l-o-g', 'other'].map((name, index) => taskOf(`${index}`, { name }));
    assert.deepEqual(
      findTasks(named, 'LOG').map(({ name }) => name),
      ['x-log', 'catalog', 'l-o-g'],
    );
  });

  it('finds by the name of the file and by the id', () => {
    assert.deepEqual(found('漏洞'), ['4']);
    assert.deepEqual(found('3'), ['3']);
  });

  it('wants every word', () => {
    assert.deepEqual(found('img css'), ['1']);
    assert.deepEqual(found('img weekly'), []);
  });

  it('offers the newest where all are alike, and for no text', () =>
    assert.deepEqual(found(''), ['4', '3', '2', '1']));

  it('offers no more than anybody reads', () =>
    assert.equal(
      findTasks(
        Array.from({ length: 1000 }, (_, index) => taskOf(`${index}`)),
        'task',
      ).length,
      200,
    ));
});
