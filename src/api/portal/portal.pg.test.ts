/** The clients' side of HTTP: its document, its cookies, and what it keeps apart. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPortalApi } from "./app.ts";
import { openTestApi, send, validators, type Document, type TestApi } from "../test_api.ts";

let api: TestApi;
let document: Document;
beforeAll(async () => {
  api = await openTestApi();
  document = (await (await api.anonymous("/portal/api/v1/openapi.json")).json()) as Document;
});
afterAll(() => api?.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
const bodyType = (operation: object) => {
  const { requestBody } = operation as { requestBody?: { content: Record<string, unknown> } };
  return { "content-type": Object.keys(requestBody?.content ?? { "application/json": null })[0]! };
};
const ask = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  api.anonymous(`/portal/api/v1${path}`, send("POST", body, headers));

test("its document names every route, each with an example that fits its schema, and none of the members' routes", () => {
  expect(operations().length).toBeGreaterThan(10);
  const validator = validators(document);
  for (const { path, method, operation } of operations()) {
    expect(path).toMatch(/^\/portal\/api\/v1\//);
    expect(operation.summary && operation.description, `${method} ${path}`).toBeTruthy();
    const [status, success] = Object.entries(operation.responses).find(([code]) => code.startsWith("2"))!;
    const media = success.content?.["application/json"];
    if (!media) continue;
    const validate = validator(path, method, Number(status), "application/json");
    expect(validate(media.example), `${method} ${path}: ${JSON.stringify(validate.errors)}`).toBe(true);
  }
  expect(Object.keys(api.document.paths).filter((path) => path.startsWith("/portal/"))).toEqual([]);
});

test("nothing but signing in, and stopping automated e-mails by their link, is answered without a session, not even for a member of the firm", async () => {
  for (const { path, method, operation } of operations().filter((one) => !/\/(sign-in|sign-out|unsubscribe)/.test(one.path))) {
    const address = path.replaceAll(/\{\w+\}/g, "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10");
    const answer = await api.request(address, method === "get" ? {} : send(method.toUpperCase(), {}, bodyType(operation)));
    expect(answer.status, `${method} ${path}`).toBe(401);
    expect(((await answer.json()) as { type: string }).type).toBe("/problems/portal-sign-in-needed");
  }
});

test("whether somebody has an address is not to be told from the answer", async () => {
  const answers = await Promise.all(["jo.li@example.com", "nobody@example.com"].map((email) => ask("/sign-in", { email, language: "en" })));
  const told = await Promise.all(
    answers.map(async (answer) => ({ status: answer.status, body: await answer.json(), names: [...answer.headers.keys()] })),
  );
  expect(told[0]).toEqual(told[1]);
  expect(told[0]).toMatchObject({ status: 202, body: { asked: true } });
});

test("cookies are for this site's own pages, out of reach of scripts, and over TLS for this host alone", async () => {
  const plain = (await ask("/sign-in", { email: "jo.li@example.com", language: "en" })).headers.get("set-cookie")!;
  expect(plain).toMatch(/^privity_portal_browser=[\w-]{43}; .*HttpOnly; SameSite=Strict$/);
  const portal = { ...api.deps.portal, url: "https://portal.example" };
  const secure = createPortalApi({ ...api.deps, portal });
  const answer = await secure.request(
    "https://portal.example/portal/api/v1/sign-in",
    send("POST", { email: "a@b.example", language: "es" }),
  );
  expect(answer.headers.get("set-cookie")).toMatch(
    /^__Host-privity_portal_browser=\S+; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
});

test("another site's page, a body that is too large, an unknown field and HTML in a name are refused", async () => {
  const good = { email: "jo.li@example.com", language: "en" };
  expect((await ask("/sign-in", good, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await ask("/sign-in", good, { origin: "https://evil.example" })).status).toBe(403);
  expect((await ask("/sign-in", { ...good, more: "x".repeat(300_000) })).status).toBe(413);
  expect((await ask("/sign-in", { ...good, firm: "x" })).status).toBe(400);
  expect((await ask("/sign-in", { ...good, email: "<b>x</b>" })).status).toBe(400);
});

test("a link that nobody sent is none", async () => {
  const answer = await ask("/sign-in/link", { token: "made up" });
  expect(answer.status).toBe(410);
});
