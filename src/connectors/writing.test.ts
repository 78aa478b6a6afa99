/** The writing part of the conformance suite: every connector against its sandbox, every operation that it promises (B-WRB-5). */
import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { serve } from "../../sandbox/kit/serve.ts";
import type { AnyFault } from "../../sandbox/kit/types.ts";
import type { Setup, SetupOptions } from "../../test/connector_setups.ts";
import { clioSetup, mycaseSetup, openApiOf, wrongRequests } from "../../test/connector_setups.ts";
import type { Content, Operation, VendorWriter, Writing, Written } from "../model/writing.ts";
import { WriteError } from "../model/writing.ts";
import { createConnectors } from "./index.ts";

const SETUPS = { clio: clioSetup, mycase: mycaseSetup } satisfies Record<string, (options?: SetupOptions) => Setup>;

const MARKER = "K7QXABCD2345EFGH";
const BYTES = new TextEncoder().encode("%PDF a retainer agreement");

const content = (bytes: Uint8Array = BYTES): Content => ({
  name: "Retainer.pdf",
  media_type: "application/pdf",
  size: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
  open: () => new ReadableStream({ start: (controller) => (controller.enqueue(bytes), controller.close()) }),
});

function largeFile(piece: Uint8Array, pieces: number): Content {
  const hash = createHash("sha256");
  for (let i = 0; i < pieces; i++) hash.update(piece);
  const open = () => {
    let left = pieces;
    return new ReadableStream<Uint8Array>({ pull: (controller) => (left-- > 0 ? controller.enqueue(piece) : controller.close()) });
  };
  return { name: "Video.mp4", media_type: "video/mp4", size: piece.length * pieces, sha256: hash.digest("hex"), open };
}

/** What the sandbox has that can be written to: a client with an open matter, and one of its staff. */
function placesIn(setup: Setup) {
  const matters = [...(setup.tables.matter?.table.scan() ?? [])] as unknown as {
    id: number;
    client_id?: number;
    clients?: { id: number }[];
  }[];
  const matter = matters.find((row) => row.client_id !== undefined || (row.clients?.length ?? 0) > 0);
  const contact_id = matter?.client_id ?? matter?.clients?.[0]?.id;
  const staff = [...(setup.tables.staff?.table.scan() ?? [])].find((row) => setup.tables.staff?.listed(row));
  if (!matter || contact_id === undefined || !staff) throw new Error("The firm has no client with a matter");
  return { contact_id: String(contact_id), matter_id: String(matter.id), staff_id: String(staff.id) };
}

function writingOf(setup: Setup, operation: Operation, change: Partial<Writing> = {}): Writing {
  const { contact_id, matter_id, staff_id } = placesIn(setup);
  const staff = { kind: "staff" as const, id: staff_id };
  const contact = { kind: "contact" as const, id: contact_id };
  return {
    operation,
    parent: operation === "document" || operation === "thread" ? { kind: "matter", id: matter_id } : contact,
    marker: MARKER,
    subject: "Call to Ann Lee: retainer",
    body: `Spoke about the retainer.\n\nRef. ${MARKER}`,
    occurred_at: "2026-10-05T14:30:00.000Z",
    day: "2026-10-05",
    direction: "out",
    channel: operation === "communication" ? "phone" : null,
    from: [staff],
    to: operation === "thread" ? [staff] : [contact],
    phone_number: "+13105550142",
    staff_id,
    matter_id: null,
    content: operation === "document" ? content() : null,
    field: null,
    ...change,
  };
}

/** Everything that an outbox would do for one writing whose outcome is known. */
async function write(writer: VendorWriter, writing: Writing): Promise<Written> {
  const written = await writer.create(writing);
  const keep = () => Promise.resolve();
  return writer.finish && written.provider_id !== null ? writer.finish(writing, written, keep) : written;
}

/** Long enough for whatever the sandbox still carries out later. */
const LATER_MS = 10 * 60_000;

