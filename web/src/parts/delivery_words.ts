/** What happened to a delivery, as its story tells it. */

export const HAPPENED: Record<string, string> = {
  made: "Logged, and written down to be sent",
  claimed: "Sent",
  not_applied: "It did not go through; it is tried again",
  refused: "The provider refused it",
  applied: "The provider has it",
  accepted: "The provider took it; it is looked up to be sure",
  doubtful: "The answer was lost: it may be there",
  lease_ended: "The program that sent it stopped in between: it may be there",
  found: "Looked up: it is there",
  found_unfinished: "Looked up: its beginning is there, the rest follows",
  absent: "Looked up twice: it is not there",
  repeatable: "It may be sent again without harm",
  not_visible: "Nothing at the provider can show it",
  sighted: "A late answer shows that it is there",
  gave_up: "Three days of trying are over",
  held_back: "It has to wait",
  released: "What it waited for has happened",
  left_segment: "The contact left the segment",
  cancelled: "Cancelled by a person",
  retried: "Sent again by a person",
  looked_again: "A person has it looked up again",
  confirmed: "A person has seen it at the provider",
  amended: "What it says was changed",
  restored: "A backup was put back: it is looked up",
  look_failed: "It could not be looked up",
  late_answer: "A late answer came",
  twins: "It is there more than once",
  twins_accepted: "A person said that it may stay so",
  twins_unaccepted: "A person said that it may not stay so",
  twin_removed: "The second one was removed",
  looked_again_later: "Looked at once more, later",
};

/** What of the details people can use. */
export function detailLine(detail: Record<string, unknown>): string {
  const lines: string[] = [];
  if (typeof detail["by"] === "string") lines.push(`by ${detail["by"]}`);
  if (typeof detail["status"] === "number") lines.push(`the provider answered ${detail["status"]}`);
  if (typeof detail["provider_id"] === "string") lines.push(`record ${detail["provider_id"]}`);
  return lines.join(", ");
}
