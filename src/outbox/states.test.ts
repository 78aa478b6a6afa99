import { expect, test } from "vitest";
import { EVENTS, next, STATES, TABLE, type Event } from "./states.ts";

const events = Object.keys(EVENTS) as Event[];

test("B-WRB-5: nothing goes from unknown to sending; only a claim begins to send, and only what is queued is claimed", () => {
  const begins = STATES.flatMap((state) =>
    events.filter((event) => state !== "sending" && TABLE[state][event] === "sending").map((event) => [state, event]),
  );
  expect(begins).toEqual([["queued", "claimed"]]);
});

test("B-WRB-5: what was sent and not heard of is unknown, never queued", () => {
  for (const event of ["doubtful", "lease_ended", "accepted", "restored"] as const) expect(next("sending", event)).toBe("unknown");
});

test("B-WRB-5: unknown becomes queued only where absence is proved or repeating is harmless", () => {
  const ways = events.filter((event) => next("unknown", event) === "queued");
  expect(ways.toSorted()).toEqual(["absent", "found_unfinished", "repeatable"]);
});

test("B-WRB-6: a person can cancel what waits, failed or needs review, and cannot cancel what may be at the provider", () => {
  const cancellable = STATES.filter((state) => next(state, "cancelled") === "cancelled");
  expect(cancellable).toEqual(["held", "queued", "failed", "needs_review"]);
});

test("B-SEG-2: leaving the segment cancels what was not sent, and coming back fires nothing anew", () => {
  expect(STATES.filter((state) => next(state, "left_segment") === "cancelled")).toEqual(["held", "queued"]);
  expect(next("cancelled", "released")).toBeNull();
});

test("F31: after a restore all that was believed unsent is looked up first", () => {
  for (const state of ["held", "queued", "sending", "unknown"] as const) expect(next(state, "restored")).toBe("unknown");
  expect(next("delivered", "restored")).toBeNull();
});

test("a late answer that names the record settles whatever was not delivered, but never a row that is being sent again", () => {
  expect(STATES.filter((state) => next(state, "sighted") === "delivered")).toEqual(["held", "queued", "unknown", "failed", "needs_review"]);
});
