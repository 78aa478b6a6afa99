import { describe, expect, test } from "vitest";
import { asked, createTestSandbox, ids, pages } from "../clio/testing.ts";
import { ALL_FAULTS } from "./types.ts";
import type { AnyFault } from "./types.ts";

const path = "notes?type=contact";

function firm() {
  const sandbox = createTestSandbox({ filling: { firm: "imaginary" } });
  const [contact] = sandbox.tables.contacts.scan();
  const post = (detail = "x") =>
    asked(sandbox, "notes", { method: "POST", json: { data: { type: "Contact", contact: { id: contact?.id }, detail } } }).then(
      (answer) => answer.status,
      () => null,
    );
  return { sandbox, post };
}

describe("faults of writes", () => {
  test.each([
    ["request_dropped", null, 0],
    ["answer_dropped", null, 1],
    ["error_500_before", 500, 0],
    ["error_500_after", 500, 1],
    ["gateway_504", 504, 0],
    ["gateway_504_after", 504, 1],
    ["limited_429_seconds", 429, 0],
  ] as const)("%s: the client hears %s, and %i is written", async (fault, status, written) => {
    const { sandbox, post } = firm();
    sandbox.faults.script(fault, /notes/);
    expect([await post(), sandbox.tables.notes.count()]).toEqual([status, written]);
    expect(sandbox.faults.reached()).toEqual({ [fault]: 1 });
  });

  test.each([
    ["applied_late_504", 504],
    ["applied_late_dropped", null],
  ] as const)("%s: nothing is there yet, and once its time has come it is", async (fault, status) => {
    const { sandbox, post } = firm();
    sandbox.faults.set({ seed: 1, rates: {}, write_rates: { [fault]: 1 }, late_ms: [20_000, 30_000] });
    expect(await post("Ref. AAAABBBBCCCCDDDD")).toBe(status);
    expect([sandbox.tables.notes.count(), sandbox.written.pending]).toEqual([0, 1]);
    await sandbox.clock.advance(19_000);
    expect(ids(await pages(sandbox, path))).toEqual([]);
    await sandbox.clock.advance(11_000);
    expect(ids(await pages(sandbox, path))).toEqual([1]);
    expect([sandbox.written.pending, sandbox.written.count("AAAABBBBCCCCDDDD")]).toEqual([0, 1]);
  });

  test("rates of writes leave reading alone, and rates for all hold for writes that have none of their own", async () => {
    const { sandbox, post } = firm();
    sandbox.faults.set({ seed: 1, rates: {}, write_rates: { error_500_before: 1 } });
    expect(ids(await pages(sandbox, path))).toEqual([]);
    expect(await post()).toBe(500);
    sandbox.faults.set({ seed: 1, rates: { error_500_before: 1 }, write_rates: {} });
    expect(await post()).toBe(201);
    sandbox.faults.set({ seed: 1, rates: { error_500_before: 1 } });
    expect(await post()).toBe(500);
  });

  test("the mix that a run asks for comes about by its rates, and the same seed makes the same run", async () => {
    const rates: Partial<Record<AnyFault, number>> = {
      request_dropped: 0.02,
      answer_dropped: 0.03,
      error_500_before: 0.02,
      error_500_after: 0.01,
    };
    const run = async () => {
      const { sandbox, post } = firm();
      sandbox.faults.set({ seed: 7, rates: {}, write_rates: rates });
      for (let time = 0; time < 2_000; time++) await post();
      return [sandbox.tables.notes.count(), sandbox.faults.reached()] as const;
    };
    const [written, reached] = await run();
    expect(await run()).toEqual([written, reached]);
    for (const fault of ALL_FAULTS) expect(Math.abs((reached[fault] ?? 0) - (rates[fault] ?? 0) * 2_000), fault).toBeLessThan(25);
    expect(written).toBe(2_000 - (reached.request_dropped ?? 0) - (reached.error_500_before ?? 0));
  });

  test("a share of new rows is in lists only later: which, is a matter of the seed", async () => {
    const { sandbox, post } = firm();
    sandbox.lag.set({ seed: 5, kinds: { notes: { rate: 0.2, from_ms: 0, to_ms: 600_000 } } });
    for (let time = 0; time < 500; time++) await post();
    const listed = async () => (await pages(sandbox, path)).flatMap((page) => page.data).length;
    const before = await listed();
    expect(Math.abs(before - 400)).toBeLessThan(40);
    expect(sandbox.lag.hidden()).toBe(500 - before);
    await sandbox.clock.advance(300_000);
    const between = await listed();
    expect(between).toBeGreaterThan(before);
    await sandbox.clock.advance(300_000);
    expect([await listed(), sandbox.lag.hidden(), sandbox.lag.reached()]).toEqual([500, 0, 500 - before]);
    expect(() => sandbox.lag.set({ seed: 1, kinds: { tags: { rate: 1, from_ms: 0, to_ms: 1 } } })).toThrow("tags is not written");
  });
});
