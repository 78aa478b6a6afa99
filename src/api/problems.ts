/**
 * Everything that this API says when it says no (RFC 9457). `type` is a path on this server that explains the problem; it never changes
 * its meaning, so programs may branch on it. `detail` says what happened this time, `next` what to do.
 */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";

interface Kind {
  /** Seconds after which the same request may come again, for `Retry-After`. */
  retry_after?: number;
  status: 400 | 401 | 403 | 404 | 408 | 409 | 410 | 413 | 415 | 421 | 422 | 429 | 500 | 503 | 507;
  title: string;
  next: string;
}

export const PROBLEMS = {
  "invalid-request": {
    status: 400,
    title: "The request has a parameter or field that this API does not take",
    next: "Mend what `errors` names. /api/v1/openapi.json lists every parameter; unknown ones are refused, so that a typing error is not taken for a filter.",
  },
  "invalid-cursor": {
    status: 400,
    title: "`after` is not a cursor of this list",
    next: "Hand back `next` of the page before as it came, together with the same filters, or leave `after` out to begin again.",
  },
  "sign-in-needed": {
    status: 401,
    title: "You are not signed in",
    next: "Sign in at Privity's page, or send an API key: `Authorization: Bearer pv_…`. Admins make keys under Members.",
  },
  "wrong-credentials": {
    status: 401,
    title: "This e-mail and password do not let anybody in",
    next: "Check both. A forgotten password can be replaced by mail; whoever has no account has to be invited by an admin.",
  },
  "wrong-code": {
    status: 401,
    title: "The code is not right",
    next: "Take the newest code of your authenticator app, or a backup code that was not used yet. If it stays, begin the sign-in again.",
  },
  "not-allowed": {
    status: 403,
    title: "You may not do this",
    next: "Ask an admin of your firm, or use an API key with the scope that `detail` names.",
  },
  "session-needed": {
    status: 403,
    title: "This takes a person who is signed in at the page",
    next: "Sign in with your e-mail and password. API keys cannot do this.",
  },
  "wrong-password": { status: 403, title: "Your password is not right", next: "Type it again, or have it replaced by mail." },
  "cross-site": {
    status: 403,
    title: "A page of another site sent this",
    next: "Send changes from Privity's own page, or from a program that sends neither Origin nor Sec-Fetch-Site.",
  },
  "member-needed": {
    status: 403,
    title: "Only a member can do this",
    next: "Sign in as a member of the firm, or use an API key of one.",
  },
  "not-found": {
    status: 404,
    title: "There is no such thing",
    next: "Check the id. Lists of what is there: /api/v1/connections, /api/v1/contacts, /api/v1/matters, /api/v1/runs.",
  },
  "run-in-progress": {
    status: 409,
    title: "This connection is being read already",
    next: "Wait for the run that `run_id` names, or read a single matter or contact, which may happen at the same time.",
  },
  "not-connected": {
    status: 409,
    title: "The connection has no valid grant at the provider",
    next: "Connect it again with `privity connect`; what was read is kept.",
  },
  "connect-refused": {
    status: 409,
    title: "The connection did not come about",
    next: "Do what `detail` says, then start again. What was connected before is as it was.",
  },
  "sync-user-refused": {
    status: 409,
    title: "This account cannot read for the firm now",
    next: "Do what `detail` says, then choose again. Whoever reads now goes on.",
  },
  "still-connected": { status: 409, title: "The connection is still connected", next: "Disconnect it first, then erase its data." },
  "wrong-name": {
    status: 422,
    title: "This is not the firm's name",
    next: "Type the firm's name exactly as the provider has it: it shows that you mean this one. Erased data cannot be brought back.",
  },
  "provider-silent": {
    status: 503,
    title: "The provider does not answer as it should",
    next: "Try again in a few minutes. The connection stays as it is.",
  },
  "version-conflict": {
    status: 409,
    title: "The settings have changed since you read them",
    next: "Read them again, apply your change to what is there now, and send it with the new version.",
  },
  "preview-outdated": {
    status: 409,
    title: "The preview no longer shows what would happen",
    next: "Start a new preview, look at it, and apply that one.",
  },
  "shared-address": {
    status: 409,
    title: "Other contacts have this address or number too",
    next: "See in `contacts` who they are. If it was for this one, send it again with `confirmed: true`.",
  },
  "texts-off": {
    status: 409,
    title: "The firm sends no texts",
    next: "An admin can set up texting, or switch it on again. Write in the portal or by e-mail meanwhile.",
  },
  "text-stopped": {
    status: 409,
    title: "They answered STOP",
    next: "Write in the portal or by e-mail. Texts go again once they text START themselves.",
  },
  "no-text-number": {
    status: 409,
    title: "There is no number that a text to them can go to",
    next: "Add a mobile number at the provider, or write in the portal or by e-mail.",
  },
  "not-now": {
    status: 409,
    title: "This cannot be done as it stands now",
    next: "Read the delivery again: its state and story say what happened meanwhile.",
  },
  "automation-conflict": {
    status: 409,
    title: "The automation has been saved since you read it",
    next: "Read it again, apply your change to what is there now, and send it with the new version.",
  },
  "automation-not-now": {
    status: 409,
    title: "This cannot be decided as it stands now",
    next: "Read the start or the e-mail again: its state and its story say what happened meanwhile.",
  },
  "form-conflict": {
    status: 409,
    title: "The form has been saved since you read it",
    next: "Read it again, apply your change to what is there now, and send it with the new version.",
  },
  "form-not-now": {
    status: 409,
    title: "This cannot be done with the form as it stands now",
    next: "Read what was sent again: its state says what happened meanwhile. A closed matter takes no forms.",
  },
  "form-value-changed": {
    status: 409,
    title: "The provider says something else by now",
    next: "Look at the comparison again, then decide.",
  },
  "not-editable": {
    status: 409,
    title: "The provider's record cannot be changed any more",
    next: "Log another activity that says what is new. Messages and documents cannot be changed once they are delivered.",
  },
  "cursor-expired": {
    status: 410,
    title: "The events after this cursor are no longer kept",
    next: "Read what you need from the lists, then begin anew with `from=now`. Events are kept for 30 days.",
  },
  "request-in-progress": {
    status: 409,
    retry_after: 1,
    title: "A request with this idempotency key is at work",
    next: "Wait a moment and send it again with the same key: you get the first one's answer.",
  },
  "idempotency-mismatch": {
    status: 422,
    title: "This idempotency key was used for another request",
    next: "Use a new key for each new request, and the old one only to repeat the same request.",
  },
  "signed-up-already": {
    status: 409,
    title: "This installation has its first admin already",
    next: "Sign in, or ask an admin to invite you.",
  },
  "email-taken": {
    status: 409,
    title: "This e-mail has an account already",
    next: "Sign in with it, or use another address: a person belongs to one firm.",
  },
  "last-admin": {
    status: 409,
    title: "A firm needs an admin who can sign in",
    next: "Make somebody else an admin first.",
  },
  "set-up-code-needed": {
    status: 403,
    title: "The first sign-up takes the set-up code",
    next: "Type the code that `privity serve` printed when it started; `privity doctor` on the server shows it too.",
  },
  "portal-sign-in-needed": {
    status: 401,
    title: "You are not signed in to the portal",
    next: "Open the portal and type your e-mail address: you get a link that signs you in.",
  },
  "link-elsewhere": {
    status: 403,
    title: "This link was asked for at another browser",
    next: "Open it at the browser where you asked for it, or have a fresh one sent to the same address.",
  },
  "answered-meanwhile": {
    status: 409,
    title: "A colleague has answered meanwhile",
    next: "Read what they wrote. Nothing of yours was sent or lost: send it again if it is still right.",
  },
  "matter-closed": {
    status: 409,
    title: "The matter is closed",
    next: "It can be read for 90 days. Call the firm if something is to be added to it.",
  },
  "file-refused": {
    status: 415,
    title: "Files of this kind are not taken",
    next: "Send a PDF, a picture, an office document or plain text, with the ending that belongs to it.",
  },
  "second-factor-on": { status: 409, title: "The second factor is on already", next: "Turn it off first to set up another app." },
  "invalid-token": {
    status: 410,
    title: "This link is not good any more",
    next: "Links work once and for a limited time. Ask for a new one.",
  },
  "too-many-tries": { status: 429, retry_after: 900, title: "Too many tries", next: "Wait a quarter of an hour, then try again." },
  "too-many-requests": {
    status: 429,
    retry_after: 2,
    title: "This key or session asks too often",
    next: "Wait for the seconds in `Retry-After`, then go on more slowly: a short burst may be faster, the average may not.",
  },
  "too-large": {
    status: 413,
    title: "The body is larger than 256 KB",
    next: "Send less. No document that this API takes comes near this size.",
  },
  "file-too-large": {
    status: 413,
    title: "The file is larger than this installation takes",
    next: "Send a smaller one. Whoever runs the installation sets the limit: PRIVITY_MAX_FILE_MB.",
  },
  "file-broken": {
    status: 400,
    title: "The file did not arrive as it was announced",
    next: "Send it again, whole. Nothing of it was kept.",
  },
  "too-slow": {
    status: 408,
    title: "Nothing more of the file came",
    next: "Send it again over a steadier connection. Nothing of it was kept.",
  },
  "disk-full": {
    status: 507,
    title: "There is no room for the file",
    next: "Whoever runs this installation has to make room in its data folder. Nothing of the file was kept.",
  },
  "storage-unavailable": {
    status: 503,
    title: "Files cannot be kept or fetched at the moment",
    next: "Try again in a few minutes. If it stays so, whoever runs this installation finds the reason with `privity doctor`.",
    retry_after: 60,
  },
  "unsupported-media-type": {
    status: 415,
    title: "The body is not of the right type",
    next: "Send it with `content-type: application/json`; a file, to /api/v1/files, with `application/octet-stream`.",
  },
  "wrong-host": {
    status: 421,
    title: "This name is not a name of this server",
    next: "Use the address in PRIVITY_URL; on the same machine http://127.0.0.1 or http://localhost with Privity's port do too.",
  },
  "invalid-settings": {
    status: 422,
    title: "The settings document has values that are not allowed",
    next: "Mend what `errors` names. /api/v1/settings/schema describes every setting and its allowed values.",
  },
  failed: { status: 500, title: "Something failed here", next: "Try again. If it stays, look for `request_id` in the server's log." },
  busy: {
    status: 503,
    retry_after: 5,
    title: "Too many are following runs at the moment",
    next: "Close other pages that show a run, or ask for the run itself every few seconds.",
  },
} as const satisfies Record<string, Kind>;