for (const [provider, create] of Object.entries(SETUPS)) {
  describe(`the ${provider} connector writing to its sandbox`, () => {
    const openapi = openApiOf(provider as "clio" | "mycase");
    let setup: Setup;
    const start = (options: SetupOptions = {}) => (setup = create(options));
    const promises = create().connector.writing.promises;
    const marked = promises.filter(({ operation }) => operation !== "custom_value" && operation !== "message");
    const writerOf = () => setup.connector.writing.writer(setup.session);
    const since = () => new Date(setup.sandbox.clock.now().getTime() - LATER_MS).toISOString();
    const settled = () => setup.sandbox.clock.advance(LATER_MS);
    const canFind = (writing: Writing) => setup.connector.writing.can_find(writing);

    afterEach(async () => {
      const wrong = wrongRequests(setup, openapi);
      if (wrong.length > 0) throw new Error(`Requests that may not be: ${[...new Set(wrong)].join("; ")}`);
      await setup.sandbox.close();
    });

    test("each promise is made once, with sentences that people can read", () => {
      start();
      const names = promises.map(({ operation }) => operation);
      expect(new Set(names).size).toBe(names.length);
      for (const promise of promises) {
        for (const sentence of [promise.prevents, promise.settles, promise.remains]) expect(sentence).toMatch(/^[A-Z].{10,}\.$/);
        expect(promise.settle_ms).toBeGreaterThan(promise.timeout_ms);
      }
    });

    test("what the provider has no place for is refused, and nothing is sent", async () => {
      start();
      const missing = (["communication", "call", "thread", "message"] as const).filter(
        (name) => !promises.some(({ operation }) => operation === name),
      );
      for (const operation of missing)
        await expect(writerOf().create(writingOf(setup, operation))).rejects.toMatchObject({ applied: "no", lasting: true });
      expect(setup.sent).toHaveLength(0);
    });

    for (const { operation, editable, look_up } of marked) {
      test(`B-WRB-5: a ${operation} is there once, by the user whose token it is, and a look-up finds it${look_up === "none" ? " nowhere" : ""}`, async () => {
        start();
        const writing = writingOf(setup, operation);
        const began = since();
        expect(canFind(writing) ? await writerOf().find(writing, began) : []).toEqual([]);
        const written = await write(writerOf(), writing);
        await settled();
        expect(setup.written.count(MARKER)).toBe(1);
        const [record] = setup.written.records({ marker: MARKER });
        const me = (await setup.connector.reader(setup.session).who_am_i()).user_id;
        expect(String(record?.author_id)).toBe(me);
        if (look_up === "none") await expect(writerOf().find(writing, began)).rejects.toMatchObject({ failure: "broken" });
        else {
          const found = await writerOf().find(writing, began);
          expect(found.map((one) => one.provider_id)).toEqual([String(record?.id)]);
          expect(written.provider_id ?? found[0]?.provider_id).toBe(String(record?.id));
          // Another's mark finds nothing.
          expect(await writerOf().find({ ...writing, marker: "ZZZZZZZZ22222222" }, began)).toEqual([]);
        }
      });

      /** Each, and how many records it leaves once everything has been carried out. Those that surely did nothing say so. */
      const outcomes: [AnyFault, number, "no" | "unknown"][] = [
        ["request_dropped", 0, "unknown"],
        ["answer_dropped", 1, "unknown"],
        ["error_500_before", 0, "unknown"],
        ["error_500_after", 1, "unknown"],
        ["error_502_html", 0, "unknown"],
        ["gateway_504", 0, "unknown"],
        ["gateway_504_after", 1, "unknown"],
        ["applied_late_504", 1, "unknown"],
        ["applied_late_dropped", 1, "unknown"],
        ["truncated_body", 1, "unknown"],
        ["maintenance_503", 0, "unknown"],
        ["limited_429_seconds", 0, "no"],
        ["forbidden_html_403", 0, "no"],
      ];
      const silent = operation === "call" ? new Set<AnyFault>(["truncated_body"]) : new Set<AnyFault>();
      for (const [fault, records, applied] of outcomes.filter(([name]) => !silent.has(name))) {
        test(`B-WRB-5: ${operation}, ${fault}: ${applied === "no" ? "surely not written" : "nobody knows, and nothing is sent twice"}; ${records === 1 ? "it is there" : "it is not there"} and the look-up says so`, async () => {
          start();
          const writing = writingOf(setup, operation);
          setup.sandbox.faults.script(fault, ROUTES[operation] as RegExp, 1);
          const failed: unknown = await writerOf()
            .create(writing)
            .catch((error: unknown) => error);
          expect(failed).toBeInstanceOf(WriteError);
          expect((failed as WriteError).applied).toBe(applied);
          expect(setup.sandbox.faults.reached()[fault]).toBe(1);
          await settled();
          expect(setup.written.count(MARKER)).toBe(records);
          if (!canFind(writing)) return;
          const found = await writerOf().find(writing, since().replace(/^\d{4}/, "2025"));
          expect(found).toHaveLength(records);
          // What an outbox does next: write it where it is not, finish it where it is; then there is one.
          if (found[0]) await writerOf().finish?.(writing, found[0], () => Promise.resolve());
          else await write(writerOf(), writing);
          await settled();
          expect(setup.written.count(MARKER)).toBe(1);
        });
      }

      test(`a ${operation}: a token that has run out is refreshed, and the write carried out once`, async () => {
        start();
        setup.sandbox.faults.script("unauthorized_401", ROUTES[operation] as RegExp, 1);
        await write(writerOf(), writingOf(setup, operation));
        await settled();
        expect(setup.written.count(MARKER)).toBe(1);
      });

      test(`B-WRB-8: a ${operation} ${editable ? "can be changed, and changed again to the same, and keeps its mark" : "cannot be changed once it is there, and is not"}`, async () => {
        start();
        const writing = writingOf(setup, operation);
        const written = await write(writerOf(), writing);
        await settled();
        const id = written.provider_id ?? (await writerOf().find(writing, since().replace(/^\d{4}/, "2025")))[0]?.provider_id ?? "";
        const later = { ...writing, subject: "Call to Ann Lee: fees", body: `Spoke about fees.\n\nRef. ${MARKER}` };
        if (!editable) return expect(writerOf().update(later, id)).rejects.toMatchObject({ applied: "no", lasting: true });
        for (let i = 0; i < 2; i++) expect((await writerOf().update(later, id)).provider_id).toBe(id);
        const records = setup.written.records({ marker: MARKER });
        expect(records.map((one) => String(one.id))).toEqual([id]);
        expect(records[0]?.text).toContain("Spoke about fees.");
      });

      test(`a ${operation} for a place that is not there is refused in the provider's words`, async () => {
        start();
        const writing = writingOf(setup, operation);
        const nowhere = {
          ...writing,
          parent: { ...writing.parent, id: "987654321" },
          from: [{ kind: "staff" as const, id: placesIn(setup).staff_id }],
          to: [],
        };
        const failed: unknown = await writerOf()
          .create(nowhere)
          .catch((error: unknown) => error);
        expect(failed).toMatchObject({ applied: "no", lasting: true });
        expect((failed as WriteError).words.length).toBeGreaterThan(5);
      });
    }

    for (const { operation } of marked.filter((one) => one.look_up === "list" || one.look_up === "marker")) {
      test(`F8: a ${operation} among many others of the same place is still found, over several pages`, async () => {
        start();
        const writing = writingOf(setup, operation);
        const many = provider === "clio" ? 205 : 1005;
        for (let i = 0; i < many; i++) {
          const marker = `${String(i).padStart(6, "0")}ZZZZZZZZZZ`;
          await writerOf().create({ ...writing, marker, body: `Other\n\nRef. ${marker}` });
        }
        await writerOf().create(writing);
        await settled();
        expect(await writerOf().find(writing, since().replace(/^\d{4}/, "2025"))).toHaveLength(1);
      });
    }

    for (const { operation } of marked) {
      const can = operation !== "thread";
      test(`B-WRB-5: a ${operation} that was written twice ${can ? "can be taken away, and only ours" : "cannot be taken away: there is no way"}`, async () => {
        start();
        const writing = writingOf(setup, operation);
        await write(writerOf(), writing);
        await settled();
        const id = String(setup.written.records({ marker: MARKER })[0]?.id);
        const remove = (asked: Writing) => writerOf().remove?.(asked, id);
        await expect(remove({ ...writing, marker: "ZZZZZZZZ22222222" })).rejects.toMatchObject({ applied: "no", lasting: true });
        expect(setup.written.count(MARKER)).toBe(1);
        if (!can) return expect(remove(writing)).rejects.toMatchObject({ applied: "no", lasting: true });
        await remove(writing);
        expect(await writerOf().find(writing, since())).toEqual([]);
      });
    }

    describe("a document's bytes", () => {
      const stored = () => {
        const { storage } = setup.sandbox as unknown as { storage: { count(): number } };
        return storage.count();
      };
      /** As an outbox does: the progress that was kept, until nothing is left. */
      const finishing = async (writing: Writing, made: Written, calls: number) => {
        let written = made;
        for (let i = 0; ; i++) {
          try {
            return await writerOf().finish?.(writing, written, (progress) => {
              written = Object.assign({}, written, { progress: structuredClone(progress) });
              return Promise.resolve();
            });
          } catch (error) {
            expect(error).toMatchObject({ applied: "unknown", lasting: false });
            if (i >= calls) throw error;
          }
        }
      };

      const faults: [AnyFault, RegExp, number][] = [
        ["upload_cut", /storage/, 2],
        ["upload_refused", /storage/, 1],
        ["upload_truncated", /storage/, 1],
        ["error_500_before", /storage/, 1],
        ["answer_dropped", /storage/, 1],
        ...(provider === "clio"
          ? ([
              ["upload_timeout", /documents\/\{id\}$/, 1],
              ["answer_dropped", /documents\/\{id\}$/, 1],
              ["gateway_504_after", /documents\/\{id\}$/, 1],
              ["error_500_before", /documents\/\{id\}$/, 1],
            ] as [AnyFault, RegExp, number][])
          : []),
      ];
      for (const [fault, route, times] of faults) {
        test(`F4, F5: ${fault} at ${route.source}: taken up again, one document with all its bytes in the end`, async () => {
          start();
          const writing = writingOf(setup, "document");
          const made = await writerOf().create(writing);
          setup.sandbox.faults.script(fault, route, times);
          await finishing(writing, made, times);
          expect(setup.sandbox.faults.reached()[fault]).toBe(times);
          expect(setup.written.count(MARKER)).toBe(1);
          expect(stored()).toBeGreaterThan(0);
          expect(await writerOf().find(writing, since())).toHaveLength(1);
        });
      }

      test("an address that has expired costs a version, not a document", async () => {
        start();
        const writing = writingOf(setup, "document");
        const made = await writerOf().create(writing);
        await setup.sandbox.clock.advance(11 * 60_000);
        await finishing(writing, made, 0);
        expect(setup.written.count(MARKER)).toBe(1);
        expect(stored()).toBe(1);
      });

      test("a file that is not the one that was logged never becomes a document with other bytes", async () => {
        start();
        const writing = writingOf(setup, "document", { content: { ...content(), sha256: "0".repeat(64) } });
        const made = await writerOf().create(writing);
        await expect(writerOf().finish?.(writing, made, () => Promise.resolve())).rejects.toMatchObject({ applied: "no", lasting: true });
        expect(stored()).toBe(0);
      });
    });

    describe("B-WRB-9: a custom value", () => {
      /** A text field of matters, and a matter that has none yet. */
      const place = (): Pick<Writing, "parent"> & { field_id: string } => {
        const rows = (kind: "custom_field" | "matter") =>
          [...(setup.tables[kind]?.table.scan() ?? [])] as unknown as Record<string, unknown>[];
        const field = rows("custom_field").find(
          (row) => /^(case|matter)$/i.test(String(row["parent_type"])) && /^(text_line|short_text)$/.test(String(row["field_type"])),
        );
        const holds = (row: Record<string, unknown>) =>
          JSON.stringify(row["custom_field_values"] ?? row["custom_values"] ?? []).includes(String(field?.["id"]));
        const matter = rows("matter").find((row) => !holds(row));
        return { parent: { kind: "matter", id: String(matter?.["id"]) }, field_id: String(field?.["id"]) };
      };
      const valueWriting = (value: string | null, expected: string | null): Writing => {
        const { parent, field_id } = place();
        return writingOf(setup, "custom_value", { parent, field: { id: field_id, value, expected } });
      };

      test("is written, found, changed, and not written over when somebody else changed it", async () => {
        start();
        const first = valueWriting("Blue", null);
        const step = (value: string | null, expected: string | null): Writing => ({
          ...first,
          field: { id: first.field?.id ?? "", value, expected },
        });
        expect(await writerOf().find(first, since())).toEqual([]);
        await writerOf().create(first);
        expect(await writerOf().find(first, since())).toHaveLength(1);
        const writes = () => setup.sent.filter(({ request }) => request.method !== "GET").length;
        const before = writes();
        await writerOf().create(first);
        expect(writes()).toBe(before);
        await writerOf().create(step("Green", "Blue"));
        expect(await writerOf().find(step("Green", null), since())).toHaveLength(1);
        await expect(writerOf().create(step("Red", "Blue"))).rejects.toMatchObject({ applied: "no", lasting: true });
        expect(await writerOf().find(step("Green", null), since())).toHaveLength(1);
      });

      test("whose answer was lost is settled by reading it again", async () => {
        start();
        const writing = valueWriting("Blue", null);
        for (const fault of ["answer_dropped", "request_dropped"] as const) {
          const value = {
            ...writing,
            field: { id: writing.field?.id ?? "", value: fault, expected: fault === "answer_dropped" ? null : "answer_dropped" },
          };
          let reads = 0;
          const { fetch } = setup.session;
          const session = {
            ...setup.session,
            fetch: (request: Request) => {
              // The read before it goes through: the write is what is struck.
              if (request.method !== "GET" && reads++ === 0) setup.sandbox.faults.script(fault, /(matters|cases)\/\{id\}$/, 1);
              return fetch(request);
            },
          };
          await expect(setup.connector.writing.writer(session).create(value)).rejects.toMatchObject({ applied: "unknown" });
          expect(await writerOf().find(value, since())).toHaveLength(fault === "answer_dropped" ? 1 : 0);
        }
      });
    });

    test("I14: none of this tells a client anything", async () => {
      start();
      for (const { operation } of marked) await write(writerOf(), writingOf(setup, operation));
      await settled();
      const told = setup.sandbox as unknown as { would_email_count?: () => number };
      if (provider === "mycase") expect(told.would_email_count?.()).toBe(0);
      else expect(setup.sent.some(({ request }) => /conversation/.test(request.url))).toBe(false);
    });
  });
}

