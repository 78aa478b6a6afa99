import { expect, test } from "vitest";
import { withControl } from "../kit/control_page.ts";
import { mycaseControl } from "./control.ts";
import { myCaseId } from "./fill_imaginary.ts";
import { get, still } from "./testing.ts";

const lily = myCaseId("people", "lily");

test("a contact edited on the control page is answered by the API with what was changed, and nothing else", async () => {
  const sandbox = still();
  const { fetch } = withControl(mycaseControl(sandbox));
  const found = await (await fetch(new Request("http://mycase.sandbox/sandbox?query=lily"))).text();
  expect(found).toContain("lily.nguyen@campus.example");
  const before = (await (await get(sandbox, `clients/${lily}`)).json()) as Record<string, unknown>;
  const shown = await (await fetch(new Request(`http://mycase.sandbox/sandbox/contacts/${lily}`))).text();
  expect(shown).toContain("2004-06-30");
  const body = new URLSearchParams({
    action: "save",
    email: "lily@new.example",
    people_group: "former client",
    city: "Poway",
    birthdate: "",
  });
  for (const name of ["first_name", "last_name", "cell_phone_number"]) body.set(name, String(before[name]));
  await fetch(new Request(`http://mycase.sandbox/sandbox/contacts/${lily}`, { method: "POST", body }));
  const after = (await (await get(sandbox, `clients/${lily}`)).json()) as Record<string, unknown>;
  expect(after).toEqual({
    ...before,
    email: "lily@new.example",
    birthdate: null,
    contact_group: "Former Client",
    people_group: after["people_group"],
    address: { address1: "", address2: "", city: "Poway", state: "", zip_code: "", country: "" },
    updated_at: "2026-10-05T15:00:00.000Z",
  });
});

test("the control API drives tables, switches and tokens, and leaves no trace in the request log", async () => {
  const sandbox = still();
  const { fetch } = withControl(mycaseControl(sandbox));
  const post = async (path: string, body: object) =>
    (await (
      await fetch(new Request(`http://mycase.sandbox/sandbox/api/${path}`, { method: "POST", body: JSON.stringify(body) }))
    ).json()) as Record<string, unknown>;
  await post("edit", { table: "clients", id: lily, change: { last_name: "Tran" } });
  await post("switches", { list_archived: false });
  const granted = await post("grant", {});
  const row = (await (await get(sandbox, `clients/${lily}`, granted["access_token"] as string)).json()) as Record<string, unknown>;
  expect([row["last_name"], sandbox.switches.list_archived, sandbox.log.count()]).toEqual(["Tran", false, 1]);
});
