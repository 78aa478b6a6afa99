import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { complaintAboutTarget, isPublicAddress, post, TargetRefused, type Lookup, type PostOptions } from "./outbound.ts";

const PRIVATE = [
  "127.0.0.1",
  "10.1.2.3",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
  "::1",
  "::",
  "fe80::1",
  "fc00::1",
  "fd12:3456::1",
  "::ffff:127.0.0.1",
  "::ffff:169.254.169.254",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "not an address",
];
test.each(PRIVATE)("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));
test.each(["93.184.215.14", "8.8.8.8", "172.32.0.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])("%s is public", (address) =>
  expect(isPublicAddress(address)).toBe(true),
);

test("an address is refused when it is written down, where that can be told", () => {
  for (const url of [
    "http://a.example/x",
    "ftp://a.example",
    "https://u:p@a.example",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "nonsense",
  ])
    expect(complaintAboutTarget(url, false), url).not.toBeNull();
  // The URL parser writes these as 127.0.0.1 too.
  for (const url of ["https://2130706433/", "https://0x7f.1/", "https://127.1/"])
    expect(complaintAboutTarget(url, false), url).not.toBeNull();
  expect(complaintAboutTarget("https://hooks.example/x", false)).toBeNull();
  expect(complaintAboutTarget("http://127.0.0.1:9/x", true)).toBeNull();
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function receiver(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<URL> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return new URL(`http://127.0.0.1:${(server.address() as { port: number }).port}/hook`);
}

const options = (more: Partial<PostOptions> = {}): PostOptions => ({
  headers: { "content-type": "application/json" },
  body: "{}",
  timeout_ms: 5_000,
  answer_limit: 1_000,
  allow_local: true,
  ...more,
});
const to =
  (...addresses: string[]): Lookup =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: 4 })));

test("a name that leads into a private network is refused, also when only one of its addresses does", async () => {
  const url = new URL("https://hooks.example/x");
  for (const lookup of [to("127.0.0.1"), to("93.184.215.14", "10.0.0.7"), to()])
    await expect(post(url, options({ allow_local: false, lookup }))).rejects.toThrow(TargetRefused);
});

test("the connection goes to the address that was checked, whatever the name says a moment later", async () => {
  let asked = 0;
  const url = await receiver((request, response) => {
    expect(request.headers.host).toContain("rebinds.example");
    response.end();
  });
  url.hostname = "rebinds.example";
  const lookup: Lookup = () => Promise.resolve([{ address: asked++ === 0 ? "127.0.0.1" : "192.0.2.1", family: 4 }]);
  expect(await post(url, options({ lookup }))).toMatchObject({ status: 200 });
  expect(asked).toBe(1);
});

test("a redirect is not followed", async () => {
  let hits = 0;
  const url = await receiver((_request, response) => {
    hits += 1;
    response.writeHead(302, { location: "/elsewhere" }).end();
  });
  expect(await post(url, options())).toMatchObject({ status: 302 });
  expect(hits).toBe(1);
});

test("an endless answer is cut, a silent one is given up", async () => {
  const endless = await receiver((_request, response) => {
    const more = setInterval(() => response.write("x".repeat(10_000)), 1);
    response.once("close", () => clearInterval(more));
  });
  const { status, began } = await post(endless, options());
  expect(status).toBe(200);
  expect(began.length).toBeGreaterThan(0);
  expect(began.length).toBeLessThan(100_000);
  const silent = await receiver(() => {});
  await expect(post(silent, options({ timeout_ms: 100 }))).rejects.toThrow(/100 ms|aborted/);
});
