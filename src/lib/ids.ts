/** Our own ids: UUID version 7 (RFC 9562 §5.7), so that rows made later sort later and indexes grow at one end. */
import { randomFillSync } from "node:crypto";
import { systemClock, type Clock } from "./clock.ts";

let last_ms = 0;
let counter = 0;

/** Asked of the system for many ids at a time: each request costs more than the rest of an id. */
const POOL = Buffer.alloc(8 * 256);
let used = POOL.length;
function eightRandom(): Buffer {
  if (used === POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  used += 8;
  return POOL.subarray(used - 8, used);
}

/** Ids of one process never go back, also within a millisecond: the 12 bits after the version count (RFC 9562 §6.2, method 1). */
export function newId(clock: Clock = systemClock): string {
  const now = clock.now().getTime();
  if (now > last_ms) {
    last_ms = now;
    counter = 0;
  } else if (++counter > 0xfff) {
    last_ms += 1;
    counter = 0;
  }
  const time = last_ms.toString(16).padStart(12, "0");
  const random = eightRandom();
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80; // variant
  const tail = random.toString("hex");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, "0")}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/** No id that was made at that moment or later comes before it. */
export function firstIdAt(at: Date): string {
  const time = at.getTime().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