export type ProblemType = keyof typeof PROBLEMS;

export const problemSchema = z
  .object({
    type: z.string().describe("A path that explains this kind of problem; stable").openapi({ example: "/problems/not-found" }),
    title: z.string().describe("The kind of problem in words"),
    status: z.number().int().describe("The HTTP status once more"),
    detail: z.string().describe("What happened this time"),
    next: z.string().describe("What to do about it"),
    errors: z
      .array(
        z.object({
          path: z.string().describe("Where: a parameter's name, or a dotted path into the body"),
          message: z.string().describe("What is wrong there"),
          allowed: z
            .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
            .optional()
            .describe("The values that are allowed there, where they can be listed"),
        }),
      )
      .optional(),
    run_id: z.string().optional().describe("The run that is in the way"),
    contacts: z
      .array(z.object({ connection_id: z.uuid(), provider_id: z.string(), name: z.string(), shared: z.array(z.string()) }))
      .optional()
      .describe("The contacts that share it"),
    request_id: z.string().optional().describe("Names this request in the server's log"),
  })
  .openapi("Problem", {
    example: {
      type: "/problems/not-found",
      title: PROBLEMS["not-found"].title,
      status: 404,
      detail: "There is no contact 4711 in this connection.",
      next: PROBLEMS["not-found"].next,
    },
  });

