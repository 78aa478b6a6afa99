import type { MyCaseSandbox, Case, Client } from "../sandbox/mycase/types.ts";
import type { Row, Table } from "../sandbox/kit/types.ts";
import { idsOf, newName, type Vendor } from "./vendor.ts";

const plain = <R extends Row>(table: Table<R>) => table as unknown as Table<Row>;

export function mycaseVendor(sandbox: MyCaseSandbox): Vendor {
  const { tables } = sandbox;
  const removed = new Set<string>();
  for (const [name, kind] of [
    ["clients", "contact"],
    ["cases", "matter"],
    ["companies", "company"],
  ] as const) {
    plain(tables[name] as unknown as Table<Row>).on(({ action, row }) => void (action === "deleted" && removed.add(`${kind}/${row.id}`)));
  }
  const clients = () => idsOf(plain(tables.clients));
  const cases = () => idsOf(plain(tables.cases));
  /** A deleted client is taken off the cases and companies that name them. */
  const unlink = (id: number, winner: number | null) => {
    const others = (refs: { id: number }[]) => {
      const rest = refs.filter((ref) => ref.id !== id);
      return winner === null || rest.some((ref) => ref.id === winner) ? rest : [...rest, { id: winner }];
    };
    for (const row of [...tables.cases.scan()]) {
      if (!row.clients.some((ref) => ref.id === id) && row.billing_contact?.id !== id) continue;
      const billing_contact = row.billing_contact?.id === id ? (winner === null ? null : { id: winner }) : row.billing_contact;
      tables.cases.update(row.id, {
        clients: row.clients.some((ref) => ref.id === id) ? others(row.clients) : row.clients,
        billing_contact,
      });
    }
    for (const row of [...tables.companies.scan()]) {
      if (row.clients.some((ref) => ref.id === id)) tables.companies.update(row.id, { clients: others(row.clients) });
    }
  };

  return {
    sandbox,
    removed,
    tables: {
      contact: plain(tables.clients),
      matter: plain(tables.cases),
      company: plain(tables.companies),
      staff: plain(tables.staff),
      practice_area: plain(tables.practice_areas),
      stage: plain(tables.case_stages),
      people_group: plain(tables.people_groups),
      custom_field: plain(tables.custom_fields),
    },
    token: () => sandbox.grant(),
    contacts: clients,
    matters: cases,
    editContact: (id, text) => void tables.clients.update(id, { notes: text }),
    blankContact(id) {
      if (id % 2 === 0) tables.clients.update(id, { first_name: null, middle_name: null, last_name: null });
      else
        tables.clients.update(id, {
          email: null,
          cell_phone_number: null,
          work_phone_number: null,
          home_phone_number: null,
          address: null,
        });
    },
    addContact(random) {
      const { id: _id, created_at: _created, updated_at: _updated, ...rest } = tables.clients.get(random.pick(clients())) as Client;
      return tables.clients.insert({ ...rest, ...newName(random) }).id;
    },
    editMatter: (id, text) => void tables.cases.update(id, { description: text }),
    turnMatter(id) {
      const row = tables.cases.get(id) as Case;
      tables.cases.update(
        id,
        row.status === "closed" ? { status: "open", closed_date: null } : { status: "closed", closed_date: "2026-06-01" },
      );
    },
    addMatter(random) {
      const { id: _id, created_at: _created, updated_at: _updated, ...rest } = tables.cases.get(random.pick(cases())) as Case;
      const client = { id: random.pick(clients()) };
      return tables.cases.insert({ ...rest, case_number: `N-${random.int(100_000)}`, clients: [client], billing_contact: client }).id;
    },
    merge(winner_id, loser_id) {
      unlink(loser_id, winner_id);
      tables.clients.remove(loser_id);
      tables.clients.update(winner_id, {});
    },
    remove(kind, id) {
      const row = (kind === "contact" ? tables.clients.get(id) : tables.cases.get(id)) as Row;
      if (kind === "contact") unlink(id, null);
      (kind === "contact" ? plain(tables.clients) : plain(tables.cases)).remove(id);
      return row;
    },
    restore: (kind, row) =>
      void (kind === "contact" ? plain(tables.clients) : plain(tables.cases)).insert({
        ...row,
        updated_at: sandbox.clock.now().toISOString(),
      }),
    relink(random) {
      const row = tables.cases.get(random.pick(cases())) as Case;
      const client = { id: random.pick(clients()) };
      const joins = random.int(2) === 0 && !row.clients.some((ref) => ref.id === client.id);
      tables.cases.update(row.id, { clients: joins ? [...row.clients, client] : row.clients.slice(1) });
    },
    renameArea(random, text) {
      const area = tables.practice_areas.get(random.pick(idsOf(plain(tables.practice_areas))));
      if (area) tables.practice_areas.update(area.id, { name: text });
    },
    editStaff: (random, text) => void tables.staff.update(random.pick(idsOf(plain(tables.staff))), { title: text }),
    setLimit: (limit) => void (sandbox.switches.rate_limit = limit),
  };
}
