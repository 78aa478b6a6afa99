/** First runs, step by step. */
import { expect, test } from "vitest";
import { NOT_BEGUN, stepOf, type FirstRun } from "./first_run.ts";

const ours = {
  connection_id: "one",
  provider: "mycase",
  purpose: "writeback",
  state: "connected",
  first_synced_at: null,
  erasing_since: null,
} as const;
const reading = { ...ours, purpose: "sync" } as const;
const named: FirstRun = { ...NOT_BEGUN, firm_named_at: "2026-11-21T09:00:00Z" };
const chosen: FirstRun = { ...named, provider: "mycase" };

test("B-CON-2: a first run goes from the firm to its provider, its sign-in, whose account reads and the preset, and reads only then", () => {
  expect(stepOf(null, [])).toBe("firm");
  expect(stepOf(NOT_BEGUN, [])).toBe("firm");
  expect(stepOf(named, [])).toBe("provider");
  expect(stepOf(chosen, [])).toBe("connect");
  expect(stepOf(chosen, [ours])).toBe("reader");
  expect(stepOf({ ...chosen, connection_id: "one" }, [ours])).toBe("preset");
  expect(stepOf({ ...chosen, connection_id: "one" }, [reading])).toBe("reading");
  expect(stepOf(chosen, [{ ...reading, first_synced_at: "2026-11-21T09:10:00Z" }])).toBe("review");
  expect(stepOf({ ...chosen, finished_at: "2026-11-21T09:20:00Z" }, [reading])).toBe("done");
});

test("B-CON-2: whoever was connected in another way, left again, or is being erased, stands where that leaves them", () => {
  expect(stepOf(null, [reading]), "by the command line").toBe("done");
  expect(stepOf(null, [ours]), "nobody reads").toBe("firm");
  expect(stepOf(chosen, [{ ...ours, provider: "clio" }]), "another provider's account").toBe("connect");
  expect(stepOf({ ...chosen, connection_id: "one" }, [{ ...ours, state: "disconnected" }])).toBe("connect");
  expect(stepOf({ ...chosen, connection_id: "another" }, [ours]), "the chosen account is gone").toBe("reader");
  expect(stepOf(chosen, [{ ...reading, erasing_since: "2026-11-21T09:20:00Z" }])).toBe("connect");
});
