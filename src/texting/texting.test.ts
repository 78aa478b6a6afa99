/** What needs no network of texting: Twilio's own example of a signature, words, and how far a text has come. */
import { expect, test } from "vitest";
import { hear } from "./keywords.ts";
import { isSignedBy, signatureOf } from "./signature.ts";
import { isDelivered, isUndelivered, rankOf, wordsForCode } from "./twilio_words.ts";

const URL_ = "https://mycompany.com/myapp.php?foo=1&bar=2";
const FORM = { Digits: "1234", CallSid: "CA1234567890ABCDE", To: "+18005551212", Caller: "+14158675309", From: "+14158675309" };

test("the signature of Twilio's published example comes out, in whatever order its parameters came", () => {
  expect(signatureOf("12345", URL_, new URLSearchParams(FORM))).toBe("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
  expect(signatureOf("12345", URL_, new URLSearchParams(Object.entries(FORM).toReversed()))).toBe("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
});

test("another token, address or parameter, and no signature at all, fit nothing", () => {
  const told = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
  const form = new URLSearchParams(FORM);
  expect(isSignedBy("12345", URL_, form, told)).toBe(true);
  expect(isSignedBy("12346", URL_, form, told)).toBe(false);
  expect(isSignedBy("12345", URL_.replace("https", "http"), form, told)).toBe(false);
  expect(isSignedBy("12345", URL_, new URLSearchParams({ ...FORM, Digits: "1235" }), told)).toBe(false);
  for (const none of [undefined, "", "x"]) expect(isSignedBy("12345", URL_, form, none)).toBe(false);
});

test.each(["STOP", " stop ", "Stop!", "STOPALL", "Stop all", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "opt-out"])(
  "%s stops, and Twilio answers it",
  (body) => expect(hear(body, null, false)).toEqual({ word: "stop", ours: false }),
);
test.each(["ALTO", "Parar.", "detener", "CANCELAR", "Baja"])("%s stops, and nobody else answers it", (body) =>
  expect(hear(body, null, false)).toEqual({ word: "stop", ours: true }),
);
test("START, YES and SÍ start for whoever had stopped, and are words like others for everybody else", () => {
  for (const body of ["START", "yes", "Unstop", "Sí", "INICIAR"]) {
    expect(hear(body, null, true)?.word, body).toBe("start");
    expect(hear(body, null, false), body).toBeNull();
  }
});
test("what Twilio took it for goes before what we would: a firm may have words of its own there", () => {
  expect(hear("BASTA", "STOP", false)).toEqual({ word: "stop", ours: false });
  expect(hear("ALTO", "STOP", false)).toEqual({ word: "stop", ours: false });
  expect(hear("Hello", "NONSENSE", false)).toBeNull();
});
test.each(["Please stop", "Don't cancel the hearing", "The end of May is fine", "", "🛑"])("%j asks for nothing of that", (body) =>
  expect(hear(body, null, false)).toBeNull(),
);

test("a text goes forward only: what is final outranks all before it, and no word is unknown by rank alone", () => {
  const way = ["accepted", "queued", "sending", "sent", "delivered"];
  expect(way.map(rankOf)).toEqual(way.map(rankOf).toSorted((a, b) => a - b));
  expect(rankOf("delivered")).toBe(rankOf("undelivered"));
  expect(rankOf("something new")).toBe(0);
  expect([isDelivered("read"), isUndelivered("failed"), isUndelivered("sent"), isUndelivered(null)]).toEqual([true, true, false, false]);
});

test("the numbers that issue 6 names have words, none of which names another number", () => {
  for (const code of [21211, 21610, 21614, 30003, 30004, 30005, 30006, 30007, 20003, 20429])
    expect(wordsForCode(code), String(code)).toMatch(/^[A-Z].+\.$/);
  expect(wordsForCode(99999)).toBeNull();
});
