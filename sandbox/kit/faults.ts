import { createRandom } from "./random.ts";
import type { AnyFault, FaultRates, Faults, Rates } from "./types.ts";
import { ALL_FAULTS } from "./types.ts";

export type RequestKind = "read" | "write" | "storage";

const LATE_MS = [5_000, 60_000] as const;

export interface FaultPlan extends Faults {
  /** The fault for this request, if any; scripted ones come first. Only faults that `fits` accepts can be drawn. */
  draw(kind: RequestKind, route: string, fits: (fault: AnyFault) => boolean): AnyFault | null;
  /** How late the next late write comes about, in milliseconds. */
  late(): number;
  /** Counts a fault that was really injected. */
  reach(fault: AnyFault): void;
}

export function createFaults(): FaultPlan {
  let plan: FaultRates = { seed: 1, rates: {} };
  let lateness = createRandom(1);
  let random = createRandom(1);
  let scripts: { fault: AnyFault; route: RegExp; left: number }[] = [];
  const reached: Partial<Record<AnyFault, number>> = {};

  const scripted = (route: string, fits: (fault: AnyFault) => boolean): AnyFault | null => {
    const script = scripts.find((one) => one.left > 0 && one.route.test(route) && fits(one.fault));
    if (!script) return null;
    script.left--;
    return script.fault;
  };
  const ratesOf = (kind: RequestKind): Rates =>
    kind === "storage" ? (plan.storage_rates ?? {}) : kind === "write" ? (plan.write_rates ?? plan.rates) : plan.rates;
  // One number per request, whatever faults are set: the same seed meets the same requests at the same places.
  const byChance = (rates: Rates, fits: (fault: AnyFault) => boolean): AnyFault | null => {
    let chance = random.next();
    for (const fault of ALL_FAULTS) {
      chance -= rates[fault] ?? 0;
      if (chance < 0) return fits(fault) ? fault : null;
    }
    return null;
  };

  return {
    set(given) {
      plan = { ...given };
      random = createRandom(plan.seed);
      lateness = createRandom(plan.seed ^ 0x1a7e);
    },
    script: (fault, route, times = 1) =>
      void scripts.push({ fault, route: new RegExp(route.source, route.flags.replaceAll(/[gy]/g, "")), left: times }),
    clear() {
      plan = { seed: plan.seed, rates: {} };
      scripts = [];
    },
    reached: () => ({ ...reached }),
    rates: () => ({ ...plan.rates }),
    plan: () => plan,
    draw: (kind, route, fits) => scripted(route, fits) ?? byChance(ratesOf(kind), fits),
    late() {
      const [from, to] = plan.late_ms ?? LATE_MS;
      return from + lateness.next() * (to - from);
    },
    reach: (fault) => void (reached[fault] = (reached[fault] ?? 0) + 1),
  };
}
