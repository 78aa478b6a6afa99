/** A firm that writes: synced once, with two people who have connected their own accounts, every kind of activity switched on. */
import type { ClioSandbox } from "../../sandbox/clio/sandbox.ts";
import type { MyCaseSandbox } from "../../sandbox/mycase/types.ts";
import { writeSettings } from "../../src/connections/store_settings.ts";
import type { Db } from "../../src/db/pool.ts";
import { newId } from "../../src/lib/ids.ts";
import type { Owner } from "../../src/mirror/store.ts";
import { defaultSettings } from "../../src/model/presets.ts";
import type { Settings } from "../../src/model/settings.ts";

export type WritingSandbox = ClioSandbox | MyCaseSandbox;

export interface Author {
  member_id: string;
  connection_id: string;
  /** The provider's id of them. */
  user_id: number;
}

/** The first has the firm's sync connection, the second one of their own for writing. */
export type Authors = readonly [Author, Author];

interface Person {
  id: number;
  name: string;
  email: string;
}

function peopleOf(sandbox: WritingSandbox): [Person, Person] {
  const all =
    sandbox.provider === "clio"
      ? [...sandbox.tables.users.scan()]
          .filter((user) => user.enabled && !user.restricted && user.matter_access === "all")
          .toSorted((a, b) => Number(b.roles.includes("admin")) - Number(a.roles.includes("admin")))
      : [...sandbox.tables.staff.scan()]
          .filter((staff) => staff.active)
          .map((staff) => ({ ...staff, name: `${staff.first_name} ${staff.last_name}` }));
  const [first, second] = all.flatMap(({ id, name, email }) => (email ? [{ id, name, email }] : []));
  if (!first || !second) throw new Error("the simulated firm has too few people");
  return [first, second];
}

/** As the presets have it, with every kind switched on: whether a client may be told stays as it is by default. */
export function allKinds(provider: "clio" | "mycase", change: Partial<Settings["writeback"]> = {}): Settings {
  const settings = defaultSettings(provider);
  const on = { email: true, note: true, card: true, call: true, text: true, message: true, document: true };
  return { ...settings, contacts: { ...settings.contacts, scope: "all" }, writeback: { ...settings.writeback, ...on, ...change } };
}

export async function addFirm(
  db: Db,
  sandbox: WritingSandbox,
  at: string,
  settings: Settings,
): Promise<{ owner: Owner; authors: Authors }> {
  const { provider } = sandbox;
  const [first, second] = peopleOf(sandbox);
  const owner = { firm_id: newId(), connection_id: newId() };
  const second_connection = newId();
  await db.pool.query("insert into firm (firm_id, name, created_at) values ($1, 'Marlow & Finch', $2)", [owner.firm_id, at]);
  const member = async ({ name, email }: Person) => {
    const member_id = newId();
    await db.pool.query("insert into member (firm_id, member_id, name, email, role) values ($1, $2, $3, $4, 'admin')", [
      owner.firm_id,
      member_id,
      name,
      email,
    ]);
    return member_id;
  };
  const connection = (id: string, purpose: string, { id: user_id, name, email }: Person) =>
    db.pool.query(
      `insert into connection (firm_id, connection_id, provider, region, purpose, account_id, account_name, firm_uuid, user_id, user_name, user_email, created_at)
       values ($1, $2, $3, $4, $5, '1', 'Marlow & Finch', $6, $7, $8, $9, $10)`,
      [
        owner.firm_id,
        id,
        provider,
        provider === "clio" ? "us" : null,
        purpose,
        sandbox.provider === "mycase" ? sandbox.firm.uuid : null,
        String(user_id),
        name,
        email,
        at,
      ],
    );
  const authors: Authors = [
    { member_id: await member(first), connection_id: owner.connection_id, user_id: first.id },
    { member_id: await member(second), connection_id: second_connection, user_id: second.id },
  ];
  await connection(owner.connection_id, "sync", first);
  await connection(second_connection, "writeback", second);
  await writeSettings(db.kysely, owner, { settings, note: null, created_by: "faults", at, if_version: null });
  return { owner, authors };
}

/** Where something can be written: a contact that is in, alone or with one of their matters. */
export interface Place {
  contact_id: string;
  matter_id: string | null;
}

export async function readPlaces(db: Db, owner: Owner): Promise<Place[]> {
  const { rows } = await db.pool.query<Place>(
    `select c.provider_id as contact_id, (select p.matter_id from participation p where p.firm_id = c.firm_id and p.connection_id = c.connection_id
       and p.person_id = c.provider_id and p.capacity in ('client', 'on_case') limit 1) as matter_id
     from contact c where c.firm_id = $1 and c.connection_id = $2 and c.state = 'in' order by length(c.provider_id), c.provider_id`,
    [owner.firm_id, owner.connection_id],
  );
  return rows;
}
