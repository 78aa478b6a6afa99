import type { ClioSandbox } from "../sandbox/clio/sandbox.ts";
import type { ContactRow, MatterRow } from "../sandbox/clio/rows.ts";
import type { Row, Table } from "../sandbox/kit/types.ts";
import { idsOf, newName, type Vendor } from "./vendor.ts";

const plain = <R extends Row>(table: Table<R>) => table as unknown as Table<Row>;

export function clioVendor(sandbox: ClioSandbox): Vendor {
  const { tables } = sandbox;
  const removed = new Set<string>();
  const people = () => Array.from(tables.contacts.scan()).filter((row) => row.type === "Person");
  // What a deleted contact or matter takes along is gone too.
  for (const [name, kind] of [
    ["contacts", "contact"],
    ["matters", "matter"],
    ["relationships", "relationship"],
  ] as const) {
    plain(tables[name] as unknown as Table<Row>).on(({ action, row }) => void (action === "deleted" && removed.add(`${kind}/${row.id}`)));
  }
  const areas = () => idsOf(plain(tables.practice_areas));
  const users = () => idsOf(plain(tables.users));

  return {
    sandbox,
    removed,
    tables: {
      contact: plain(tables.contacts),
      matter: plain(tables.matters),
      relationship: plain(tables.relationships),
      staff: plain(tables.users),
      practice_area: plain(tables.practice_areas),
      stage: plain(tables.matter_stages),
      custom_field: plain(tables.custom_fields),
    },
    token: () => sandbox.grant(),
    contacts: () => people().map((row) => row.id),
    matters: () => idsOf(plain(tables.matters)),
    editContact: (id, text) => void tables.contacts.update(id, { title: text }),
    blankContact(id) {
      const row = tables.contacts.get(id) as ContactRow;
      if (id % 2 === 0) tables.contacts.update(id, { first_name: null, middle_name: null, last_name: null, name: "" });
      else tables.contacts.update(id, { title: row.title, email_addresses: [], phone_numbers: [], addresses: [] });
    },
    addContact(random) {
      const pattern = tables.contacts.get(random.pick(people()).id) as ContactRow;
      const { first_name, last_name } = newName(random);
      const { id: _id, created_at: _created, updated_at: _updated, ...rest } = pattern;
      return tables.contacts.insert({
        ...rest,
        first_name,
        middle_name: null,
        last_name,
        name: `${first_name} ${last_name}`,
        is_client: false,
      }).id;
    },
    editMatter: (id, text) => void tables.matters.update(id, { description: text }),
    turnMatter(id) {
      const row = tables.matters.get(id) as MatterRow;
      tables.matters.update(
        id,
        row.status === "Closed" ? { status: "Open", close_date: null } : { status: "Closed", close_date: "2026-06-01" },
      );
    },
    addMatter(random) {
      const pattern = tables.matters.get(random.pick(idsOf(plain(tables.matters)))) as MatterRow;
      const { id: _id, created_at: _created, updated_at: _updated, ...rest } = pattern;
      const number = 70_000 + random.int(10_000);
      return tables.matters.insert({ ...rest, number, display_number: `${number}-New`, client_id: random.pick(people()).id }).id;
    },
    merge: (winner_id, loser_id) => void sandbox.merge(winner_id, loser_id),
    remove(kind, id) {
      const table = kind === "contact" ? tables.contacts : tables.matters;
      const row = table.get(id) as Row;
      table.remove(id);
      return row;
    },
    restore: (kind, row) =>
      void plain((kind === "contact" ? tables.contacts : tables.matters) as unknown as Table<Row>).insert({
        ...row,
        updated_at: sandbox.clock.now().toISOString(),
      }),
    relink(random) {
      const all = idsOf(plain(tables.relationships));
      const chance = random.int(3);
      if (chance === 0 || all.length === 0) {
        tables.relationships.insert({
          description: random.pick(["Witness", "Expert", "Guardian"]),
          matter_id: random.pick(idsOf(plain(tables.matters))),
          contact_id: random.pick(people()).id,
        });
      } else if (chance === 1)
        tables.relationships.update(random.pick(all), { description: random.pick(["Spouse", "Opposing Party", "Judge"]) });
      else tables.relationships.remove(random.pick(all));
    },
    renameArea: (random, text) => void tables.practice_areas.update(random.pick(areas()), { name: text }),
    editStaff: (random, text) => void tables.users.update(random.pick(users()), { job_title: text }),
    setLimit: (limit) => void (sandbox.switches.rate_limit = limit),
  };
}
