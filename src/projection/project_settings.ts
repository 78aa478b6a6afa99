/** With which stage a pass begins after a change of settings: what comes before it reads nothing that the settings say otherwise. */
import { isDeepStrictEqual } from "node:util";
import type { Settings } from "../model/settings.ts";
import { leavesMatters } from "./matter.ts";
import { PASS_STAGES, type PassStage } from "./store_progress.ts";

export function firstStage(before: Settings, after: Settings): PassStage {
  if (!leavesMatters(before, after)) return PASS_STAGES[0];
  return leavesContacts(before, after) ? "project" : "contact";
}

/** What clients see of matters is no contact's business. */
const leavesContacts = (before: Settings, after: Settings): boolean =>
  isDeepStrictEqual({ ...before, projects: null }, { ...after, projects: null });