type Extra = Pick<z.infer<typeof problemSchema>, "errors" | "run_id" | "contacts" | "request_id">;

/** Thrown anywhere below a route; the app's error handler answers with it. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly type: ProblemType;
  readonly extra: Extra;
  constructor(type: ProblemType, detail: string, extra: Extra = {}) {
    super(detail);
    this.type = type;
    this.extra = extra;
  }
}

export function answerProblem(c: Context, problem: Problem): Response {
  const { status, title, next, retry_after }: Kind = PROBLEMS[problem.type];
  const body = { type: `/problems/${problem.type}`, title, status, detail: problem.message, next, ...problem.extra };
  return c.body(JSON.stringify(body), status, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    ...(retry_after === undefined ? {} : { "retry-after": String(retry_after) }),
  });
}

/** The `errors` of a refused document or parameter, each with its path and, where there is a list, the allowed values. */
export function listErrors(issues: z.core.$ZodIssue[]): NonNullable<Extra["errors"]> {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: "is not known here" }));
    const allowed =
      issue.code === "invalid_value"
        ? {
            allowed: issue.values.map((value) =>
              typeof value === "object"
                ? null
                : typeof value === "bigint" || typeof value === "symbol" || value === undefined
                  ? String(value)
                  : value,
            ),
          }
        : {};
    return [{ path, message: issue.message, ...allowed }];
  });
}

/** The responses of a route that say no, for its place in the document. */
export const problemResponses = (...types: ProblemType[]) => publicResponses("sign-in-needed", "not-allowed", ...types);

/** Those of a route that needs no sign-in. */
export function publicResponses(...types: ProblemType[]) {
  const byStatus = new Map<number, ProblemType[]>();
  for (const type of new Set<ProblemType>([...types, "wrong-host", "failed"])) {
    const { status } = PROBLEMS[type];
    byStatus.set(status, [...(byStatus.get(status) ?? []), type]);
  }
  const content = { "application/problem+json": { schema: problemSchema } };
  // The handlers throw these, so their types need not know them.
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      status,
      { description: list.map((type) => `${PROBLEMS[type].title} (\`/problems/${type}\`)`).join("; or: "), content },
    ]),
  ) as object;
}
