/** What is answered when something was refused, or failed. */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { AccountRefused } from "../accounts/deps.ts";
import { newId } from "../lib/ids.ts";
import { StorageTrouble } from "../outbox/storage.ts";
import { OutboxRefused } from "../outbox/types.ts";
import { AnsweredMeanwhile } from "../portal/messages.ts";
import { PortalRefused } from "../portal/types.ts";
import type { ApiDeps } from "./deps.ts";
import { refusal } from "./outbox.ts";
import { problemOf } from "./portal/guard.ts";
import { answerProblem, Problem } from "./problems.ts";

export function answerFailure(deps: Pick<ApiDeps, "log" | "clock">, c: Context, error: Error): Response {
  if (error instanceof Problem) return answerProblem(c, error);
  if (error instanceof OutboxRefused) return answerProblem(c, refusal(error));
  if (error instanceof AccountRefused) return answerProblem(c, new Problem(error.reason, error.message));
  if (error instanceof PortalRefused) return answerProblem(c, problemOf(error));
  if (error instanceof AnsweredMeanwhile) return answerProblem(c, new Problem("answered-meanwhile", `${error.message}.`));
  if (error instanceof StorageTrouble) {
    deps.log.error({ err: error, reason: error.reason }, "files are out of reach");
    const detail =
      error.reason === "gone" ? "This file is not where it was stored." : "The place where files lie does not answer as it should.";
    return answerProblem(c, new Problem("storage-unavailable", detail));
  }
  // Hono's own words for a body that is no JSON.
  if (error instanceof HTTPException && error.status === 400) return answerProblem(c, new Problem("invalid-request", error.message));
  const request_id = newId(deps.clock);
  deps.log.error({ err: error, request_id, method: c.req.method, path: c.req.path }, "a request failed");
  return answerProblem(c, new Problem("failed", "The request could not be carried out.", { request_id }));
}
