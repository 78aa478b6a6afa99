import { describe, expect, test } from "vitest";
import { asked, createTestSandbox } from "./testing.ts";
import { createClioSandbox } from "./sandbox.ts";

const first = (sandbox: ReturnType<typeof createTestSandbox>) => [...sandbox.tables.contacts.scan()][0]?.id as number;

describe("who may ask", () => {
  test("without a token, with a strange one or one of another region: 401 in the error shape", async () => {
    const [us, eu] = [createTestSandbox(), createTestSandbox({ region: "eu" })];
    for (const token of ["nonsense", us.grant().access_token]) {
      const { status, json } = await asked(eu, "contacts", { token });
      expect([status, json]).toEqual([401, { error: { type: expect.any(String), message: expect.any(String) } }]);
    }
    expect((await eu.fetch(new Request("http://clio.sandbox/api/v4/contacts"))).status).toBe(401);
  });

  test("an access token lives thirty days", async () => {
    const sandbox = createTestSandbox();
    const { access_token: token, expires_in } = sandbox.grant();
    expect(expires_in).toBe(2_592_000);
    await sandbox.clock.advance(expires_in * 1000 - 1);
    expect((await asked(sandbox, "users/who_am_i", { token })).status).toBe(200);
    await sandbox.clock.advance(1);
    expect((await asked(sandbox, "users/who_am_i", { token })).status).toBe(401);
  });

  test("a user keeps the permissions of their last authorization", async () => {
    const sandbox = createTestSandbox({ switches: { permissions: ["matters"] } });
    const { access_token: token } = sandbox.grant();
    sandbox.switches.permissions = ["matters", "contacts"];
    const statuses = async (used: string) => [
      (await asked(sandbox, "matters", { token: used })).status,
      (await asked(sandbox, "relationships", { token: used })).status,
    ];
    expect(await statuses(token)).toEqual([200, 403]);
    expect(await statuses(sandbox.grant().access_token)).toEqual([200, 200]);
  });

  test("a disabled user's token is refused", async () => {
    const sandbox = createTestSandbox();
    const [, user] = sandbox.tables.users.scan();
    const { access_token: token } = sandbox.grant(user?.id);
    sandbox.tables.users.update(user?.id as number, { enabled: false });
    expect((await asked(sandbox, "contacts", { token })).status).toBe(401);
  });

  test("something in front answers HTML to odd user agents", async () => {
    const sandbox = createTestSandbox({ switches: { refuse_odd_user_agents: true } });
    const token = sandbox.grant().access_token;
    const answer = async (agent: string | null) => {
      const headers: Record<string, string> = { authorization: `Bearer ${token}` };
      if (agent !== null) headers["user-agent"] = agent;
      const { status, headers: got } = await sandbox.fetch(new Request("http://clio.sandbox/api/v4/contacts", { headers }));
      return [status, got.get("content-type")];
    };
    expect(await answer(null)).toEqual([403, "text/html"]);
    expect(await answer("Privity (+https://privity.example)")).toEqual([403, "text/html"]);
    expect((await answer("Privity/1.0"))[0]).toBe(200);
  });
});

