import { describe, expect, test } from "vitest";
import { createClock } from "../kit/clock.ts";
import { myCaseId } from "./fill_imaginary.ts";
import { get, rows, still } from "./testing.ts";

describe("what a user sees", () => {
  const tobias = myCaseId("staff", "tobias");

  test("one who is limited to linked cases sees these, and their people", async () => {
    const sandbox = still();
    const token = sandbox.grant(tobias).access_token;
    expect((await rows(sandbox, "cases", token)).map((row) => row["name"])).toEqual(["Marriage of O’Brien-Castellanos"]);
    expect((await rows(sandbox, "clients", token)).map((row) => row["last_name"])).toEqual(["O’Brien-Castellanos", "Watanabe"]);
    const answer = await get(sandbox, "cases?page_size=1000", token);
    expect(answer.headers.get("item-count")).toBe("1");
    sandbox.switches.linked_user_contacts = "all";
    expect(await rows(sandbox, "clients?page_size=1000", token)).toHaveLength(sandbox.tables.clients.count());
  });

  test("a hidden record is not found, or forbidden", async () => {
    const sandbox = still();
    const path = `clients/${myCaseId("people", "adaeze")}`;
    expect((await get(sandbox, path, sandbox.grant(tobias).access_token)).status).toBe(404);
    sandbox.switches.hidden_record_status = 403;
    expect((await get(sandbox, path, sandbox.grant(tobias).access_token)).status).toBe(403);
    expect((await get(sandbox, "clients/1", sandbox.grant(tobias).access_token)).status).toBe(404);
  });

  test("a hidden feature is a 403, the others go on", async () => {
    const sandbox = still();
    const ruth = myCaseId("staff", "ruth");
    sandbox.hide(ruth, "contacts");
    const token = sandbox.grant(ruth).access_token;
    expect((await get(sandbox, "clients", token)).status).toBe(403);
    expect((await get(sandbox, `clients/${myCaseId("people", "lily")}/cases`, token)).status).toBe(403);
    expect((await get(sandbox, "cases", token)).status).toBe(200);
  });

  test("archived clients are listed, or only found by id", async () => {
    const sandbox = still();
    const carmen = myCaseId("people", "carmen");
    const listed = async () => (await rows(sandbox, "clients?page_size=1000")).some((row) => row.id === carmen);
    expect(await listed()).toBe(true);
    sandbox.switches.list_archived = false;
    expect(await listed()).toBe(false);
    expect((await get(sandbox, "clients")).headers.get("item-count")).toBe(String(sandbox.tables.clients.count() - 1));
    expect((await get(sandbox, `clients/${carmen}`)).status).toBe(200);
  });
});

describe("limits and errors", () => {
  test("25 requests a second for one OAuth client, whoever's token it is", async () => {
    const sandbox = still({ switches: { rate_limit: 25 } });
    const tokens = [sandbox.grant().access_token, sandbox.grant(myCaseId("staff", "ruth")).access_token];
    const ask = (place: number) => get(sandbox, "firm", tokens[place % 2]);
    const answers = await Promise.all(Array.from({ length: 27 }, (_, place) => ask(place)));
    expect(answers.map((answer) => answer.status).filter((status) => status === 429)).toHaveLength(2);
    const refused = answers.at(-1) as Response;
    expect(refused.headers.has("retry-after")).toBe(false);
    expect(await refused.json()).toMatchObject({ errors: [{ description: "Too many requests." }] });
    sandbox.switches.retry_after = "seconds";
    expect((await ask(0)).headers.get("retry-after")).toBe("1");
    await sandbox.clock.advance(1000);
    expect((await ask(0)).status).toBe(200);
    sandbox.switches.rate_limit = null;
    expect((await Promise.all(Array.from({ length: 100 }, ask))).every((answer) => answer.ok)).toBe(true);
  });

  test("401 in three shapes; 504 in the gateway's own", async () => {
    const sandbox = still();
    const ask = () => get(sandbox, "me", "nobody");
    expect(await (await ask()).json()).toMatchObject({ errors: [{}] });
    sandbox.switches.unauthorized_body = "message";
    expect(await (await ask()).json()).toEqual({ message: "Unauthorized" });
    sandbox.switches.unauthorized_body = "empty";
    expect(await (await ask()).text()).toBe("");
    sandbox.faults.script("gateway_504", /clients/);
    const answer = await get(sandbox, "clients");
    expect([answer.status, await answer.json()]).toEqual([504, { message: "Endpoint request timed out" }]);
  });

  test("a list that is edited while it is read shows the old row, and the edit afterwards", async () => {
    const sandbox = still();
    sandbox.faults.script("edit_while_paging", /clients/);
    const before = await rows(sandbox, "clients?page_size=5");
    const changed = await rows(sandbox, "clients?filter[updated_after]=2026-10-05T15:00:00Z");
    expect(changed).toHaveLength(1);
    expect(before.find((row) => row.id === changed[0]?.id)?.["notes"]).toBeNull();
    expect(changed[0]?.["notes"]).toMatch(/^Edited while/);
  });

  test("an expired page by fault, counted only when it struck", async () => {
    const sandbox = still();
    sandbox.faults.script("page_expired", /clients/);
    expect((await get(sandbox, "clients")).status).toBe(200);
    const next = /<(.+)>/.exec((await get(sandbox, "clients")).headers.get("link") ?? "")?.[1] as string;
    expect((await get(sandbox, next)).status).toBe(400);
    expect(sandbox.faults.reached()).toEqual({ page_expired: 1 });
  });
});

