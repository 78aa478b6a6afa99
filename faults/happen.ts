/** Makes a scenario's events happen in a world, and counts which fault of the engine notes each was. */
import type { Random } from "../sandbox/kit/random.ts";
import type { Row } from "../sandbox/kit/types.ts";
import { readSettings, writeSettings } from "../src/connections/store_settings.ts";
import { drawPoison } from "./poison.ts";
import type { Event } from "./scenario.ts";
import type { World } from "./world.ts";

export class Happenings {
  readonly #world: World;
  readonly #random: Random;
  readonly #removed: { kind: "contact" | "matter"; row: Row }[] = [];
  /** How often each was really brought about. */
  readonly counts: Record<string, number> = {};
  #serial = 0;
  #racing = false;

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  #count(fault: string): void {
    this.counts[fault] = (this.counts[fault] ?? 0) + 1;
  }

  /** `listed`: the contacts of the page that has just been read, if it was one of contacts. */
  async happen(event: Event, running: boolean, listed: string[]): Promise<void> {
    const { vendor, wire, sandbox } = this.#world;
    const random = this.#random;
    const text = `Edit ${++this.#serial}`;
    const contact = () => random.pick(vendor.contacts());
    const matter = () => random.pick(vendor.matters());
    switch (event.do) {
      case "burst":
        return this.#burst(text, listed, running);
      case "edit":
        vendor.editContact(contact(), text);
        vendor.editMatter(matter(), text);
        vendor.editStaff(random, text);
        return this.#paging(running);
      case "insert":
        vendor.addContact(random);
        vendor.addMatter(random);
        return this.#paging(running);
      case "relink":
        vendor.relink(random);
        return this.#paging(running);
      case "turn":
        for (let i = 0; i < 3; i++) vendor.turnMatter(matter());
        return this.#paging(running);
      case "rename":
        return vendor.renameArea(random, text);
      case "blank":
        return vendor.blankContact(contact());
      case "remove_one":
        return this.#remove(random.pick(["contact", "matter"]), 1);
      case "remove_many":
        return this.#remove("contact", Math.floor(vendor.contacts().length * event.share));
      case "recreate": {
        if (running) return; // only between runs: who looks at which moment would decide what is right
        const gone = this.#removed.pop();
        if (gone) vendor.restore(gone.kind, gone.row);
        else this.#remove("contact", 1);
        return;
      }
      case "restore_all":
        if (running) return;
        for (const { kind, row } of this.#removed.splice(0)) vendor.restore(kind, row);
        return;
      case "merge": {
        const [winner, loser] = [contact(), contact()];
        if (winner === loser) return;
        vendor.merge(winner, loser);
        return this.#count("F17");
      }
      case "hide_many":
        for (const id of vendor.matters()) if (random.next() < event.share) wire.hidden.add(`matter/${id}`);
        return this.#count("F16");
      case "unhide":
        return wire.hidden.clear();
      case "settings":
        return this.#change();
      case "unreadable":
        wire.unreadable.add(`contact/${contact()}`);
        return this.#count("F26");
      case "race":
        return this.#race(text, listed, running);
      case "poison":
      case "huge": {
        const kind = event.do === "huge" ? "contact" : random.pick(["contact", "matter"] as const);
        wire.poison.set(
          `${kind}/${kind === "contact" ? contact() : matter()}`,
          drawPoison(random, vendor.sandbox.provider, kind, event.do === "huge"),
        );
        return;
      }
      case "heal":
        wire.unreadable.clear();
        return wire.poison.clear();
      case "expire":
        return sandbox.faults.script("page_expired", /./, event.times);
      case "storm":
        return sandbox.faults.script(event.fault, /./, event.times);
      case "limit":
        return vendor.setLimit(event.limit);
      case "pause":
        return this.#world.pass(event.ms);
      case "outage":
        wire.outage = { kind: event.kind, until: sandbox.clock.now().getTime() + event.ms };
        return;
      case "lists":
        wire.list_fault = { rate: event.rate, faults: event.faults };
    }
  }

  /** Rules change while a sync is under way: the projection must follow the newest ones. */
  async #change(): Promise<void> {
    const { db, owner, clock } = this.#world;
    const { settings, version } = await readSettings(db.kysely, owner);
    const { tags } = settings;
    const changed = this.#random.pick([
      { ...settings, tags: { ...tags, city: !tags.city } },
      { ...settings, tags: { ...tags, practice_area: { ...tags.practice_area, on: !tags.practice_area.on } } },
      { ...settings, owner: { ...settings.owner, role: settings.owner.role === "lead" ? ("originating" as const) : ("lead" as const) } },
      { ...settings, segment: { mode: "any" as const, tags: settings.segment.tags.length === 0 ? ["Active Client"] : [] } },
      { ...settings, sync: { ...settings.sync, matters_first_years: settings.sync.matters_first_years === null ? 2 : null } },
    ]);
    await writeSettings(db.kysely, owner, {
      settings: changed,
      note: null,
      created_by: "faults",
      at: clock.now().toISOString(),
      if_version: version,
    });
  }

  #paging(running: boolean): void {
    if (running) this.#count("F13");
  }

  /** F12: many rows get one and the same update time, in the second in which a page was answered. */
  #burst(text: string, listed: string[], running: boolean): void {
    const { vendor } = this.#world;
    const contacts = vendor.contacts();
    const near = listed.map(Number).filter((id) => contacts.includes(id));
    const many = new Set([...near, ...Array.from({ length: 8 }, () => this.#random.pick(contacts))]);
    for (const id of many) vendor.editContact(id, text);
    for (let i = 0; i < 5; i++) vendor.editMatter(this.#random.pick(vendor.matters()), text);
    if (running) this.#count("F12");
  }

  #remove(kind: "contact" | "matter", many: number): void {
    const { vendor } = this.#world;
    const ids = kind === "contact" ? vendor.contacts() : vendor.matters();
    for (let i = 0; i < many && ids.length > 8; i++) {
      const [id] = ids.splice(this.#random.int(ids.length), 1);
      this.#removed.push({ kind, row: vendor.remove(kind, id!) });
    }
    this.#count("F17");
  }

  /** I3: while a page with the old version is on its way, the new version is read by id and stored. */
  async #race(text: string, listed: string[], running: boolean): Promise<void> {
    const { vendor, sync } = this.#world;
    const id = Number(listed.find((one) => vendor.contacts().includes(Number(one))));
    if (!running || this.#racing || !id) return;
    this.#racing = true;
    try {
      await this.#world.pass(1_500);
      vendor.editContact(id, text);
      await sync({ mode: "record", kind: "contact", id: String(id) });
      this.#count("F13");
    } finally {
      this.#racing = false;
    }
  }
}
