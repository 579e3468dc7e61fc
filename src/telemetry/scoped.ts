import { AsyncLocalStorage } from 'node:async_hooks';

interface Frame {
  owner: Scoped<unknown>;
  value: unknown;
  outer: Frame | undefined;
}

/** One for all: before Node 24 each that is in use costs something at every asynchronous step of the process. */
const frames = new AsyncLocalStorage<Frame>();

/** A value that holds for a piece of work and whatever it awaits. */
export class Scoped<T> {
  run<Result>(value: T, work: () => Result): Result {
    return frames.run({ owner: this, value, outer: frames.getStore() }, work);
  }

  /** Of the innermost piece of work; undefined outside of any. */
  get(): T | undefined {
    let frame = frames.getStore();
    while (frame !== undefined && frame.owner !== this) frame = frame.outer;
    return frame?.value as T | undefined;
  }
}
