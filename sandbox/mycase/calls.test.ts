import { describe, expect, test } from "vitest";
import { myCaseId } from "./fill_imaginary.ts";
import { get, rows, send, still } from "./testing.ts";

const client = myCaseId("people", "adaeze");
const CALL = {
  called_at: "2026-10-05T14:00:00Z",
  caller_phone_number: "(619) 555-0142",
  call_for: { id: myCaseId("staff", "ruth") },
  message: "Wants news.\nRef. AAAABBBBCCCCDDDD",
  client: { id: client },
  call_type: "outgoing",
  resolved: true,
};

describe("logging a call", () => {
  test("202 without a word; it is there some seconds later, and can be found by when it changed", async () => {
    const sandbox = still();
    const answer = await send(sandbox, "POST", "calls", CALL);
    expect([answer.status, await answer.text(), answer.headers.get("location")]).toEqual([202, "", null]);
    expect([await rows(sandbox, "calls"), sandbox.written.pending]).toEqual([[], 1]);
    await sandbox.clock.advance(5_000);
    expect(sandbox.written.pending).toBe(0);
    const found = await rows(sandbox, "calls?filter[updated_after]=2026-10-05T14:55:00Z");
    expect(found).toMatchObject([
      { message: CALL.message, client: { id: client }, case: null, lead: null, caller_name: null, resolved: true },
    ]);
    expect(found[0]).not.toHaveProperty("written_by");
    expect(await rows(sandbox, "calls?filter[updated_after]=2026-10-05T15:00:06Z")).toEqual([]);
    expect((await get(sandbox, `calls/${found[0]?.id}`)).status).toBe(404);
  });

  test("without `resolved` the firm gets a call to return", async () => {
    const sandbox = still({ switches: { call_delay_seconds: 0 } });
    await send(sandbox, "POST", "calls", { ...CALL, resolved: undefined });
    expect(await rows(sandbox, "calls")).toMatchObject([{ resolved: false }]);
  });

  test.each([
    ["nobody named", { client: undefined }],
    ["two named", { caller_name: "Somebody" }],
    ["no number", { caller_phone_number: "" }],
    ["for nobody", { call_for: undefined }],
    ["for somebody who is not there", { call_for: { id: 1 } }],
    ["a client who is not there", { client: { id: 1 } }],
    ["an unknown direction", { call_type: "missed" }],
  ])("%s: 422, or taken and never made", async (_, change) => {
    const sandbox = still();
    expect((await send(sandbox, "POST", "calls", { ...CALL, ...change })).status).toBe(422);
    sandbox.switches.call_validation = "silent";
    expect((await send(sandbox, "POST", "calls", { ...CALL, ...change })).status).toBe(202);
    await sandbox.clock.advance(60_000);
    expect(await rows(sandbox, "calls")).toEqual([]);
  });

  test("a share of good calls may be refused without a word", async () => {
    const sandbox = still({ switches: { call_refused_silently_rate: 0.5, call_delay_seconds: 0 } });
    for (let time = 0; time < 40; time++) expect((await send(sandbox, "POST", "calls", CALL)).status).toBe(202);
    const made = sandbox.written.count("AAAABBBBCCCCDDDD");
    expect(made).toBeGreaterThan(5);
    expect(made).toBeLessThan(35);
  });

  test("it is changed as a whole, and deleted; both are 204", async () => {
    const sandbox = still({ switches: { call_delay_seconds: 0 } });
    await send(sandbox, "POST", "calls", CALL);
    const [row] = await rows(sandbox, "calls");
    expect((await send(sandbox, "PUT", `calls/${row?.id}`, { message: "x" })).status).toBe(422);
    expect((await send(sandbox, "PUT", `calls/${row?.id}`, { ...CALL, message: "Other" })).status).toBe(204);
    expect(await rows(sandbox, "calls")).toMatchObject([{ message: "Other" }]);
    expect((await send(sandbox, "DELETE", `calls/${row?.id}`)).status).toBe(204);
    expect(await rows(sandbox, "calls")).toEqual([]);
  });
});
