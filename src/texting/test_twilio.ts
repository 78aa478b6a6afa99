/**
 * Twilio's part for tests, over real HTTP: made from its published contract alone (the Message resource, its exceptions, its callbacks and how it signs
 * them), and sharing no code with what is tested. It keeps what it took, and can misbehave.
 */
import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as wholeText } from "node:stream/consumers";

export const ACCOUNT_SID = `AC${"a1".repeat(16)}`;
export const AUTH_TOKEN = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
export const KEY_SID = `SK${"b2".repeat(16)}`;
export const KEY_SECRET = "a secret of the key".replaceAll(" ", "-");
export const FROM = "+12125550100";

export interface TakenText {
  sid: string;
  to: string;
  from: string | null;
  messaging_service_sid: string | null;
  body: string;
  status_callback: string | null;
  date_created: string;
}

/** `refuses`: with one of its codes. `loses the answer`: it has taken the text, and the connection breaks. `hangs up`: before it has. */
export type Mood =
  | "takes it"
  | "is busy"
  | "fails first"
  | "fails afterwards"
  | "loses the answer"
  | "hangs up"
  | "sends elsewhere"
  | "talks nonsense"
  | { refuses: number; status: number };

export interface Twilio {
  url: string;
  taken: TakenText[];
  /** Whatever was asked, also what was refused. */
  asked: { method: string; path: string; authorization: string | undefined; type: string | undefined }[];
  mood(mood: Mood): void;
  /** Keeps something that hung on a text; gives the address it is told with. */
  hang(type: string, bytes: Buffer): string;
  /** Numbers that it knows to have answered STOP. */
  stopped: Set<string>;
  /** Posts a form as it does, signed; gives the answer. */
  tell(url: string, form: Record<string, string>, options?: { token?: string; signed_for?: string }): { url: string; init: RequestInit };
  close(): Promise<void>;
}

const newSid = (): string => `SM${randomBytes(16).toString("hex")}`;