describe("values and blanks", () => {
  const values = async (sandbox: ReturnType<typeof still>, key: string) =>
    (
      (await (await get(sandbox, `clients/${myCaseId("people", key)}`)).json()) as {
        custom_field_values: { custom_field: { id: number }; value: unknown }[];
      }
    ).custom_field_values;
  const of = (list: { custom_field: { id: number }; value: unknown }[], key: string) =>
    list.find((one) => one.custom_field.id === myCaseId("custom_fields", key))?.value;

  test("a list's value is its text or its key; a deleted option keeps its text", async () => {
    const sandbox = still();
    expect(of(await values(sandbox, "marisol"), "language")).toBe("Spanish");
    sandbox.switches.list_value = "key";
    expect(of(await values(sandbox, "marisol"), "language")).toBe(`${myCaseId("custom_fields", "language")}1`);
    expect(of(await values(sandbox, "tomas"), "language")).toBe("Tagalog");
    expect(of(await values(sandbox, "marisol"), "referral_fee")).toBe(0);
    sandbox.switches.number_value = "string";
    expect(of(await values(sandbox, "marisol"), "referral_fee")).toBe("0");
  });

  test("blank fields are null, empty or not there", async () => {
    const sandbox = still();
    const george = async () => (await (await get(sandbox, `clients/${myCaseId("people", "george")}`)).json()) as Record<string, unknown>;
    expect(await george()).toMatchObject({ email: null, address: null });
    sandbox.switches.blank_fields = "empty";
    expect((await george())["email"]).toBe("");
    expect(await george()).not.toHaveProperty("address");
    sandbox.switches.blank_fields = "absent";
    expect(await george()).not.toHaveProperty("email");
  });

  test("damage strikes the same fields each time, never ids or times", async () => {
    const sandbox = still({ switches: { missing_rate: 0.5, numeric_string_rate: 0.5 } });
    const [once, twice] = [await rows(sandbox, "cases?page_size=1000"), await rows(sandbox, "cases?page_size=1000")];
    expect(once).toEqual(twice);
    expect(once.every((row) => typeof row.id === "number" && row["updated_at"])).toBe(true);
    expect(
      once.some((row) => row["name"] === null) &&
        once.some((row) => !("name" in row)) &&
        once.some((row) => typeof row["outstanding_balance"] === "string"),
    ).toBe(true);
  });

  test("what moves updated_at is a switch: custom values, people on a case, the people themselves", () => {
    const sandbox = still({ switches: { custom_value_bumps: false, link_bumps_case: false, link_bumps_client: true } });
    const { clients, cases } = sandbox.tables;
    const [lily, matter] = [myCaseId("people", "lily"), myCaseId("matters", "li_trust")];
    const before = cases.get(matter)?.updated_at;
    cases.update(matter, { custom_field_values: [] });
    cases.update(matter, { clients: [{ id: lily }] });
    expect(cases.get(matter)?.updated_at).toBe(before);
    expect(clients.get(lily)?.updated_at).toBe("2026-10-05T15:00:00.000Z");
    cases.update(matter, { name: "Another" });
    expect(cases.get(matter)?.updated_at).toBe("2026-10-05T15:00:00.000Z");
  });

  test("a client's cases follow the cases", async () => {
    const sandbox = still();
    const [lily, matter] = [myCaseId("people", "lily"), myCaseId("matters", "nguyen_accident")];
    const cases = async () => ((await (await get(sandbox, `clients/${lily}`)).json()) as { cases: unknown }).cases;
    expect(await cases()).toEqual([{ id: matter }]);
    sandbox.tables.cases.update(matter, { clients: [] });
    expect(await cases()).toEqual([]);
  });

  test("a company may have the number of a client, and a thread with a client would e-mail them", () => {
    const sandbox = still();
    const rosa = myCaseId("people", "rosa");
    expect(sandbox.tables.companies.get(rosa)?.name).toBe("Mission Bay Rowing Club");
    expect([...sandbox.tables.cases.scan()].some((row) => row.billing_contact?.id === rosa)).toBe(true);
    sandbox.tables.message_threads.insert({
      subject: "Hello",
      first_message_body: "…",
      sender: { id: 1 },
      case: null,
      clients: [{ id: rosa }],
      staff: [],
    });
    expect(sandbox.would_email).toMatchObject([{ client_id: rosa, email: "rosa.delgado@fastpost.example", subject: "Hello" }]);
  });
});

test("the log counts every request by route, the floor counts pages of a full read", async () => {
  const sandbox = still({ clock: createClock({ mode: "manual", start: "2026-10-05T15:00:00Z" }) });
  await get(sandbox, `clients/${myCaseId("people", "lily")}`);
  await get(sandbox, "clients");
  expect([sandbox.log.count({ route: "/v1/clients/{id}" }), sandbox.log.count({ route: "/v1/clients", status: 200 })]).toEqual([1, 1]);
  expect(sandbox.floor()).toBe(8);
});
