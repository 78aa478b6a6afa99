/** Time is an argument: only this file reads the system's clock or sets a timer. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms` milliseconds, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const timer = setTimeout(done, ms);
      function done() {
        signal?.removeEventListener("abort", abort);
        resolve();
      }
      function abort() {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      }
      signal?.addEventListener("abort", abort, { once: true });
    }),
};

/**
 * Runs `task` with a signal that aborts after `ms` milliseconds of real time; rejects then, also where the task ignores its signal.
 * Real time on purpose: how long a socket may stay silent has nothing to do with a clock that a test moves.
 */
export async function within<T>(ms: number, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return whileAlive(ms, task);
}

/** As `within`, for a task of any length that tells of its progress: with every call of `alive` the time begins anew. */
export async function whileAlive<T>(ms: number, task: (signal: AbortSignal, alive: () => void) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const reason = new DOMException(`Nothing complete within ${ms} ms`, "TimeoutError");
      controller.abort(reason);
      reject(reason);
    }, ms);
  });
  try {
    return await Promise.race([task(controller.signal, () => void timer?.refresh()), late]);
  } finally {
    clearTimeout(timer);
  }
}
