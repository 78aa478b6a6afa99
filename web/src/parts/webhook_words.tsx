/** How an endpoint stands, and the events that it can get, in words. */
import type { Endpoint } from "../api.ts";
import { Chip, type Tone } from "./chip.tsx";

export const EVENTS: Record<Endpoint["event_types"][number], string> = {
  "contact.entered": "A contact came in",
  "contact.left": "A contact went out",
  "contact.changed": "A contact changed",
  "matter.added": "A matter is new",
  "matter.changed": "A matter changed",
  "matter.closed": "A matter was closed",
  "matter.phase_changed": "A matter came to another phase",
  "tag.gained": "A contact gained a tag",
  "tag.lost": "A contact lost a tag",
  "owner.changed": "A contact has another owner",
  "delivery.changed": "A delivery is in another state",
  "run.finished": "A sync ended",
  "automation.reached": "An automation came to a step that tells you",
};

const STATES: Record<Endpoint["state"], string> = { active: "On", paused: "Paused", disabled: "Switched off" };
const TONES: Record<Endpoint["state"], Tone> = { active: "good", paused: "wait", disabled: "bad" };
export const STATE_HINTS: Record<Endpoint["state"], string> = {
  active: "Events are sent as they happen.",
  paused: "Events wait until you go on.",
  disabled: "It was switched off by itself, and nothing is kept for it. Once it is mended, switch it on and send again what failed.",
};

export const EndpointChip = ({ state }: { state: Endpoint["state"] }) => <Chip tone={TONES[state]}>{STATES[state]}</Chip>;
