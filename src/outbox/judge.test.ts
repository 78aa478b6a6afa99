import { describe, expect, it } from "vitest";
import { VendorError } from "../model/connector.ts";
import { WriteError } from "../model/writing.ts";
import { judgeFailure, judgeWritten } from "./judge.ts";

const tried = { attempt: 1, since_first_ms: 0, random: 0.5 };
const failed = (
  applied: "no" | "unknown",
  change: Partial<{ lasting: boolean; failure: WriteError["failure"]; retry_after_ms: number }> = {},
) => new WriteError(applied, { lasting: false, words: "No such matter", status: 422, retry_after_ms: null, failure: "broken", ...change });
const judged = (error: unknown, before = false, how = tried) => judgeFailure(error, how, before);

describe("B-WRB-5: what an answer means", () => {
  it("a record's id: it is there; taken without one: not yet certain", () => {
    expect(judgeWritten({ provider_id: "1", url: null, progress: null }, "create").event).toBe("applied");
    expect(judgeWritten({ provider_id: null, url: null, progress: null }, "create").event).toBe("accepted");
    expect(judgeWritten({ provider_id: null, url: null, progress: null }, "update").event).toBe("applied");
  });

  it("surely not carried out: again later, or never, in the provider's words", () => {
    expect(judged(failed("no"))).toMatchObject({ event: "not_applied", words: "No such matter" });
    expect(judged(failed("no", { lasting: true }))).toMatchObject({ event: "refused", words: "No such matter", status: 422 });
  });

  it("whatever else happens once something may have left is doubtful", () => {
    for (const error of [failed("unknown"), new Error("?"), new TypeError("x is undefined"), new VendorError("transient", "503"), "text"])
      expect(judged(error).event).toBe("doubtful");
  });

  it("before anything left nothing can have been carried out", () => {
    for (const error of [new Error("?"), new VendorError("unauthorized", "dead")]) expect(judged(error, true).event).toBe("not_applied");
  });

  it("a dead grant fails nothing: it is mended by connecting again", () => {
    expect(judged(failed("no", { lasting: true, failure: "unauthorized" })).event).toBe("not_applied");
  });
});

describe("B-WRB-6: retries", () => {
  it("wait as told, else longer and longer, and end after three days", () => {
    expect(judged(failed("no", { failure: "rate_limited", retry_after_ms: 7_000 })).again_in_ms).toBe(7_000);
    const pauses = [1, 2, 3, 4].map((attempt) => judged(failed("no"), false, { ...tried, attempt }).again_in_ms!);
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(judged(failed("no"), false, { ...tried, since_first_ms: 72 * 3_600_000 }).again_in_ms).toBeNull();
  });
});
