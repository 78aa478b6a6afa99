import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createFakeClock } from "../../test/fake_clock.ts";
import type { Session } from "../model/connector.ts";
import type { Content } from "../model/writing.ts";
import { unlimited } from "./pacer.ts";
import { upload } from "./upload.ts";
import { putBytes, uploadProgress } from "./upload_progress.ts";

const PIECE = new Uint8Array(64 * 1024).fill(7);

/** A file of so many pieces that exists nowhere: each is made when it is asked for. */
function generated(pieces: number, change: Partial<Content> = {}, onPiece = () => {}): Content {
  const hash = createHash("sha256");
  for (let i = 0; i < pieces; i++) hash.update(PIECE);
  return {
    name: "exhibit.pdf",
    media_type: "application/pdf",
    size: pieces * PIECE.length,
    sha256: hash.digest("hex"),
    open() {
      let left = pieces;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (left-- <= 0) return controller.close();
          onPiece();
          controller.enqueue(PIECE.slice());
        },
      });
    },
    ...change,
  };
}

const session: Session = {
  region: null,
  tokens: { access_token: () => Promise.resolve("top-secret"), refresh: () => Promise.resolve("top-secret") },
  pacer: unlimited,
  fetch: (request) => fetch(request),
  clock: createFakeClock(),
  firm_uuid: null,
};

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Got {
  headers: IncomingMessage["headers"];
  size: number;
  sha256: string;
  whole: boolean;
}