describe("over real HTTP", () => {
  const PIECE = new Uint8Array(64 * 1024).fill(9);
  const PIECES = 800;

  for (const [provider, create] of Object.entries(SETUPS)) {
    test(`${provider}: 50 MB reach the storage, which is another origin, also after the connection broke half-way`, async () => {
      interface WithStorage {
        storage: { fetch(request: Request): Promise<Response>; count(): number; clientFaults(): readonly unknown[] };
      }
      const made: { sandbox?: Setup["sandbox"] } = {};
      const storage = () => (made.sandbox as unknown as WithStorage).storage;
      const storing = await serve({ fetch: (request) => storage().fetch(request) }, { port: 0, stream: true });
      const setup = create({ storage_url: storing.url });
      made.sandbox = setup.sandbox;
      const served = await serve(setup.sandbox, { port: 0 });
      try {
        const urls = { clio_url: served.url, mycase_auth_url: served.url, mycase_api_url: served.url };
        const connector = createConnectors(urls)[provider as "clio" | "mycase"];
        const writer = connector.writing.writer({ ...setup.session, fetch: (request) => fetch(request) });
        const writing = writingOf(setup, "document", { content: largeFile(PIECE, PIECES) });
        const written = await writer.create(writing);
        let progress = written.progress;
        const keep = (next: Record<string, unknown>) => {
          progress = next;
          return Promise.resolve();
        };
        setup.sandbox.faults.script("upload_cut", /storage/, 1);
        await expect(writer.finish?.(writing, written, keep)).rejects.toMatchObject({ applied: "unknown" });
        expect(storage().count()).toBe(0);
        await writer.finish?.(writing, { ...written, progress }, keep);
        expect(storage().count()).toBe(1);
        expect(storage().clientFaults()).toEqual([]);
        expect(await writer.find(writing, "2026-10-05T00:00:00Z")).toHaveLength(1);
      } finally {
        await Promise.all([served.close(), storing.close(), setup.sandbox.close()]);
      }
    });
  }
});

