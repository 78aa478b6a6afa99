/** The way to a provider's token endpoint: slow, sometimes lost, sometimes broken. What becomes of a connection's n-th request is fixed by the seed. */
import { createHash } from "node:crypto";
import type { Sandbox } from "../sandbox/kit/types.ts";
import type { Clock } from "../src/lib/clock.ts";

/** How long Privity waits for one request (`connections/tokens.ts`). */
const PATIENCE_MS = 25_000;
const SLOWEST_MS = 20_000;

/** `lost`: done, and the answer is lost. `silent`: never arrives. `slow`: is done long after we gave up. */
const FATES = { lost: 0.05, error_500: 0.03, silent: 0.01, slow: 0.01 } as const;
type Fate = keyof typeof FATES | "answered";

export interface Line {
  connection_id: string;
  asked: number;
  in_flight: number;
  /** Refreshes that the provider carried out, and whose answer never arrived. */
  lost: number;
}

export class TokenWire {
  calm = false;
  /** Most refreshes of one connection that somebody waited for at once. */
  most_at_once = 0;
  under_way = 0;
  refreshes = 0;
  readonly reached: Record<Fate, number> = { lost: 0, error_500: 0, silent: 0, slow: 0, answered: 0 };
  readonly #sandbox: Sandbox;
  readonly #clock: Clock;
  readonly #seed: number;

  constructor(sandbox: Sandbox, clock: Clock, seed: number) {
    this.#sandbox = sandbox;
    this.#clock = clock;
    this.#seed = seed;
  }

  async refresh(line: Line, request: Request): Promise<Response> {
    this.refreshes += 1;
    line.in_flight += 1;
    this.most_at_once = Math.max(this.most_at_once, line.in_flight);
    try {
      return await this.#answer(line, request);
    } finally {
      line.in_flight -= 1;
    }
  }

  async #answer(line: Line, request: Request): Promise<Response> {
    const [chance, share, delay] = draw(`${this.#seed} ${line.connection_id} ${line.asked++}`);
    const fate = this.calm ? "answered" : fateOf(chance);
    this.reached[fate] += 1;
    const takes_ms = delay * SLOWEST_MS;
    if (fate === "silent" || fate === "slow") {
      if (fate === "slow") void this.#clock.sleep(PATIENCE_MS + 3 * takes_ms).then(() => this.#carryOut(line, request, true));
      await this.#clock.sleep(PATIENCE_MS);
      throw new DOMException("Nothing complete in time", "TimeoutError");
    }
    await this.#clock.sleep(takes_ms * share);
    if (fate === "error_500") return new Response("{}", { status: 500 });
    const answer = await this.#carryOut(line, request, fate === "lost");
    await this.#clock.sleep(takes_ms * (1 - share));
    if (fate === "lost") throw new TypeError("fetch failed");
    return answer;
  }

  async #carryOut(line: Line, request: Request, lost: boolean): Promise<Response> {
    const answer = await this.pass(new Request(request, { signal: null }));
    if (lost && answer.ok) line.lost += 1;
    return answer;
  }

  async pass(request: Request): Promise<Response> {
    this.under_way += 1;
    try {
      const answer = await this.#sandbox.fetch(request);
      return new Response(await answer.arrayBuffer(), { status: answer.status, headers: answer.headers });
    } finally {
      this.under_way -= 1;
    }
  }
}

function fateOf(chance: number): Fate {
  let left = chance;
  for (const [fate, share] of Object.entries(FATES) as [keyof typeof FATES, number][]) if ((left -= share) < 0) return fate;
  return "answered";
}

/** Three numbers from 0 to 1. */
function draw(text: string): [number, number, number] {
  const hash = createHash("sha256").update(text).digest();
  const at = (index: number) => hash.readUInt32BE(index * 4) / 2 ** 32;
  return [at(0), at(1), at(2)];
}
