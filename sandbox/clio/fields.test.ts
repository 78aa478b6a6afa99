import { describe, expect, test } from "vitest";
import { asked, createTestSandbox } from "./testing.ts";

const sandbox = createTestSandbox({ filling: { firm: "imaginary" } });
const first = async (fields: string, path = "contacts?limit=1") => {
  const { status, json } = await asked(sandbox, `${path}&fields=${encodeURIComponent(fields)}`);
  return status === 200 ? (json as { data: Record<string, unknown>[] }).data[0] : (json as { error: { message: string } }).error.message;
};

test("without fields only id and etag are shown, and the etag carries its quotes", async () => {
  const { json } = await asked(sandbox, "contacts?limit=1");
  const [row] = (json as { data: { id: number; etag: string }[] }).data;
  expect(Object.keys(row ?? {})).toEqual(["id", "etag"]);
  expect(row?.etag).toMatch(/^"[0-9a-f]{32}"$/);
});

test("a nested association shows what its braces name, and its own defaults without them", async () => {
  expect(await first("name,email_addresses{address,primary}")).toEqual({
    name: "Adaeze Ngozi Okafor",
    email_addresses: [
      { address: "adaeze.okafor@fastpost.example", primary: true },
      { address: "okafor.family@fastpost.example", primary: false },
    ],
  });
  expect(Object.keys(((await first("email_addresses")) as { email_addresses: object[] }).email_addresses[0] ?? {})).toEqual(["id", "etag"]);
});

test("inside braces an association may be named bare", async () => {
  const row = (await first("custom_field_values{field_name,value,custom_field,picklist_option}")) as {
    custom_field_values: Record<string, unknown>[];
  };
  expect(row.custom_field_values[0]).toMatchObject({
    field_name: "Preferred language",
    custom_field: { id: expect.any(Number) },
    picklist_option: { id: expect.any(Number) },
  });
  sandbox.switches.bare_picklist_option_has_option = true;
  const told = (await first("custom_field_values{picklist_option}")) as { custom_field_values: unknown[] };
  expect(told.custom_field_values[0]).toEqual({ picklist_option: { id: expect.any(Number), option: "English" } });
});

describe("the whole request is refused", () => {
  test.each([
    ["emial", "emial is not a valid field"],
    ["id,email_addresses{adress}", "adress is not a valid field"],
    ["name{id}", "name is not a valid field"],
    ["id, name", " name is not a valid field"],
    ["id,", " is not a valid field"],
    ["custom_field_values{id,custom_field{id},picklist_option{id,option}}", "picklist_option} is not a valid field"],
    ["company{id,company{id}}", "company} is not a valid field"],
    ["company{id", "id} is not a valid field"],
  ])("for fields=%s", async (fields, message) => {
    expect(await first(fields)).toBe(message);
  });

  test("relationships have no type", async () => {
    expect(await first("id,type", "relationships?limit=1")).toBe("type is not a valid field");
  });

  test("where the account's API does not have responsible_staff yet", async () => {
    expect(await first("responsible_staff{id}", "matters?limit=1")).not.toBeTypeOf("string");
    sandbox.switches.responsible_staff_field = false;
    expect(await first("responsible_staff{id}", "matters?limit=1")).toBe("responsible_staff is not a valid field");
  });
});

test("custom values carry a composite id of their own, and every type", async () => {
  const { json } = await asked(sandbox, `contacts?fields=${encodeURIComponent("custom_field_values{id,field_type,value,custom_field}")}`);
  const values = (
    json as { data: { custom_field_values: { id: string; field_type: string; value: unknown; custom_field: { id: number } }[] }[] }
  ).data.flatMap((row) => row.custom_field_values);
  for (const value of values) {
    expect(value.id).toMatch(new RegExp(`^${value.field_type}-\\d+$`));
    expect(value.id.endsWith(`-${value.custom_field.id}`)).toBe(false);
  }
  expect(new Set(values.map((value) => value.field_type)).size).toBe(12);
});

test("custom values of a field that was never set: absent, without an id, or as a placeholder; or stripped to ids", async () => {
  const shown = async () =>
    ((await first("custom_field_values{id,value}")) as { custom_field_values: { id: string | null; value: unknown }[] })
      .custom_field_values;
  const set = (await shown()).length;
  sandbox.switches.unset_custom_field = "null_id";
  expect((await shown()).slice(set).every((one) => one.id === null && one.value === null)).toBe(true);
  expect((await shown()).length).toBeGreaterThan(set);
  sandbox.switches.unset_custom_field = "placeholder";
  expect((await shown()).slice(set).every((one) => typeof one.id === "string" && one.value === null)).toBe(true);
  sandbox.switches.unset_custom_field = "absent";
  sandbox.switches.stripped_custom_values = true;
  expect(Object.keys((await shown())[0] ?? {})).toEqual(["id"]);
  expect((await asked(sandbox, "custom_fields")).status).toBe(403);
  sandbox.switches.stripped_custom_values = false;
});

test("custom values can all be texts", async () => {
  sandbox.switches.custom_value_types = "text";
  const { json } = await asked(sandbox, `contacts?fields=${encodeURIComponent("custom_field_values{value}")}`);
  const values = (json as { data: { custom_field_values: { value: unknown }[] }[] }).data.flatMap((row) => row.custom_field_values);
  expect(values.every((one) => typeof one.value === "string")).toBe(true);
});
