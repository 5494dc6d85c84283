import assert from 'node:assert/strict';
import { Emitter, Owner } from '../../src/core/lifecycle';

describe('Emitter', () => {
  it('tells every listener, a function that listens twice twice', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const listen = (value: number) => void heard.push(value);
    emitter.event(listen);
    const second = emitter.event(listen);
    emitter.fire(1);
    second.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, [1, 1, 2]);
  });

  it('tells a listener that another one removed while the round was on', () => {
    const emitter = new Emitter<void>();
    const heard: string[] = [];
    emitter.event(() => second.dispose());
    const second = emitter.event(() => heard.push('second'));
    emitter.fire();
    emitter.fire();
    assert.deepEqual(heard, ['second']);
  });

  it('tells nobody once it is disposed', () => {
    const emitter = new Emitter<void>();
    let heard = 0;
    emitter.event(() => heard++);
    emitter.dispose();
    emitter.fire();
    assert.equal(heard, 0);
  });
});

describe('Owner', () => {
  it('disposes what it owns once, last first', () => {
    const gone: string[] = [];
    class Two extends Owner {
      readonly a = this.own({ dispose: () => void gone.push('a') });
      readonly b = this.own({ dispose: () => void gone.push('b') });
    }
    const owner = new Two();
    owner.dispose();
    owner.dispose();
    assert.deepEqual(gone, ['b', 'a']);
  });
});
