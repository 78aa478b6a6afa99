import { expect, test } from "vitest";
import { TargetRefused } from "../lib/outbound.ts";
import { beginningOf, meaningOf, troubleOf } from "./trouble.ts";

const failed = (code: string, message = "x") => Object.assign(new Error(message), { code });

test("why a receiver could not be reached is told in words", () => {
  expect(troubleOf(failed("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:9"), 15_000)).toBe(
    "Nothing listens at this address: the connection was refused.",
  );
  expect(troubleOf(new DOMException("Nothing complete within 15000 ms", "TimeoutError"), 15_000)).toBe("No answer within 15 seconds.");
  expect(troubleOf(failed("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"), 15_000)).toBe(
    "The server's certificate could not be trusted: self-signed certificate.",
  );
  expect(troubleOf(new TargetRefused("hooks.example leads into a private network"), 15_000)).toBe(
    "hooks.example leads into a private network.",
  );
  expect(troubleOf(new Error("something new"), 15_000)).toBe("something new");
});

test("what an answer means is told with what to do", () => {
  expect(meaningOf(204)).toBe("It took the event.");
  expect(meaningOf(301)).toContain("redirects are not followed");
  expect(meaningOf(401)).toContain("secret");
  expect(meaningOf(503)).toBe("It failed at its end.");
  expect(meaningOf(418)).toBe("It did not take the event.");
});

test("an answer is shown as the beginning of one line, whatever is in it", () => {
  expect(beginningOf(Buffer.from('{\r\n  "error":\t"no such firm"\0\u202e}\n'))).toBe('{ "error": "no such firm" }');
  expect(beginningOf(Buffer.from("é".repeat(400)).subarray(0, 401))).toBe("é".repeat(200));
  expect(beginningOf(Buffer.from("a".repeat(400)))).toBe(`${"a".repeat(300)}…`);
});
