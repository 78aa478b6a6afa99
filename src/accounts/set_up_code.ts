/**
 * Who may be the first: on an installation that only its own machine reaches, whoever opens the page; on any other, whoever knows the set-up
 * code that `privity serve` prints and `privity doctor` shows. It follows from the installation's key, so all processes know the same one
 * without keeping it; once somebody has signed up, nothing asks for it any more.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Config } from "../lib/config.ts";
import { Secret } from "../lib/secret.ts";
import { AccountRefused, type AccountDeps, type From } from "./deps.ts";
import { limitTries } from "./limits.ts";

/** No letters or digits that are taken for one another when read aloud. */
const SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const GROUPS = 4;
const GROUP = 5;

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;

/** Behind a proxy the server listens on loopback too, but then PRIVITY_URL says where people reach it. */
export const isLocalOnly = ({ host, url }: Pick<Config, "host" | "url">): boolean =>
  LOOPBACK.test(host) && LOOPBACK.test(new URL(url).hostname);

/** 100 bits of `root`, in groups that can be typed. */
export function setUpCode(root: Secret): Secret {
  const bytes = createHash("sha256").update(root.reveal()).digest();
  const signs = Array.from({ length: GROUPS * GROUP }, (_, at) => SIGNS[bytes[at]! % SIGNS.length]!);
  return new Secret(Array.from({ length: GROUPS }, (_, at) => signs.slice(at * GROUP, (at + 1) * GROUP).join("")).join("-"));
}

export async function checkSetUpCode(deps: AccountDeps, from: From, given: string | undefined): Promise<void> {
  if (deps.set_up_code === null) return;
  await limitTries(deps, "token", from, "");
  if (given === undefined || !same(given, deps.set_up_code.reveal()))
    throw new AccountRefused("set-up-code-needed", given === undefined ? "No set-up code was given." : "The set-up code is not right.");
}

/** As somebody types it: in any case, with or without dashes. */
const digest = (code: string) =>
  createHash("sha256")
    .update(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ""))
    .digest();
const same = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));
