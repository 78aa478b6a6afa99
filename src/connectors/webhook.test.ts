import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createClioConnector } from "./clio/index.ts";
import { createMyCaseConnector } from "./mycase/index.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const clio = createClioConnector().webhook;
const mycase = createMyCaseConnector().webhook;

describe("B-SYN-8: a webhook is a hint", () => {
  test("Clio: id and event come from the body, the kind from the subscription", () => {
    const body = bytes('{"data":{"id":152,"etag":"\\"9\\"","name":"never used"},"meta":{"event":"updated","webhook_id":1234}}');
    expect(clio.hint(body, "contact")).toEqual({ kind: "contact", provider_id: "152", action: "updated", versioned: true });
    expect(clio.hint(body, "matter")).toEqual({ kind: "matter", provider_id: "152", action: "updated", versioned: true });
    expect(clio.hint(body, "task")).toBe(null);
    expect(clio.hint(body, null)).toBe(null);
  });

  test("Clio: a matter that was opened, pended or closed was updated", () => {
    const hints = ["matter_opened", "matter_pended", "matter_closed"].map((event) =>
      clio.hint(bytes(JSON.stringify({ data: { id: 1 }, meta: { event } })), "matter"),
    );
    expect(hints.map((hint) => hint?.action)).toEqual(["updated", "updated", "updated"]);
  });

  test("MyCase: the nested body, and the flat one that came before it", () => {
    expect(mycase.hint(bytes('{"resource":"Case","action":"updated","resource_body":{"id":123}}'), null)).toEqual({
      kind: "matter",
      provider_id: "123",
      action: "updated",
      versioned: false,
    });
    expect(mycase.hint(bytes('{"model":"client","action":"deleted","id":"7"}'), null)).toEqual({
      kind: "contact",
      provider_id: "7",
      action: "deleted",
      versioned: false,
    });
    expect(mycase.hint(bytes('{"action":"created","id":90071992547409931}'), "company")).toEqual({
      kind: "company",
      provider_id: "90071992547409931",
      action: "created",
      versioned: false,
    });
    expect(mycase.hint(bytes('{"resource":"Event","action":"updated","resource_body":{"id":1}}'), null)).toBe(null);
  });

  test("F11: a body that says nothing usable gives no hint", () => {
    for (const text of [
      "",
      "null",
      "[]",
      "{",
      '{"data":{"id":"../1"},"meta":{"event":"updated"}}',
      '{"data":{"id":1},"meta":{"event":"exploded"}}',
    ]) {
      expect(clio.hint(bytes(text), "contact")).toBe(null);
      expect(mycase.hint(bytes(text), "client")).toBe(null);
    }
  });
});

describe("B-SYN-8: what the provider signs is verified over the raw bytes", () => {
  const body = bytes('{"data":{"id":1}, "meta":{"event":"updated"}}');
  const digest = (encoding: "hex" | "base64", secret = "s3cret") => createHmac("sha256", secret).update(body).digest(encoding);
  const headers = (signature: string) => new Headers({ "x-hook-signature": signature });

  test("Clio: hex, and base64 too", () => {
    expect(clio.verify(body, headers(digest("hex")), "s3cret")).toBe(true);
    expect(clio.verify(body, headers(digest("hex").toUpperCase()), "s3cret")).toBe(true);
    expect(clio.verify(body, headers(digest("base64")), "s3cret")).toBe(true);
  });

  test("F11: another secret, another body, no signature, a short one: refused", () => {
    expect(clio.verify(body, headers(digest("hex", "other")), "s3cret")).toBe(false);
    expect(clio.verify(bytes('{"data":{"id":1},"meta":{"event":"updated"}}'), headers(digest("hex")), "s3cret")).toBe(false);
    expect(clio.verify(body, new Headers(), "s3cret")).toBe(false);
    expect(clio.verify(body, headers(digest("hex").slice(0, 10)), "s3cret")).toBe(false);
    expect(clio.verify(body, headers(digest("hex", "")), "")).toBe(false);
  });

  test("MyCase: nothing to check until its scheme is known, then that scheme", () => {
    expect(mycase.verify(body, new Headers(), "s3cret")).toBe(null);
    const known = createMyCaseConnector({ webhook_signature: { header: "x-mycase-hmac" } }).webhook;
    expect(known.verify(body, new Headers({ "x-mycase-hmac": digest("hex") }), "s3cret")).toBe(true);
    expect(known.verify(body, new Headers(), "s3cret")).toBe(false);
  });
});
