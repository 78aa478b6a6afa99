import fc from "fast-check";
import { expect, test } from "vitest";
import { Secret } from "../lib/secret.ts";
import { maskedAddress, recipientOf, unsubscribeUrl } from "./unsubscribe.ts";

const KEY = new Secret("one key");
const firm_id = "019402f4-6b10-7a2e-8c44-1f5e9d0b3a72";
const of = { firm_id, address: "nora@quill.example" };
const tokenOf = (recipient = of, key = KEY) => unsubscribeUrl("https://firm.example", key, recipient).split("/").at(-1)!;

test("B-AUT-4: the link of an automated e-mail says whose it is to us alone, and is a page of the portal", () => {
  const url = unsubscribeUrl("https://firm.example", KEY, of);
  expect(url).toMatch(/^https:\/\/firm\.example\/portal\/unsubscribe\/[\w-]+$/);
  expect(Buffer.from(tokenOf(), "base64url").toString("latin1")).not.toContain("nora");
  expect(recipientOf(KEY, tokenOf())).toEqual(of);
  expect(tokenOf()).not.toBe(tokenOf());
  fc.assert(
    fc.property(fc.emailAddress(), (address) => {
      expect(recipientOf(KEY, tokenOf({ firm_id, address }))?.address).toBe(address);
    }),
  );
});

test("B-AUT-4: a link that anybody has changed, shortened or made up is none", () => {
  const token = tokenOf();
  const bytes = Buffer.from(token, "base64url");
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ change;
      expect(recipientOf(KEY, changed.toString("base64url"))).toBeNull();
    }),
  );
  fc.assert(fc.property(fc.nat(token.length - 1), (length) => recipientOf(KEY, token.slice(0, length)) === null));
  fc.assert(fc.property(fc.string(), (text) => recipientOf(KEY, text) === null));
  expect(recipientOf(KEY, "A".repeat(1_000_000))).toBeNull();
  expect(recipientOf(new Secret("another key"), token)).toBeNull();
});

test("B-AUT-4: its page shows of an address what its owner knows it by", () => {
  expect(maskedAddress("nora@quill.example")).toBe("n***@quill.example");
  expect(maskedAddress("n@quill.example")).toBe("n***@quill.example");
});
