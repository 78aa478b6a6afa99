import { describe, expect, test } from "vitest";
import { createFakeClock } from "../../test/fake_clock.ts";
import { unlimited } from "../lib/pacer.ts";
import type { Connector, Session } from "../model/connector.ts";
import { createClioConnector } from "./clio/index.ts";
import { createConnectors } from "./index.ts";
import { createMyCaseConnector } from "./mycase/index.ts";

type Answer = (request: Request) => Response;

function reading(connector: Connector, answer: Answer, region: string | null = null) {
  const urls: URL[] = [];
  const requests: Request[] = [];
  const session: Session = {
    region,
    tokens: { access_token: () => Promise.resolve("good"), refresh: () => Promise.resolve("fresh") },
    pacer: unlimited,
    fetch: (request) => {
      requests.push(request);
      urls.push(new URL(request.url));
      return Promise.resolve(answer(request));
    },
    clock: createFakeClock(),
    firm_uuid: null,
  };
  return { reader: connector.reader(session), urls, requests };
}

const first = { part: "all", since: null, cursor: null };
const empty: Answer = () => Response.json({ data: [], meta: { paging: {}, records: 0 } });

describe("Clio's requests", () => {
  test("one list per kind with everything nested in it, in id order where Clio takes an order", async () => {
    const { reader, urls, requests } = reading(createClioConnector(), empty, "eu");
    await reader.page({ kind: "contact", ...first });
    await reader.page({ kind: "relationship", ...first });
    await reader.page({ kind: "staff", ...first });
    expect(urls.map((url) => url.origin + url.pathname)).toEqual([
      "https://eu.app.clio.com/api/v4/contacts.json",
      "https://eu.app.clio.com/api/v4/relationships.json",
      "https://eu.app.clio.com/api/v4/users.json",
    ]);
    expect(urls.map((url) => [url.searchParams.get("limit"), url.searchParams.get("order")])).toEqual([
      ["200", "id(asc)"],
      ["200", null],
      ["2000", "id(asc)"],
    ]);
    expect(urls[0]?.searchParams.get("fields")).toContain("email_addresses{id,name,address,primary}");
    expect(Object.fromEntries(requests[0]?.headers ?? [])).toMatchObject({
      "x-api-version": "4.0.13",
      "user-agent": "Privity/1.0",
      "accept-encoding": "gzip",
    });
  });

  test("no field string nests deeper than Clio allows, nor is near the length of an URL", async () => {
    const connector = createClioConnector();
    const { reader, urls } = reading(connector, empty);
    for (const { kind, parts } of connector.plans) await reader.page({ kind, part: parts[0] as string, since: null, cursor: null });
    for (const url of urls) {
      expect(url.searchParams.get("fields")).toMatch(/^(?:\w+(?:\{\w+(?:,\w+)*\})?(?:,|$))+$/);
      expect(url.href.length).toBeLessThan(2000);
    }
  });

  test("B-SYN-7: open and pending matters come first, closed ones after; what changed is asked for without a state", async () => {
    const connector = createClioConnector();
    const { reader, urls } = reading(connector, empty);
    for (const part of connector.plans.find((plan) => plan.kind === "matter")?.parts ?? [])
      await reader.page({ kind: "matter", part, since: null, cursor: null });
    await reader.page({ kind: "matter", part: "changed", since: "2026-03-01T05:30:00.000Z", cursor: null });
    expect(urls.map((url) => [url.searchParams.get("status"), url.searchParams.get("updated_since")])).toEqual([
      ["open,pending", null],
      ["closed", null],
      [null, "2026-03-01T05:30:00.000Z"],
    ]);
  });

  test("an account that does not know responsible_staff is read without it, and asked about it once only", async () => {
    const refusing: Answer = (request) =>
      request.url.includes("responsible_staff")
        ? Response.json({ error: { type: "X", message: "responsible_staff is not a valid field" } }, { status: 400 })
        : empty(request);
    const connector = createClioConnector();
    const { reader, urls } = reading(connector, refusing);
    await reader.page({ kind: "matter", ...first, part: "open" });
    await reader.page({ kind: "matter", ...first, part: "closed" });
    expect(urls).toHaveLength(3);
    expect(urls[1]?.searchParams.get("fields")).toBe(urls[0]?.searchParams.get("fields")?.replace(",responsible_staff{id,name}", ""));
    const later = reading(connector, refusing);
    await later.reader.page({ kind: "matter", ...first, part: "open" });
    expect(later.urls).toHaveLength(1);
  });

  test("another unknown field is ours to mend", async () => {
    const { reader, urls } = reading(createClioConnector(), () =>
      Response.json({ error: { type: "X", message: "prefix is not a valid field" } }, { status: 400 }),
    );
    await expect(reader.page({ kind: "matter", ...first })).rejects.toMatchObject({ failure: "broken" });
    expect(urls).toHaveLength(1);
  });

  test("pages are followed as given; at another host neither the request nor the token goes out", async () => {
    const next = "https://app.clio.com/api/v4/contacts.json?page_token=abc&fields=id%2Cetag";
    const { reader, urls } = reading(createClioConnector(), (request) =>
      Response.json({
        data: [{ id: 1, type: "Person" }],
        meta: { paging: { next: request.url.includes("abc") ? "https://evil.test/api/v4/contacts.json" : next }, records: 2 },
      }),
    );
    const page = await reader.page({ kind: "contact", ...first });
    expect(page).toMatchObject({ next, total: 2, rows: [{ ok: true, provider_id: "1" }] });
    await expect(reader.page({ kind: "contact", ...first, cursor: page.next })).rejects.toMatchObject({ failure: "broken" });
    await expect(reader.page({ kind: "contact", ...first, cursor: "https://evil.test/api" })).rejects.toMatchObject({
      failure: "page_expired",
    });
    expect(urls.map((url) => url.host)).toEqual(["app.clio.com", "app.clio.com"]);
    expect(urls[1]?.href).toBe(next);
  });

  test("one record: found, gone, hidden, or another one in its place", async () => {
    const answers: Record<string, Answer> = {
      "1": () => Response.json({ data: { id: 1, type: "Person" } }),
      "2": () => Response.json({ error: { type: "NotFound", message: "no" } }, { status: 404 }),
      "3": () => Response.json({ error: { type: "ForbiddenError", message: "no" } }, { status: 403 }),
      "4": () => Response.json({ data: { id: 5, type: "Person" } }),
    };
    const { reader, urls } = reading(createClioConnector(), (request) =>
      (answers[/(\d+)\.json/.exec(request.url)?.[1] ?? ""] as Answer)(request),
    );
    expect(await reader.one("contact", "1")).toMatchObject({ found: true, row: { ok: true, provider_id: "1" } });
    expect(await reader.one("contact", "2")).toMatchObject({ found: false, reason: "not_found" });
    expect(await reader.one("contact", "3")).toMatchObject({ found: false, reason: "hidden" });
    await expect(reader.one("contact", "4")).rejects.toMatchObject({ failure: "transient" });
    expect(urls[0]?.searchParams.get("fields")).toContain("phone_numbers{");
  });

  test("F25: a redacted record is parked with a reason, so is a relationship whose contact is hidden", async () => {
    const { reader } = reading(createClioConnector(), (request) =>
      Response.json({
        data: request.url.includes("contacts") ? [{ id: 1, redacted: true }] : [{ id: 2, matter: { id: 3 }, contact: { redacted: true } }],
      }),
    );
    expect((await reader.page({ kind: "contact", ...first })).rows[0]).toMatchObject({
      ok: false,
      provider_id: "1",
      reason: "Clio shows this record only in part, because the connected user may not see it.",
    });
    expect((await reader.page({ kind: "relationship", ...first })).rows[0]).toMatchObject({
      ok: false,
      provider_id: "2",
      reason: "Clio hides the contact of this record from the connected user.",
    });
  });

  test("B-CON-3: who am I names the user, their firm and whether they are an administrator", async () => {
    const me = {
      id: 7,
      name: "Jo Day",
      email: "jo@x.test",
      time_zone: "Pacific",
      roles: ["Admin"],
      account_owner: false,
      account: { id: 99, name: "Day LLP" },
    };
    const { reader } = reading(createClioConnector(), () => Response.json({ data: me }));
    expect(await reader.who_am_i()).toEqual({
      user_id: "7",
      user_name: "Jo Day",
      user_email: "jo@x.test",
      user_is_admin: true,
      account_id: "99",
      account_name: "Day LLP",
      firm_url: null,
      time_zone: "Pacific",
    });
  });
});

