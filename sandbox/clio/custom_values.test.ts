import { expect, test } from "vitest";
import { asked, createTestSandbox } from "./testing.ts";
import type { ClioSwitches } from "./switches.ts";

const FIELDS = "id,etag,custom_field_values{id,value,custom_field}";

interface Shown {
  etag: string;
  custom_field_values: { id: string; value: unknown }[];
}

/** Every kind of record that has values, with a text field that is not set yet. */
async function each(
  switches: Partial<ClioSwitches>,
  run: (patch: (values: object[], etag?: string) => Promise<{ status: number; shown: Shown }>, field: number) => Promise<void>,
) {
  await Promise.all(
    (["contacts", "matters"] as const).map(async (table) => {
      const sandbox = createTestSandbox({ filling: { firm: "imaginary" }, switches });
      const parent_type = table === "contacts" ? "Contact" : "Matter";
      const field = [...sandbox.tables.custom_fields.scan()].find(
        (one) => one.parent_type === parent_type && one.field_type === "text_line",
      );
      const [row] = sandbox.tables[table].scan();
      const id = row?.id ?? 0;
      if (table === "contacts") sandbox.tables.contacts.update(id, { custom_field_values: [] });
      else sandbox.tables.matters.update(id, { custom_field_values: [] });
      await run(async (custom_field_values, etag) => {
        await sandbox.clock.advance(1_000);
        const { status, json } = await asked(sandbox, `${table}/${id}.json?fields=${FIELDS}`, {
          method: "PATCH",
          json: { data: { custom_field_values } },
          headers: etag === undefined ? {} : { "if-match": etag },
        });
        return { status, shown: (json as { data: Shown }).data };
      }, field?.id ?? 0);
    }),
  );
}

test("a value is set by its field, changed by its composite id, cleared by it; each changes the etag", () =>
  each({}, async (patch, field) => {
    const made = (await patch([{ custom_field: { id: field }, value: "a" }])).shown;
    const [value] = made.custom_field_values;
    expect(value).toMatchObject({ id: expect.stringMatching(/^text_line-\d+$/) as string, value: "a" });
    const stale = await patch([{ id: value?.id, value: "b" }], '"0"');
    expect(stale.status).toBe(412);
    const changed = await patch([{ id: value?.id, value: "b" }], made.etag);
    expect([changed.status, changed.shown.custom_field_values[0]?.value]).toEqual([200, "b"]);
    expect((await patch([{ id: value?.id, value: "c" }], made.etag)).status).toBe(412);
    expect((await patch([{ id: `picklist-${value?.id.split("-")[1]}`, value: "c" }])).status).toBe(422);
    expect((await patch([{ id: value?.id, _destroy: true }])).shown.custom_field_values).toEqual([]);
    expect((await patch([{ id: value?.id, value: "d" }])).status).toBe(422);
  }));

test.each([
  ["refuse", 422, undefined],
  ["replace", 200, ["b"]],
  ["second_value", 200, ["a", "b"]],
] as const)("the new shape for a field that has a value: %s", (new_value_for_set_field, status, values) =>
  each({ new_value_for_set_field }, async (patch, field) => {
    await patch([{ custom_field: { id: field }, value: "a" }]);
    const again = await patch([{ custom_field: { id: field }, value: "b" }]);
    expect(again.status).toBe(status);
    if (values) expect(again.shown.custom_field_values.map((one) => one.value)).toEqual(values);
  }),
);
