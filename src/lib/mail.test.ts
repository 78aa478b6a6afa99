import { expect, test } from "vitest";
import { addressOf, createSendMail, judgeMailError } from "./mail.ts";
import { TargetRefused } from "./outbound.ts";
import { Secret } from "./secret.ts";

const failure = (fields: object) => Object.assign(new Error("Connection closed unexpectedly"), fields);

test("a mail that the server may have is told apart from one that it certainly has not", () => {
  expect(judgeMailError(failure({ responseCode: 550, command: "DATA" }))).toBe("refused");
  expect(judgeMailError(failure({ responseCode: 451, command: "DATA" }))).toBe("later");
  expect(judgeMailError(failure({ code: "ECONNECTION", command: "CONN" }))).toBe("unknown");
  expect(judgeMailError(failure({ code: "ECONNECTION", command: "CONN", responseCode: 354 }))).toBe("unknown");
  expect(judgeMailError(failure({ code: "ETIMEDOUT", command: "DATA" }))).toBe("unknown");
  expect(judgeMailError("a surprise")).toBe("unknown");
  // Before a server was asked anything: a name that leads nowhere, or where it must not.
  expect(judgeMailError(failure({ code: "ENOTFOUND", syscall: "getaddrinfo" }))).toBe("later");
  expect(judgeMailError(new TargetRefused("smtp.example leads into a private network"))).toBe("later");
});

test("a server that is not there has taken nothing", async () => {
  const send = createSendMail({ smtp_url: new Secret("smtp://127.0.0.1:1"), from: "a@b.example" });
  const error = await send({ to: "c@d.example", subject: "x", text: "y" }).catch((reason: unknown) => reason);
  expect(judgeMailError(error)).toBe("later");
});

test("the address is found in a name with an address", () => {
  expect(addressOf("Marsh Law <mail@marsh.example>")).toBe("mail@marsh.example");
  expect(addressOf("mail@marsh.example")).toBe("mail@marsh.example");
});