async function storage(answer: (got: Got, response: ServerResponse) => void = (_got, response) => response.writeHead(200).end()) {
  const got: Got[] = [];
  let arrived = 0;
  server = createServer((request, response) => {
    const hash = createHash("sha256");
    let size = 0;
    request.on("data", (piece: Buffer) => {
      size += piece.length;
      arrived += piece.length;
      hash.update(piece);
    });
    request.on("error", () => undefined);
    request.on("close", () => {
      if (!request.complete) got.push({ headers: request.headers, size, sha256: "", whole: false });
    });
    request.on("end", () => {
      const one = { headers: request.headers, size, sha256: hash.digest("hex"), whole: true };
      got.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((listening) => server?.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bucket/1?signature=s`;
  return {
    got,
    arrived: () => arrived,
    at: { name: "Clio", url, headers: { "x-amz-server-side-encryption": "AES256" }, simulator: "127.0.0.1", silence_ms: 5000 },
  };
}

describe("B-WRB-1: a document's bytes", () => {
  test("200 MB go through without being held, with their length told, the headers that were asked for, and without our token", async () => {
    const { got, at, arrived } = await storage();
    let made = 0;
    let waiting = 0;
    const content = generated(3200, {}, () => {
      made += PIECE.length;
      waiting = Math.max(waiting, made - arrived());
    });
    expect(await upload(session, at, content)).toBe("stored");
    expect(made).toBe(content.size);
    // What was read from the file and has not arrived: buffers of both sockets and a few pieces.
    expect(waiting).toBeLessThan(16 * 1024 * 1024);
    expect(got).toEqual([expect.objectContaining({ size: content.size, sha256: content.sha256, whole: true })]);
    expect(got[0]?.headers).toMatchObject({ "content-length": String(content.size), "x-amz-server-side-encryption": "AES256" });
    expect(got[0]?.headers).not.toHaveProperty("transfer-encoding");
    expect(got[0]?.headers).not.toHaveProperty("authorization");
  });

  test("an empty file is a file", async () => {
    const { got, at } = await storage();
    expect(await upload(session, at, generated(0))).toBe("stored");
    expect(got).toEqual([expect.objectContaining({ size: 0, whole: true })]);
  });

  test("headers that are ours to set, or a token's, are not passed on", async () => {
    const { got, at } = await storage();
    await upload(session, { ...at, headers: { Authorization: "Bearer x", Host: "evil.test", "x-amz-acl": "private" } }, generated(1));
    expect(got[0]?.headers).toMatchObject({ "x-amz-acl": "private" });
    expect(got[0]?.headers).not.toHaveProperty("authorization");
    expect(got[0]?.headers.host).toMatch(/^127/);
  });

  test("a refused address has expired; anything else is for the next try", async () => {
    const expired = await storage((_got, response) => response.writeHead(403).end());
    expect(await upload(session, expired.at, generated(1))).toBe("expired");
    server?.close();
    const ill = await storage((_got, response) => response.writeHead(500).end());
    await expect(upload(session, ill.at, generated(1))).rejects.toMatchObject({ applied: "unknown", lasting: false });
    server?.close();
    const moved = await storage((_got, response) => response.writeHead(307, { location: "http://127.0.0.1:1/" }).end());
    await expect(upload(session, moved.at, generated(1))).rejects.toMatchObject({ applied: "unknown", lasting: false });
  });

  const other: [string, Partial<Content>][] = [
    ["another hash", { sha256: "0".repeat(64) }],
    ["fewer bytes than logged", { size: 3 * PIECE.length }],
    ["more bytes than logged", { size: PIECE.length }],
  ];
  for (const [name, change] of other) {
    test(`a file with ${name} never arrives whole, and never will`, async () => {
      const { got, at } = await storage();
      await expect(upload(session, at, generated(2, change))).rejects.toMatchObject({
        applied: "no",
        lasting: true,
        words: expect.stringContaining("exhibit.pdf") as string,
      });
      expect(got.filter((one) => one.whole)).toEqual([]);
    });
  }

  test("a file that cannot be read now may be later", async () => {
    const { at } = await storage();
    const open = () => new ReadableStream<Uint8Array>({ pull: () => Promise.reject(new Error("EIO /secret/path")) });
    const failed: unknown = await upload(session, at, generated(2, { open })).catch((error: unknown) => error);
    expect(failed).toMatchObject({ applied: "no", lasting: false });
    expect(String(failed)).not.toContain("/secret/path");
  });

  test("F27: a storage that falls silent is given up; one that is slow is waited for", async () => {
    const silent = await storage(() => undefined);
    await expect(upload(session, { ...silent.at, silence_ms: 50 }, generated(1))).rejects.toMatchObject({ applied: "unknown" });
    server?.closeAllConnections();
    const slow = await storage();
    let left = 6;
    const open = () =>
      new ReadableStream<Uint8Array>({
        async pull(controller) {
          await new Promise((later) => setTimeout(later, 300));
          if (left-- > 0) controller.enqueue(PIECE.slice());
          else controller.close();
        },
      });
    expect(await upload(session, { ...slow.at, silence_ms: 1500 }, generated(6, { open }))).toBe("stored");
  });

  for (const url of [
    "http://storage.test/1",
    "http://127.0.0.1.evil.test/1",
    "ftp://127.0.0.1/1",
    "https://user:pw@storage.test/1",
    "nonsense",
  ]) {
    test(`nothing is sent to ${url}`, async () => {
      const untouched = { ...session, fetch: () => Promise.reject(new Error("sent")) };
      await expect(
        upload(untouched, { name: "Clio", url, headers: {}, simulator: "127.0.0.1", silence_ms: 100 }, generated(1)),
      ).rejects.toMatchObject({ applied: "no", lasting: true });
    });
  }

  test("plain http is for a simulator only", async () => {
    const { at } = await storage();
    await expect(upload(session, { ...at, simulator: null }, generated(1))).rejects.toMatchObject({ lasting: true });
  });
});

describe("an upload that is taken up again", () => {
  const fresh = (url: string | null, url_at: string) => ({ ...uploadProgress(null), put_url: url, url_at });

  test("an address is used while it is fresh, and a new one asked for when it has expired or is old; each step is kept before it is made", async () => {
    const now = session.clock.now().getTime();
    const refusing = new Set(["/refused"]);
    const puts: string[] = [];
    const fetching = (request: Request) => {
      const { pathname } = new URL(request.url);
      puts.push(pathname);
      return Promise.resolve(new Response(null, { status: refusing.has(pathname) ? 403 : 200 }));
    };
    const near = { name: "Clio", simulator: null };
    const asked: number[] = [];
    const anew = () => {
      asked.push(puts.length);
      return Promise.resolve(fresh("https://s.test/new", new Date(now).toISOString()));
    };
    const kept: unknown[] = [];
    const keep = (progress: Record<string, unknown>) => {
      kept.push([progress["stage"], progress["put_url"], puts.length]);
      return Promise.resolve();
    };
    const run = (from: ReturnType<typeof fresh>) => putBytes({ ...session, fetch: fetching }, near, generated(1), from, anew, keep);
    await run(fresh("https://s.test/good", new Date(now - 60_000).toISOString()));
    expect([puts, asked]).toEqual([["/good"], []]);
    expect(kept).toEqual([
      ["waiting", "https://s.test/good", 0],
      ["uploaded", null, 1],
    ]);
    await run(fresh("https://s.test/refused", new Date(now - 60_000).toISOString()));
    expect(puts).toEqual(["/good", "/refused", "/new"]);
    await run(fresh("https://s.test/old", new Date(now - 600_000).toISOString()));
    expect(puts.at(-1)).toBe("/new");
    refusing.add("/new");
    await expect(run(fresh(null, ""))).rejects.toMatchObject({ applied: "unknown", lasting: false });
  });
});