describe("how often", () => {
  test("fifty requests a minute per token, told on every answer; the next waits", async () => {
    const sandbox = createTestSandbox({ switches: { rate_limit: 50 } });
    const token = sandbox.grant().access_token;
    const one = () => asked(sandbox, "contacts/9", { token });
    for (let count = 1; count <= 50; count++) {
      const { status, headers } = await one();
      expect([status, headers.get("x-ratelimit-limit"), headers.get("x-ratelimit-remaining")]).toEqual([404, "50", String(50 - count)]);
    }
    await sandbox.clock.advance(20_000);
    const refused = await one();
    expect([refused.status, refused.headers.get("retry-after"), refused.headers.get("x-ratelimit-remaining")]).toEqual([429, "40", "0"]);
    expect(refused.headers.get("x-ratelimit-reset")).toBe(String(Date.parse("2026-10-01T16:01:00Z") / 1000));
    expect((await asked(sandbox, "contacts/9", { token: sandbox.grant().access_token })).status).toBe(404);
    await sandbox.clock.advance(40_000);
    expect((await one()).status).toBe(404);
    expect(sandbox.log.count({ route: "/api/v4/contacts/{id}", status: 429 })).toBe(1);
  });

  test("outside peak hours the limit may be higher", async () => {
    const limitAt = async (hours: number) => {
      const sandbox = createTestSandbox({ switches: { rate_limit: 50, off_peak_rate_limit: 90 } });
      await sandbox.clock.advance(hours * 3_600_000);
      return (await asked(sandbox, "users")).headers.get("x-ratelimit-limit");
    };
    // 2026-10-01 16:00 UTC is a Thursday, 9 in the morning on the Pacific coast.
    expect([await limitAt(0), await limitAt(12), await limitAt(48)]).toEqual(["50", "90", "90"]);
  });

  test("a bench can switch the limit off", async () => {
    const sandbox = createTestSandbox({ switches: { rate_limit: null } });
    expect((await asked(sandbox, "users")).headers.has("x-ratelimit-limit")).toBe(false);
  });
});

describe("versions and conditions", () => {
  test("the version used is told; a retired one is gone", async () => {
    const sandbox = createTestSandbox();
    expect((await asked(sandbox, "users")).headers.get("x-api-version")).toBe("4.0.13");
    expect((await asked(sandbox, "users", { headers: { "x-api-version": "4.0.9" } })).headers.get("x-api-version")).toBe("4.0.9");
    const gone = await asked(sandbox, "users", { headers: { "x-api-version": "4.0.1" } });
    expect([gone.status, gone.headers.has("x-api-version")]).toEqual([410, false]);
  });

  test("what the client has already is not sent again", async () => {
    const sandbox = createTestSandbox();
    const path = `contacts/${first(sandbox)}.json?fields=id,etag,name`;
    const { headers, json } = await asked(sandbox, path);
    const etag = headers.get("etag") ?? "";
    expect((json as { data: { etag: string } }).data.etag).toBe(etag);
    expect((await asked(sandbox, path, { headers: { "if-none-match": `"other", ${etag}` } })).status).toBe(304);
    expect((await asked(sandbox, path, { headers: { "if-modified-since": headers.get("last-modified") ?? "" } })).status).toBe(304);
    sandbox.tables.contacts.update(first(sandbox), { title: "Changed" });
    expect((await asked(sandbox, path, { headers: { "if-none-match": etag } })).status).toBe(200);
    expect((await asked(sandbox, path, { headers: { "if-modified-since": headers.get("last-modified") ?? "" } })).status).toBe(200);
  });

  test("a 304 counts against the limit, or not", async () => {
    for (const counts of [true, false]) {
      const sandbox = createTestSandbox({ switches: { rate_limit: 5, not_modified_counts: counts } });
      const path = `contacts/${first(sandbox)}`;
      const etag = (await asked(sandbox, path)).headers.get("etag") ?? "";
      await asked(sandbox, path, { headers: { "if-none-match": etag } });
      expect((await asked(sandbox, path)).headers.get("x-ratelimit-remaining")).toBe(counts ? "2" : "3");
    }
  });

  test("a write with an outdated etag is refused", async () => {
    const sandbox = createTestSandbox();
    const path = `contacts/${first(sandbox)}`;
    const etag = (await asked(sandbox, path)).headers.get("etag") ?? "";
    const patch = (value: string) =>
      asked(sandbox, path, { method: "PATCH", json: { data: { title: value } }, headers: { "if-match": etag } });
    expect([(await patch("One")).status, (await patch("Two")).status]).toEqual([200, 412]);
    expect(sandbox.tables.contacts.get(first(sandbox))?.title).toBe("One");
  });
});

