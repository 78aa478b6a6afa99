import type { SandboxClock } from "./types.ts";

interface Timer {
  at: number;
  task: () => void | Promise<void>;
}

/** setTimeout counts in 32 bits; longer waits are taken in steps. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** Timers in the order in which they are due; equal times in the order in which they were set. */
class Agenda {
  readonly #timers: Timer[] = [];

  add(timer: Timer): void {
    // From the end: most timers are set for later than all others, and a run of many late writes sets very many.
    this.#timers.splice(this.#timers.findLastIndex((other) => other.at <= timer.at) + 1, 0, timer);
  }

  next(): Timer | undefined {
    return this.#timers[0];
  }

  /** Takes the first timer that is due at `now`. */
  due(now: number): Timer | undefined {
    const first = this.#timers[0];
    return first && first.at <= now ? this.#timers.shift() : undefined;
  }
}

/**
 * `real` follows the system's clock, shifted by what `advance` added; `manual` stands still until it is advanced.
 * While advancing, a timer sees the time for which it was set, as if that time had really come.
 */
export function createClock(options: { mode: "real" } | { mode: "manual"; start: string }): SandboxClock {
  return options.mode === "manual" ? manualClock(new Date(options.start).getTime()) : realClock();
}

function manualClock(start: number): SandboxClock {
  if (Number.isNaN(start)) throw new Error("The clock's start is no date");
  const agenda = new Agenda();
  let now = start;
  return {
    now: () => new Date(now),
    at: (at, task) => agenda.add({ at: Math.max(at.getTime(), now), task }),
    async advance(ms) {
      const target = now + ms;
      for (let timer = agenda.due(target); timer; timer = agenda.due(target)) {
        now = Math.max(now, timer.at);
        await timer.task();
      }
      now = Math.max(now, target);
    },
  };
}

function realClock(): SandboxClock {
  const agenda = new Agenda();
  let shift = 0;
  let alarm: NodeJS.Timeout | undefined;
  const now = () => Date.now() + shift;
  const runDue = async (): Promise<void> => {
    for (let timer = agenda.due(now()); timer; timer = agenda.due(now())) await timer.task();
  };
  const setAlarm = (): void => {
    clearTimeout(alarm);
    const next = agenda.next();
    if (!next) return;
    alarm = setTimeout(() => void runDue().finally(setAlarm), Math.min(Math.max(next.at - now(), 0), LONGEST_WAIT));
    alarm.unref();
  };
  return {
    now: () => new Date(now()),
    at(at, task) {
      agenda.add({ at: at.getTime(), task });
      setAlarm();
    },
    async advance(ms) {
      shift += ms;
      await runDue();
      setAlarm();
    },
  };
}

/** A pause on the wire (slow bodies), in real time whatever clock the sandbox lives by. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