export async function openTwilio(now: () => Date = () => new Date()): Promise<Twilio> {
  const taken: TakenText[] = [];
  const asked: Twilio["asked"] = [];
  const stopped = new Set<string>();
  const hanging = new Map<string, { type: string; bytes: Buffer }>();
  let mood: Mood = "takes it";
  const server = createServer((request, answer) => void serve(request, answer));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serve(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const address = new URL(request.url ?? "/", url);
    const { authorization, "content-type": type } = request.headers;
    asked.push({ method: request.method ?? "", path: address.pathname, authorization, type });
    const body = await wholeText(request);
    const say = (status: number, value: object, headers: Record<string, string> = {}) =>
      answer.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
    const exception = (status: number, code: number, message: string, headers: Record<string, string> = {}) =>
      say(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, headers);
    // At another place, with an address of its own: no credentials are asked for.
    const hung = hanging.get(address.pathname.replace("/cdn/", ""));
    if (address.pathname.startsWith("/cdn/") && hung) return void answer.writeHead(200, { "content-type": hung.type }).end(hung.bytes);
    if (!mayIn(authorization)) return void exception(401, 20003, "Authenticate");
    const sid = /\/Messages\/MM[0-9a-f]{32}\/Media\/(ME[0-9a-f]{32})$/.exec(address.pathname)?.[1];
    if (sid !== undefined && hanging.has(sid) && mood !== "fails first")
      return void answer.writeHead(307, { location: `/cdn/${sid}` }).end();
    if (sid !== undefined && mood === "fails first") return void exception(500, 20500, "An internal server error has occurred");
    if (address.pathname !== `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`)
      return void exception(404, 20404, `The requested resource ${address.pathname} was not found`);
    if (request.method === "GET") {
      const to = address.searchParams.get("To");
      const size = Number(address.searchParams.get("PageSize") ?? 50);
      const messages = taken.filter((one) => to === null || one.to === to).toReversed().slice(0, size).map(presented); // oxfmt-ignore
      return void say(200, { messages, page: 0, page_size: size, uri: request.url, next_page_uri: null });
    }
    if (mood === "hangs up") return void request.socket.destroy();
    if (mood === "is busy") return void exception(429, 20429, "Too Many Requests", { "retry-after": "30" });
    if (mood === "fails first") return void exception(500, 20500, "An internal server error has occurred");
    if (mood === "sends elsewhere") return void answer.writeHead(307, { location: `${url}/elsewhere` }).end();
    if (typeof mood === "object") return void exception(mood.status, mood.refuses, "Refused for the test");
    const form = new URLSearchParams(body);
    const to = form.get("To") ?? "";
    if (type !== "application/x-www-form-urlencoded" || to === "") return void exception(400, 21604, "A 'To' phone number is required.");
    if (!form.get("Body")) return void exception(400, 21602, "Message body is required.");
    if (!form.get("From") && !form.get("MessagingServiceSid")) return void exception(400, 21603, "A 'From' phone number is required.");
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return void exception(400, 21211, `Invalid 'To' Phone Number: ${to}`);
    if (stopped.has(to)) return void exception(400, 21610, "Attempt to send to unsubscribed recipient");
    const text: TakenText = {
      ...{ sid: newSid(), to, from: form.get("From"), messaging_service_sid: form.get("MessagingServiceSid"), body: form.get("Body")! },
      ...{ status_callback: form.get("StatusCallback"), date_created: now().toUTCString().replace("GMT", "+0000") },
    };
    taken.push(text);
    if (mood === "fails afterwards") return void exception(503, 20503, "Service unavailable");
    if (mood === "loses the answer") return void request.socket.destroy();
    if (mood === "talks nonsense") return void answer.writeHead(201).end("<html>");
    say(201, presented(text));
  }

  return {
    ...{ url, taken, asked, stopped },
    hang(type, bytes) {
      const media = `ME${randomBytes(16).toString("hex")}`;
      hanging.set(media, { type, bytes });
      return `${url}/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/MM${randomBytes(16).toString("hex")}/Media/${media}`;
    },
    mood: (next) => void (mood = next),
    tell(target, form, { token = AUTH_TOKEN, signed_for = target } = {}) {
      const whole: Record<string, string> = { AccountSid: ACCOUNT_SID, ApiVersion: "2010-04-01", ...form };
      const signed = Object.keys(whole).toSorted().reduce((text, name) => text + name + whole[name]!, signed_for); // oxfmt-ignore
      const headers = {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "x-twilio-signature": createHmac("sha1", token).update(Buffer.from(signed, "utf-8")).digest("base64"),
      };
      return { url: target, init: { method: "POST", headers, body: new URLSearchParams(whole).toString() } };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

const mayIn = (authorization: string | undefined): boolean =>
  [`${ACCOUNT_SID}:${AUTH_TOKEN}`, `${KEY_SID}:${KEY_SECRET}`].some(
    (login) => authorization === `Basic ${Buffer.from(login).toString("base64")}`,
  );

const presented = (text: TakenText) => ({
  ...{ account_sid: ACCOUNT_SID, api_version: "2010-04-01", body: text.body, date_created: text.date_created, date_sent: null },
  ...{ date_updated: text.date_created, direction: "outbound-api", error_code: null, error_message: null, from: text.from },
  ...{ messaging_service_sid: text.messaging_service_sid, num_media: "0", num_segments: "1", price: null, price_unit: "USD" },
  ...{ sid: text.sid, status: text.messaging_service_sid === null ? "queued" : "accepted", to: text.to },
  uri: `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/${text.sid}.json`,
});

/** What a phone's text looks like when it is delivered. */
export const cameIn = (from: string, body: string, more: Record<string, string> = {}): Record<string, string> => {
  const sid = newSid();
  return { MessageSid: sid, SmsSid: sid, SmsMessageSid: sid, From: from, To: FROM, Body: body, NumMedia: "0", NumSegments: "1", ...more };
};
