import { describe, expect, it } from "vitest";
import { way, type WayInput, type Writer } from "./way.ts";

const writer = (change: Partial<Writer> = {}): Writer => ({
  connection_id: "sync",
  purpose: "sync",
  state: "connected",
  user_id: "1",
  user_name: "Ana Ruiz",
  user_email: "ana@firm.example",
  ...change,
});
const own = writer({ connection_id: "own", purpose: "writeback", user_id: "2", user_name: "Ben Ode", user_email: "Ben@Firm.example" });
const input = (change: Partial<WayInput> = {}): WayInput => ({
  author: { member_id: "m", name: "Ben Ode", email: "ben@firm.example", active: true },
  author_staff_ids: [],
  writers: [writer(), own],
  on_behalf_allowed: false,
  ...change,
});

describe("B-WRB-3: who writes", () => {
  it("the author's own connection, by e-mail or by the firm's rule", () => {
    expect(way(input())).toEqual({ writer: own, on_behalf: false });
    const elsewhere = { ...own, user_email: "private@mail.example" };
    expect(way(input({ writers: [writer(), elsewhere], author_staff_ids: ["2"] }))).toEqual({ writer: elsewhere, on_behalf: false });
  });

  it("the sync connection where the author is its user", () => {
    const author = { member_id: "a", name: "Ana Ruiz", email: "ana@firm.example", active: true };
    expect(way(input({ author }))).toEqual({ writer: writer(), on_behalf: false });
  });

  it("else it is held, or written on their behalf where an admin allows it", () => {
    const dead = { ...own, state: "disconnected" as const };
    expect(way(input({ writers: [writer(), dead] }))).toEqual({ held: "author_not_connected" });
    expect(way(input({ writers: [writer(), dead], on_behalf_allowed: true }))).toEqual({ writer: writer(), on_behalf: true });
    expect(way(input({ writers: [{ ...writer(), state: "disconnected" }], on_behalf_allowed: true }))).toEqual({
      held: "author_not_connected",
    });
  });

  it("nobody's connection serves somebody else, also where both have no e-mail; who left the firm writes no more as themselves", () => {
    expect(way(input({ author: { member_id: "m", name: "", email: "", active: true }, writers: [writer({ user_email: "" })] }))).toEqual({
      held: "author_not_connected",
    });
    const left = { ...input().author, active: false };
    expect(way(input({ author: left }))).toEqual({ held: "author_not_connected" });
  });
});