describe("writes that change something at the vendor", () => {
  test("a contact is made, changed and deleted; the answer shows what fields asks for", async () => {
    const sandbox = createTestSandbox();
    const made = await asked(sandbox, "contacts?fields=id,name,email_addresses{address,primary}", {
      method: "POST",
      json: { data: { type: "Person", name: "Ada King Lovelace", email_addresses: [{ address: "ada@example.com", default_email: true }] } },
    });
    const { id } = (made.json as { data: { id: number } }).data;
    expect([made.status, made.json]).toEqual([
      201,
      { data: { id, name: "Ada King Lovelace", email_addresses: [{ address: "ada@example.com", primary: true }] } },
    ]);
    expect(sandbox.tables.contacts.get(id)).toMatchObject({ first_name: "Ada King", last_name: "Lovelace" });
    await asked(sandbox, `contacts/${id}`, { method: "PATCH", json: { data: { last_name: "Byron" } } });
    expect(sandbox.tables.contacts.get(id)?.name).toBe("Ada King Byron");
    expect((await asked(sandbox, `contacts/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await asked(sandbox, `contacts/${id}`)).status).toBe(404);
  });

  test("the vendor's rules are kept", async () => {
    const sandbox = createTestSandbox();
    const post = async (data: object) => (await asked(sandbox, "contacts", { method: "POST", json: { data } })).status;
    expect(await post({ type: "Person" })).toBe(422);
    expect(await post({ name: "No type" })).toBe(422);
    expect(await post({ type: "Person", name: "Many", phone_numbers: Array.from({ length: 21 }, () => ({ number: "1" })) })).toBe(422);
    const matter = [...sandbox.tables.matters.scan()].find((row) => row.matter_stage_id !== null);
    const stage = [...sandbox.tables.matter_stages.scan()].find((row) => row.practice_area_id !== matter?.practice_area_id);
    expect(
      (await asked(sandbox, `matters/${matter?.id}`, { method: "PATCH", json: { data: { matter_stage: { id: stage?.id } } } })).status,
    ).toBe(422);
  });

  test("a custom value is set by definition, changed by its composite id, and cleared", async () => {
    const sandbox = createTestSandbox();
    const field = [...sandbox.tables.custom_fields.scan()].find((row) => row.parent_type === "Matter" && row.field_type === "url");
    const matter = [...sandbox.tables.matters.scan()].find((row) =>
      row.custom_field_values.every((one) => one.custom_field_id !== field?.id),
    );
    const patch = async (value: object) => {
      const { json } = await asked(
        sandbox,
        `matters/${matter?.id}?fields=${encodeURIComponent("custom_field_values{id,value,field_type}")}`,
        { method: "PATCH", json: { data: { custom_field_values: [value] } } },
      );
      return (json as { data: { custom_field_values: { id: string; value: string; field_type: string }[] } }).data.custom_field_values.find(
        (one) => one.field_type === "url",
      );
    };
    const set = await patch({ custom_field: { id: field?.id }, value: "https://a.example" });
    expect(set?.value).toBe("https://a.example");
    expect((await patch({ id: set?.id, value: "https://b.example" }))?.value).toBe("https://b.example");
    expect(await patch({ id: set?.id, _destroy: true })).toBeUndefined();
  });

  test("status is written in lower case and read capitalised", async () => {
    const sandbox = createTestSandbox();
    const [matter] = sandbox.tables.matters.scan();
    const { json } = await asked(sandbox, `matters/${matter?.id}.json?fields=status`, {
      method: "PATCH",
      json: { data: { status: "pending" } },
    });
    expect(json).toEqual({ data: { status: "Pending" } });
  });
});

test("links lead to the origin that was asked, or to the one that is told", async () => {
  const at = async (base_url?: string) => {
    const sandbox = createClioSandbox({ filling: { firm: "imaginary" }, ...(base_url ? { base_url } : {}) });
    const { json } = await asked(sandbox, "https://app.clio.com/api/v4/contacts?limit=1");
    return new URL((json as { meta: { paging: { next: string } } }).meta.paging.next).origin;
  };
  expect([await at(), await at("http://clio.sandbox")]).toEqual(["https://app.clio.com", "http://clio.sandbox"]);
});

test("the floor is the least number of requests that a full read can take", () => {
  const sandbox = createTestSandbox({ filling: { firm: "generated", seed: 1, contacts: 401, matters: 200, relationships: 1 } });
  // contacts 3, matters 1, relationships 1, users 1, practice areas 1, stages 1, custom fields 1
  expect(sandbox.floor()).toBe(9);
});
