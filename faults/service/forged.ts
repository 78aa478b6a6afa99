/** F11: whoever is not the provider writes to the address of webhooks, by real HTTP. */
import { createHmac, randomBytes } from "node:crypto";
import { systemClock } from "../../src/lib/clock.ts";
import { systemFetch } from "../../src/lib/network.ts";
import type { Connector } from "../../src/model/connector.ts";
import { inHouse, type House } from "./house.ts";
import { Findings, type Story, type Tools } from "./story.ts";

export const forged: Story = {
  fault: "F11",
  what: "webhooks forged, unsigned, of another firm, too large, replayed",
  needed: 300,
  guard: "the signature of a delivery (F11)",
  play: ({ db }, broken) =>
    inHouse(db, "clio", broken ? { wrap: credulous } : {}, (house) => inHouse(db, "mycase", {}, (other) => attack(db, house, other))),
};

/** Takes every signature for good. */
const credulous = (connector: Connector): Connector => ({ ...connector, webhook: { ...connector.webhook, verify: () => true } });

const EACH = 40;
const LARGE = 300 * 1024;

async function attack(db: Tools["db"], house: House, other: House) {
  const found = new Findings();
  const { tables } = house.world.sandbox as Extract<typeof house.world.sandbox, { provider: "clio" }>;
  const hook = [...tables.webhooks.scan()].find((row) => row.model === "contact")!;
  const [victim] = house.world.vendor.contacts();
  const body = (title: string) =>
    JSON.stringify({ data: { id: victim, etag: `"${title}"`, title }, meta: { event: "updated", webhook_id: hook.id } });
  const signed = (text: string, key: string) => ({ "x-hook-signature": createHmac("sha256", key).update(text).digest("hex") });
  const before = await everything(house, other);
  let sent = 0;
  const send = async (url: string, text: string, headers: Record<string, string>, expected: readonly number[], what: string) => {
    const began = performance.now();
    sent += 1;
    const body = what.endsWith("in pieces") ? pieces(text) : text;
    const init = { method: "POST", body, headers: { "content-type": "application/json", ...headers }, duplex: "half" } as const;
    // A body that is not read to its end may break the connection before the answer has arrived.
    const status = await systemFetch(new Request(url, init)).then(
      (answer) => answer.status,
      () => 413,
    );
    found.must(expected.includes(status), `F11: ${what} was answered with ${status}`);
    return performance.now() - began;
  };
  const base = hook.url.slice(0, hook.url.lastIndexOf("/"));
  const token = hook.url.slice(base.length + 1);
  const elsewhere = `${other.hooks_url}/hooks/mycase/${other.world.owner.connection_id}`;
  const attacks: [string, (n: number) => [string, string, Record<string, string>], number[]][] = [
    ["a forged signature", (n) => [hook.url, body(`forged ${n}`), signed(body(`forged ${n}`), "not the secret")], [401]],
    ["no signature", (n) => [hook.url, body(`unsigned ${n}`), {}], [401]],
    ["a signature of another body", (n) => [hook.url, body(`other ${n}`), signed(body("one"), hook.shared_secret)], [401]],
    ["another firm's address", (n) => [`${elsewhere}/${token}`, body(`wall ${n}`), signed(body(`wall ${n}`), hook.shared_secret)], [404]],
    ["a guessed address", (n) => [`${base}/${randomBytes(32).toString("base64url")}`, body(`guess ${n}`), {}], [404]],
    ["an unexpected handshake", () => [hook.url, "{}", { "x-hook-secret": "mine" }], [404]],
    ["a body of 300 KB", (n) => [hook.url, `${n}${"x".repeat(LARGE)}`, {}], [413]],
    ["300 KB in pieces", (n) => [hook.url, `${n}${"x".repeat(LARGE)}`, {}], [413]],
  ];
  for (const [what, make, expected] of attacks) for (let n = 0; n < EACH; n += 1) await send(...make(n), expected, what);
  await house.settle();
  found.must(
    (await everything(house, other)) === before,
    "F11: what nobody may send has left something in the mirror, the inbox or the hints",
  );

  // A true one, replayed: stored once, read once, and taken in about the same time as what is refused.
  house.world.sandbox.log.reset();
  const genuine = body("replayed");
  const [refused, taken]: [number[], number[]] = [[], []];
  const small = attacks.filter(([, , expected]) => expected[0] !== 413);
  for (let n = 0; n < EACH; n += 1) {
    // In turn, so that whatever else this machine does makes both slower.
    const [what, make, expected] = small[n % small.length]!;
    refused.push(await send(...make(EACH + n), expected, what));
    taken.push(await send(hook.url, genuine, signed(genuine, hook.shared_secret), [200], "a true delivery, replayed"));
  }
  await house.settle();
  await systemClock.sleep(2_500); // what was told while it was being read would be read after a pause
  await house.settle();
  const reads = house.world.sandbox.log.count({ route: "/api/v4/contacts/{id}" });
  found.must(reads === 1, `F11: a replayed delivery was read ${reads} times`);
  const [row] = await house.query<{ title: string | null; stored: number }>(
    `select raw->>'title' as title, (select count(*)::int from webhook_inbox where connection_id = $1 and body = $2) as stored
     from record where connection_id = $1 and kind = 'contact' and provider_id = $3`,
    house.world.owner.connection_id,
    Buffer.from(genuine),
    String(victim),
  );
  found.must(row?.stored === 1, `F11: a replayed delivery was stored ${row?.stored} times`);
  found.must(row?.title !== "replayed", "F11: a value was taken from a delivery's body");
  const [slow, usual] = [middle(refused), middle(taken)];
  found.must(slow <= 3 * usual + 20, `F11: refusing takes ${slow.toFixed(1)} ms, taking ${usual.toFixed(1)} ms`);
  const [counted] = await db.pool
    .query<{ n: number }>("select coalesce(sum(count), 0)::int as n from webhook_refusal where connection_id = $1", [
      house.world.owner.connection_id,
    ])
    .then(({ rows }) => rows);
  found.must(counted!.n >= 4 * EACH, `I12: only ${counted!.n} refusals were counted`);
  return { reached: sent, violations: found.violations };
}

/** In pieces, so that no length is told before. */
const pieces = (text: string): ReadableStream<Uint8Array> => {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= text.length) return controller.close();
      controller.enqueue(Buffer.from(text.slice(at, (at += 16_384))));
    },
  });
};

const middle = (times: number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1]!;

/** One text that changes when anything does that a delivery could change. */
async function everything(...houses: House[]): Promise<string> {
  const parts = houses.map(async ({ query, world }) => {
    const [row] = await query<{ text: string }>(
      `select (select md5(string_agg(kind || provider_id || raw::text || presence, '' order by kind, provider_id)) from record where connection_id = $1)
        || ' ' || (select count(*) from webhook_inbox where connection_id = $1) || ' ' || (select count(*) from webhook_hint where connection_id = $1)
        || ' ' || (select count(*) from sync_run where connection_id = $1) as text`,
      world.owner.connection_id,
    );
    return row!.text;
  });
  return (await Promise.all(parts)).join("\n");
}
