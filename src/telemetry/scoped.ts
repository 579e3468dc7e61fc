import { AsyncLocalStorage } from 'node:async_hooks';

interface Frame {
  owner: Scoped<unknown>;
  value: unknown;
  outer: Frame | undefined;
}

/** Shared: before Node 24 every AsyncLocalStorage in use costs time at each asynchronous step of the process. */
const frames = new AsyncLocalStorage<Frame>();

/** A value that is available in a piece of work and in everything it awaits. */
export class Scoped<T> {
  run<Result>(value: T, work: () => Result): Result {
    return frames.run({ owner: this, value, outer: frames.getStore() }, work);
  }

  /** The value of the innermost scope; undefined outside of all. */
  get(): T | undefined {
    let frame = frames.getStore();
    while (frame !== undefined && frame.owner !== this) frame = frame.outer;
    return frame?.value as T | undefined;
  }
}
