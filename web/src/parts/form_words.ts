/** How forms are told. */
import type { FormField, FormRequest, FormRequestDetail } from "../api.ts";
import type { Tone } from "./chip.tsx";

export const FIELD_TYPES: Record<FormField["type"], string> = {
  text: "One line of text",
  long_text: "Longer text",
  person: "A person's name",
  email: "E-mail address",
  url: "Web address",
  number: "Number",
  currency: "Amount of money",
  date: "Day",
  time: "Time of day",
  checkbox: "Box to tick",
  choice: "One of several",
  choices: "Several of several",
};

export const REQUEST_STATES: Record<FormRequest["state"], { words: string; tone: Tone }> = {
  held: { words: "Held", tone: "wait" },
  open: { words: "To be filled in", tone: "plain" },
  submitted: { words: "Handed in", tone: "good" },
  withdrawn: { words: "Taken back", tone: "past" },
  dismissed: { words: "Never sent", tone: "past" },
};

type Compared = NonNullable<FormRequestDetail["answers"][number]["comparison"]>;
export const COMPARED: Record<Compared["state"], { words: string; tone: Tone }> = {
  same: { words: "The same there", tone: "good" },
  to_confirm: { words: "To be confirmed", tone: "wait" },
  on_its_way: { words: "On its way", tone: "plain" },
  written: { words: "Written", tone: "good" },
  failed: { words: "Not written", tone: "bad" },
  kept: { words: "Kept as it was", tone: "past" },
  no_field: { words: "No such field", tone: "bad" },
};