describe("MyCase's requests", () => {
  const none: Answer = () => Response.json([], { headers: { "item-count": "0" } });

  test("pages of a thousand; cases with the types of their values, open ones first; no version header", async () => {
    const { reader, urls, requests } = reading(createMyCaseConnector(), none);
    await reader.page({ kind: "matter", part: "open", since: null, cursor: null });
    await reader.page({ kind: "contact", part: "changed", since: "2026-03-01T05:30:00.000Z", cursor: null });
    expect(urls[0]?.origin).toBe("https://external-integrations.mycase.com");
    expect([...(urls[0]?.searchParams ?? [])]).toEqual([
      ["page_size", "1000"],
      ["field[custom_field]", "id,field_type"],
      ["filter[status]", "open"],
    ]);
    expect(urls[1]?.pathname).toBe("/v1/clients");
    expect([...(urls[1]?.searchParams ?? [])]).toEqual([
      ["page_size", "1000"],
      ["filter[updated_after]", "2026-03-01T05:30:00.000Z"],
    ]);
    expect(requests[0]?.headers.has("x-api-version")).toBe(false);
  });

  test("pages are followed by Link, as given, and only at the same host; the total is a hint", async () => {
    const next = "https://external-integrations.mycase.com/v1/clients?page_size=1000&page_token=t%2F1";
    const link = `<https://x.test/>; rel="help", <${next}>; title="a, b"; rel="next last"`;
    const { reader, urls } = reading(createMyCaseConnector(), (request) =>
      Response.json([{ id: 1 }], {
        headers: request.url.includes("page_token")
          ? { link: '<https://evil.test/v1/clients>; rel="next"' }
          : { link, "item-count": "1500" },
      }),
    );
    const page = await reader.page({ kind: "contact", ...first });
    expect(page).toMatchObject({ next, total: 1500 });
    await expect(reader.page({ kind: "contact", ...first, cursor: page.next })).rejects.toMatchObject({ failure: "broken" });
    expect(urls.map((url) => url.host)).toEqual(["external-integrations.mycase.com", "external-integrations.mycase.com"]);
  });

  test("kinds without a page of their own are never asked for one by one", async () => {
    const connector = createMyCaseConnector();
    const { reader, urls } = reading(connector, none);
    expect(connector.plans.filter((plan) => !plan.by_id).map((plan) => plan.kind)).toEqual(["practice_area", "stage", "people_group"]);
    await expect(reader.one("people_group", "1")).rejects.toMatchObject({ failure: "broken" });
    expect(urls).toHaveLength(0);
  });

  test("B-CON-3: who am I needs two calls, and the firm's address stands for its id where the exchange named none", async () => {
    const { reader } = reading(createMyCaseConnector(), (request) =>
      Response.json(
        request.url.endsWith("/me")
          ? { id: 7, first_name: "Jo", last_name: "Day", email: "jo@x.test" }
          : { name: "Day LLP", url: "https://day.mycase.com" },
      ),
    );
    expect(await reader.who_am_i()).toMatchObject({
      user_id: "7",
      user_name: "Jo Day",
      user_is_admin: null,
      account_id: "https://day.mycase.com",
      firm_url: "https://day.mycase.com",
    });
  });
});

test("hosts can be replaced one by one", async () => {
  const connectors = createConnectors({
    clio_url: "http://127.0.0.1:4010",
    mycase_auth_url: "http://127.0.0.1:4020",
    mycase_api_url: "http://127.0.0.1:4030",
  });
  const clio = reading(connectors.clio, empty, "au");
  await clio.reader.page({ kind: "contact", ...first });
  const mycase = reading(connectors.mycase, () => Response.json([]));
  await mycase.reader.page({ kind: "contact", ...first });
  expect([clio.urls[0]?.origin, mycase.urls[0]?.origin]).toEqual(["http://127.0.0.1:4010", "http://127.0.0.1:4030"]);
  expect(connectors.mycase.oauth.authorize_url({ region: null, client_id: "a", redirect_uri: "https://p.test", state: "s" })).toMatch(
    /^http:\/\/127\.0\.0\.1:4020\/login_sessions\/new\?/,
  );
});