describe("what only one provider has", () => {
  test("MyCase: a custom value on a case where a PUT adds entries is told at once, and not added to again", async () => {
    const setup = mycaseSetup({ switches: { case_values_on_put: "append" } });
    const fields = [...(setup.tables.custom_field?.table.scan() ?? [])] as unknown as {
      id: number;
      parent_type: string;
      field_type: string;
    }[];
    const field = fields.find((row) => row.parent_type === "case" && row.field_type === "short_text");
    const writer = setup.connector.writing.writer(setup.session);
    const value = (text: string, expected: string | null) =>
      writingOf(setup, "custom_value", {
        parent: { kind: "matter", id: placesIn(setup).matter_id },
        field: { id: String(field?.id), value: text, expected },
      });
    const now = async (): Promise<string | null> => {
      const read = await setup.connector.reader(setup.session).one("matter", placesIn(setup).matter_id);
      const raw =
        read.found && read.row.ok ? (read.row.raw["custom_field_values"] as { custom_field: { id: number }; value: string }[]) : [];
      return raw.find((entry) => entry.custom_field.id === field?.id)?.value ?? null;
    };
    if ((await now()) === null) await writer.create(value("First", null));
    await expect(writer.create(value("Second", await now()))).rejects.toMatchObject({
      lasting: true,
      words: expect.stringContaining("second entry") as string,
    });
    const puts = setup.sent.filter(({ request }) => request.method === "PUT").length;
    await expect(writer.create(value("Third", "Second"))).rejects.toMatchObject({ lasting: true });
    expect(setup.sent.filter(({ request }) => request.method === "PUT")).toHaveLength(puts);
    await setup.sandbox.close();
  });

  test("MyCase: each message of a thread among staff is there once, and no client is told", async () => {
    const setup = mycaseSetup();
    const writer = setup.connector.writing.writer(setup.session);
    const thread = await writer.create(writingOf(setup, "thread"));
    const parent = { kind: "thread" as const, id: thread.provider_id ?? "" };
    const message = writingOf(setup, "message", { parent, to: [], body: `Second\n\nRef. ZZZZZZZZ22222222`, marker: "ZZZZZZZZ22222222" });
    expect((await writer.create(message)).provider_id).toMatch(/^\d+$/);
    expect(setup.written.count("ZZZZZZZZ22222222")).toBe(1);
    setup.sandbox.faults.script("answer_dropped", /messages$/, 1);
    await expect(writer.create(message)).rejects.toMatchObject({ applied: "unknown" });
    expect((setup.sandbox as unknown as { would_email_count(): number }).would_email_count()).toBe(0);
    expect(wrongRequests(setup, openApiOf("mycase"))).toEqual([]);
    await setup.sandbox.close();
  });

  for (const note_write_type_case of ["capital", "lower", "any"]) {
    test(`Clio: notes are written and found where it takes their type in ${note_write_type_case} letters`, async () => {
      const setup = clioSetup({ switches: { note_write_type_case } });
      const writer = setup.connector.writing.writer(setup.session);
      const writing = writingOf(setup, "note");
      await writer.create(writing);
      expect(await writer.find(writing, "2026-01-01T00:00:00Z")).toHaveLength(1);
      await setup.sandbox.close();
    });
  }

  test("F8: Clio's filter by our property may lag behind: the list of what was made since shows it", async () => {
    const setup = clioSetup({ switches: { external_property_lag_seconds: 600 } });
    const writer = setup.connector.writing.writer(setup.session);
    for (const operation of ["communication", "document"] as const) {
      const writing = writingOf(setup, operation);
      await writer.create(writing);
      expect(await writer.find(writing, "2026-10-05T00:00:00Z")).toHaveLength(1);
    }
    await setup.sandbox.close();
  });
});

const ROUTES: Partial<Record<Operation, RegExp>> = {
  note: /notes$/,
  communication: /communications$/,
  call: /calls$/,
  thread: /message_threads$/,
  document: /documents$/,
};
