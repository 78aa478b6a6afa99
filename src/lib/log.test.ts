import { expect, test } from "vitest";
import { createLog, scrub } from "./log.ts";
import { Secret } from "./secret.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = "";
  write(createLog({ log_level: "trace" }, { write: (line) => (text += line) }));
  return text;
}

const CANARY = "canary-3f9a7c51";
const leaks: [string, (log: ReturnType<typeof createLog>) => void][] = [
  ["under its key", (log) => log.info({ access_token: CANARY }, "x")],
  ["deep inside", (log) => log.info({ a: [{ b: { client_secret: CANARY } }] }, "x")],
  ["as a list under its key", (log) => log.info({ authorization: [CANARY], Cookie: { a: CANARY } }, "x")],
  ["in a header that is quoted", (log) => log.info(`sent Authorization: Bearer ${CANARY}`)],
  ["in a URL's query", (log) => log.info({ url: `https://x.example/cb?code=${CANARY}&state=${CANARY}#f` }, "x")],
  ["in a database's address", (log) => log.warn(`cannot reach postgres://privity:${CANARY}@127.0.0.1/x`)],
  ["in an error's message", (log) => log.error({ err: new Error(`answer was {"refresh_token":"${CANARY}"}`) }, "x")],
  ["in a request's body as text", (log) => log.debug(`POST grant_type=refresh_token&refresh_token=${CANARY}&client_secret=${CANARY}`)],
  ["as a Secret", (log) => log.info({ key: new Secret(CANARY) }, String(new Secret(CANARY)))],
  ["through a child", (log) => log.child({ api_key: CANARY }).info("x")],
];
for (const [where, write] of leaks) {
  test(`a secret does not reach the log ${where}`, () => {
    const text = logged(write);
    expect(text).toContain('"level"');
    expect(text).not.toContain(CANARY);
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });
}

test("what is said about a secret stays readable", () => {
  const text = logged((log) =>
    log.info({ token_version: 3, token_expires_at: "2026-03-02", key_id: "k1", requests: 7 }, "grant refreshed"),
  );
  expect(JSON.parse(text)).toMatchObject({
    level: "info",
    token_version: 3,
    token_expires_at: "2026-03-02",
    key_id: "k1",
    requests: 7,
    msg: "grant refreshed",
  });
});

test("issue 3, 9: of an error its type, message, code and stack are told, and nothing that a library hangs onto it", () => {
  const cause = Object.assign(new Error("socket closed"), { code: "ECONNRESET" });
  const error = Object.assign(new Error("terminating connection", { cause }), {
    name: "DatabaseError",
    code: "57P01",
    detail: "Key (email)=(family@rivera.example) exists.",
    client: { connectionParameters: { host: "db", user: "privity" }, _queue: [{ values: ["Lucía Rivera"] }] },
  });
  for (const write of [
    (log: ReturnType<typeof createLog>) => log.warn({ err: error }, "lost"),
    (log: ReturnType<typeof createLog>) => log.warn({ deep: [{ error }] }, "lost"),
  ]) {
    const text = logged(write);
    expect(text).not.toMatch(/connectionParameters|rivera/i);
    const line = JSON.parse(text) as { err?: object; deep?: { error: object }[] };
    const told = (line.err ?? line.deep![0]!.error) as Record<string, unknown>;
    expect(Object.keys(told).toSorted()).toEqual(["error_code", "message", "stack", "type"]);
    expect(told).toMatchObject({ type: "DatabaseError", message: "terminating connection", error_code: "57P01" });
    expect(told["stack"]).toMatch(/log\.test\.ts[\s\S]*caused by: Error: socket closed/);
  }
});

test("a level below the configured one is not written, and a circle does not stop the log", () => {
  let text = "";
  createLog({ log_level: "warn" }, { write: (line) => (text += line) }).info("quiet");
  expect(text).toBe("");
  const circle: Record<string, unknown> = { a: 1 };
  circle["self"] = circle;
  expect(scrub(circle)).toEqual({ a: 1, self: "[circular]" });
});
