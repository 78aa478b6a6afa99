/** B-CON-5: the one word for a connection's health, since when, and what to do. Pure. */
import { PROVIDER_NAMES, type Provider } from "../model/kinds.ts";
import { refusedOf, type Probe } from "./probe.ts";
import { endsAt } from "./grants.ts";

const DAY = 86_400_000;

export interface HealthInput {
  provider: Provider;
  purpose: "sync" | "writeback";
  state: "connected" | "disconnected";
  state_reason: string | null;
  state_since: string;
  erasing_since: string | null;
  blind_since: string | null;
  token_obtained_at: string | null;
  token_expires_at: string | null;
  refresh_refused_at: string | null;
  /** How often a day what changed is read; null before there are settings. */
  reads_a_day: number | null;
  /** The last run that read everything it should. */
  succeeded_at: string | null;
  last_error: { text: string; remedy: string | null; at: string } | null;
  /** Kinds that the provider refuses to this user. */
  refused: string[];
  /** What the account was let do when it was asked. */
  probe: Probe | null;
  webhooks_trouble: "silent" | "failing" | null;
  webhooks_since: string | null;
  /** The models that are silent, or why they fail. */
  webhooks_detail: string | null;
  now: Date;
}

export interface Health {
  health: "healthy" | "expiring" | "degraded" | "blind" | "disconnected";
  since: string | null;
  detail: string;
  remedy: string | null;
}

/** The gravest finding wins. */
export function healthOf(input: HealthInput): Health {
  const grave = disconnected(input) ?? blind(input) ?? expiring(input);
  return grave ?? failing(input) ?? refused(input) ?? unpermitted(input) ?? late(input) ?? unheard(input) ?? healthy(input);
}

function disconnected(input: HealthInput): Health | null {
  if (input.state === "connected" && input.token_obtained_at !== null) return null;
  const remedy =
    input.erasing_since === null
      ? `Connect ${PROVIDER_NAMES[input.provider]} again; everything that was synced is kept.`
      : "Nothing: it goes on by itself.";
  return { health: "disconnected", since: input.state_since, detail: input.state_reason ?? "There is no grant.", remedy };
}

function blind({ blind_since }: HealthInput): Health | null {
  if (blind_since === null) return null;
  return {
    health: "blind",
    since: blind_since,
    detail: "One run would have removed too many contacts. Automations are stopped.",
    remedy: "Look at the held changes, then apply or refuse them.",
  };
}

function expiring(input: HealthInput): Health | null {
  const { token_obtained_at: obtained_at, token_expires_at: expires_at, refresh_refused_at, now, provider } = input;
  if (obtained_at === null) return null;
  const ends = endsAt(provider, { obtained_at, expires_at, refresh_refused_at });
  if (ends === null || ends - now.getTime() > 7 * DAY) return null;
  const days = Math.max(0, Math.floor((ends - now.getTime()) / DAY));
  const detail = `The grant ends in ${days === 1 ? "1 day" : `${days} days`} and could not be refreshed.`;
  return {
    health: "expiring",
    since: refresh_refused_at ?? obtained_at,
    detail,
    remedy: `Connect ${PROVIDER_NAMES[provider]} again before then.`,
  };
}

/** What failed before somebody connected it again is mended by that. */
function failing({ last_error, state_since }: HealthInput): Health | null {
  if (last_error === null || last_error.at < state_since) return null;
  return { health: "degraded", since: last_error.at, detail: last_error.text, remedy: last_error.remedy };
}

function refused({ refused: kinds, succeeded_at }: HealthInput): Health | null {
  if (kinds.length === 0) return null;
  const detail = `The provider does not let this user read: ${kinds.join(", ")}.`;
  return { health: "degraded", since: succeeded_at, detail, remedy: "Give the connecting user that permission at the provider." };
}

/** What the provider refused when it was asked; once a run has read since then, that knows better. */
function unpermitted({ probe, succeeded_at }: HealthInput): Health | null {
  if (!probe || (succeeded_at !== null && succeeded_at > probe.at)) return null;
  const [first, ...more] = refusedOf(probe).filter(({ what }) => what !== "webhooks");
  if (!first) return null;
  const names = [first, ...more].map(({ what }) => what).join(", ");
  return { health: "degraded", since: probe.at, detail: `The provider does not show ${names}: ${first.said ?? ""}`, remedy: first.remedy };
}

function late({ succeeded_at, reads_a_day, now }: HealthInput): Health | null {
  const cadence = DAY / (reads_a_day ?? 2);
  if (succeeded_at === null || now.getTime() - Date.parse(succeeded_at) <= 2 * cadence) return null;
  return {
    health: "degraded",
    since: succeeded_at,
    detail: `Last read ${succeeded_at}, twice as long ago as it should be.`,
    remedy: "Look at the last run.",
  };
}

function unheard({ webhooks_trouble, webhooks_since, webhooks_detail, provider }: HealthInput): Health | null {
  if (webhooks_trouble === null) return null;
  if (webhooks_trouble === "silent")
    return {
      health: "degraded",
      since: webhooks_since,
      detail: `${PROVIDER_NAMES[provider]} no longer tells us at once what changed (${webhooks_detail}); changes arrive with the next planned read.`,
      remedy:
        "Nothing yet: Privity has subscribed anew and reads as planned. If it stays, check that the provider can reach this installation.",
    };
  return {
    health: "degraded",
    since: webhooks_since,
    detail: `Webhooks could not be set up: ${webhooks_detail}`,
    remedy: `Give the connecting user the permission for webhooks at ${PROVIDER_NAMES[provider]}, or switch them off in the settings.`,
  };
}

const healthy = ({ succeeded_at, purpose }: HealthInput): Health => ({
  health: "healthy",
  since: null,
  detail:
    purpose === "writeback"
      ? "Connected; it reads nothing but who it is."
      : succeeded_at === null
        ? "Connected; nothing has been read yet."
        : "Everything is read on time.",
  remedy: null,
});
