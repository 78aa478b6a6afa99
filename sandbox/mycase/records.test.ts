import { describe, expect, test } from "vitest";
import type { MyCaseSwitches } from "./switches.ts";
import { get, send, still } from "./testing.ts";
import type { MyCaseSandbox } from "./types.ts";

interface Wire {
  custom_field_values: { custom_field: { id: number }; value: unknown }[];
  clients: { id: number }[];
  [name: string]: unknown;
}

function firm(switches: Partial<MyCaseSwitches> = {}) {
  const sandbox = still({ switches });
  const field = (parent_type: string, field_type: string) =>
    [...sandbox.tables.custom_fields.scan()].find((one) => one.parent_type === parent_type && one.field_type === field_type);
  const add = (parent_type: "client" | "case", field_type: "short_text" | "list" | "numeric" | "date") =>
    field(parent_type, field_type) ??
    sandbox.tables.custom_fields.insert({ name: field_type, parent_type, field_type, list_options: null });
  const client = [...sandbox.tables.clients.scan()].find((row) => row.first_name && row.last_name);
  const [matter] = sandbox.tables.cases.scan();
  if (!client || !matter) throw new Error("The firm is empty");
  sandbox.tables.clients.update(client.id, { custom_field_values: [] });
  sandbox.tables.cases.update(matter.id, { custom_field_values: [] });
  return { sandbox, client, matter, add };
}

const read = async (sandbox: MyCaseSandbox, path: string) => (await (await get(sandbox, path)).json()) as Wire;
const valuesOf = async (sandbox: MyCaseSandbox, path: string) => (await read(sandbox, path)).custom_field_values.map((one) => one.value);

describe("a PUT on a client or a case", () => {
  test.each([
    ["merge", ["b"], 2],
    ["append", ["a", "b"], 3],
    ["replace", ["b"], 1],
  ] as const)("custom values: %s", async (on_put, of_field, in_all) => {
    for (const kind of ["clients", "cases"] as const) {
      const { sandbox, client, matter, add } = firm({ client_values_on_put: on_put, case_values_on_put: on_put });
      const parent = kind === "clients" ? "client" : "case";
      const [text, number] = [add(parent, "short_text"), add(parent, "numeric")];
      const path = kind === "clients" ? `clients/${client.id}` : `cases/${matter.id}`;
      const names = kind === "clients" ? { first_name: client.first_name, last_name: client.last_name } : { name: matter.name };
      const put = (custom_field_values: object[]) => send(sandbox, "PUT", path, { ...names, custom_field_values });
      const first = await put([
        { custom_field: { id: text.id }, value: "a" },
        { custom_field: { id: number.id }, value: 5 },
      ]);
      expect([first.status, await first.text()]).toEqual([204, ""]);
      expect((await put([{ custom_field: { id: text.id }, value: "b" }])).status).toBe(204);
      const after = (await read(sandbox, path)).custom_field_values;
      expect(after.filter((one) => one.custom_field.id === text.id).map((one) => one.value)).toEqual(of_field);
      expect(after).toHaveLength(in_all);
    }
  });

  test("how a value is cleared is a switch; null is no value by the vendor's file", async () => {
    const { sandbox, client, add } = firm();
    const path = `clients/${client.id}`;
    const put = (value: unknown) =>
      send(sandbox, "PUT", path, {
        first_name: client.first_name,
        last_name: client.last_name,
        custom_field_values: [{ custom_field: { id: add("client", "short_text").id }, value }],
      });
    await put("a");
    expect((await put(null)).status).toBe(422);
    await put("");
    expect(await valuesOf(sandbox, path)).toEqual([]);
    sandbox.switches.value_empty = "kept";
    await put("");
    expect(await valuesOf(sandbox, path)).toEqual([""]);
    sandbox.switches.value_null = "clears";
    await put(null);
    expect(await valuesOf(sandbox, path)).toEqual([]);
  });

  test("a list takes the option's text, or its key; a wrong value is pointed at", async () => {
    const { sandbox, client, add } = firm();
    const field = add("client", "list");
    const option = field.list_options?.[0];
    const put = (value: unknown) =>
      send(sandbox, "PUT", `clients/${client.id}`, {
        first_name: client.first_name,
        last_name: client.last_name,
        custom_field_values: [{ custom_field: { id: field.id }, value }],
      });
    expect((await put(option?.option)).status).toBe(204);
    const refused = await put(option?.key);
    expect([refused.status, await refused.json()]).toMatchObject([
      422,
      { errors: [{ source: { pointer: "/custom_field_values/0/value" } }] },
    ]);
    sandbox.switches.value_of_list = "key";
    expect([(await put(option?.key)).status, (await put(option?.option)).status]).toEqual([204, 422]);
    expect(await valuesOf(sandbox, `clients/${client.id}`)).toEqual([option?.option]);
  });

  test("the names are required again, an e-mail and a case's name are nobody else's", async () => {
    const { sandbox, client, matter } = firm();
    const taken = [...sandbox.tables.clients.scan()].find((row) => row.id !== client.id && row.email);
    const other = [...sandbox.tables.cases.scan()].find((row) => row.id !== matter.id);
    for (const [path, body] of [
      [`clients/${client.id}`, { first_name: "A" }],
      [`clients/${client.id}`, { first_name: "A", last_name: "B", email: taken?.email?.toUpperCase() }],
      [`clients/${client.id}`, { first_name: "A", last_name: "B", address: { city: "San Diego" } }],
      [`cases/${matter.id}`, { description: "x" }],
      [`cases/${matter.id}`, { name: other?.name }],
      [`cases/${matter.id}`, { name: matter.name, clients: [], contacts: [] }],
    ] as const)
      expect((await send(sandbox, "PUT", path, body)).status, JSON.stringify(body)).toBe(422);
  });

  test("what is left out stays or is cleared, lists are replaced or added to: switches", async () => {
    const { sandbox, matter } = firm();
    const stranger = [...sandbox.tables.clients.scan()].find((row) => !matter.clients.some((one) => one.id === row.id));
    const put = (change: object) => send(sandbox, "PUT", `cases/${matter.id}`, { name: matter.name, ...change });
    await put({ description: "About a house" });
    await put({ clients: [{ id: stranger?.id }] });
    expect(await read(sandbox, `cases/${matter.id}`)).toMatchObject({ description: "About a house", clients: [{ id: stranger?.id }] });
    sandbox.switches.put_arrays = "add";
    await put({ clients: matter.clients });
    expect((await read(sandbox, `cases/${matter.id}`)).clients).toHaveLength(matter.clients.length + 1);
    sandbox.switches.put_omitted = "cleared";
    await put({});
    expect((await read(sandbox, `cases/${matter.id}`))["description"]).toBeNull();
  });

  test("an unknown stage becomes blank without a word", async () => {
    const { sandbox, matter } = firm();
    const stage = [...sandbox.tables.case_stages.scan()][0]?.name as string;
    await send(sandbox, "PUT", `cases/${matter.id}`, { name: matter.name, case_stage: stage.toUpperCase() });
    expect((await read(sandbox, `cases/${matter.id}`))["case_stage"]).toBe(stage);
    expect((await send(sandbox, "PUT", `cases/${matter.id}`, { name: matter.name, case_stage: "Nowhere" })).status).toBe(204);
    expect((await read(sandbox, `cases/${matter.id}`))["case_stage"]).toBeNull();
  });
});
