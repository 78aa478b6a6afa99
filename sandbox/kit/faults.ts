import { createRandom } from "./random.ts";
import type { FaultName, Faults } from "./types.ts";
import { FAULTS } from "./types.ts";

export interface FaultPlan extends Faults {
  /** The fault for this request, if any; scripted ones come first. Only faults that `fits` accepts can be drawn. */
  draw(route: string, fits: (fault: FaultName) => boolean): FaultName | null;
  /** Counts a fault that was really injected. */
  reach(fault: FaultName): void;
}

export function createFaults(): FaultPlan {
  let rates: Partial<Record<FaultName, number>> = {};
  let random = createRandom(1);
  let scripts: { fault: FaultName; route: RegExp; left: number }[] = [];
  const reached: Partial<Record<FaultName, number>> = {};

  const scripted = (route: string, fits: (fault: FaultName) => boolean): FaultName | null => {
    const script = scripts.find((one) => one.left > 0 && one.route.test(route) && fits(one.fault));
    if (!script) return null;
    script.left--;
    return script.fault;
  };
  // One number per request, whatever faults are set: the same seed meets the same requests at the same places.
  const byChance = (fits: (fault: FaultName) => boolean): FaultName | null => {
    let chance = random.next();
    for (const fault of FAULTS) {
      chance -= rates[fault] ?? 0;
      if (chance < 0) return fits(fault) ? fault : null;
    }
    return null;
  };

  return {
    set(plan) {
      rates = { ...plan.rates };
      random = createRandom(plan.seed);
    },
    script: (fault, route, times = 1) =>
      void scripts.push({ fault, route: new RegExp(route.source, route.flags.replaceAll(/[gy]/g, "")), left: times }),
    clear() {
      rates = {};
      scripts = [];
    },
    reached: () => ({ ...reached }),
    rates: () => ({ ...rates }),
    draw: (route, fits) => scripted(route, fits) ?? byChance(fits),
    reach: (fault) => void (reached[fault] = (reached[fault] ?? 0) + 1),
  };
}
