/** `privity projects`: what the mapping of matters for clients leaves out, as the page says it. */
import type { ProjectsOverview } from "../../api/contract/projects.ts";
import { ask } from "../asking.ts";
import { chooseConnection } from "../choose.ts";
import { table, type Output } from "../output.ts";
import type { Program } from "../program.ts";

export async function projectsCommand(program: Program, output: Output, options: { connection?: string }): Promise<void> {
  const connection = await chooseConnection(program, options.connection);
  const found = await ask<ProjectsOverview>(program, connection.firm_id, `/connections/${connection.connection_id}/projects`);
  output.result(found, () => linesOf(found));
}

function linesOf(found: ProjectsOverview): string[] {
  if (!found.on) return ["Clients see no matters: the setting projects.on is false."];
  const { main_client } = found;
  const percent = found.complete === null ? "" : ` (${Math.floor(found.complete * 100)} %)`;
  return [
    `${found.with_phase} of ${found.open} open matters have a phase${percent}; ${found.with_type} have a type.`,
    `${found.shown} matters are shown to clients; ${found.notified} have their clients told by message; messages pause for ${found.messages_paused}.`,
    `Main clients who cannot be reached: ${main_client.skipped} skipped, ${main_client.company} a company, ${main_client.not_found} not found, ${main_client.nobody} nobody.`,
    ...section(
      ["NO TYPE FOR", "OPEN MATTERS"],
      found.unmapped_types.map((row) => [row.value || "(nothing)", String(row.count)]),
    ),
    ...section(
      ["NO PHASE FOR", "TYPE", "OPEN MATTERS"],
      found.unmapped_stages.map((row) => [row.stage || "(nothing)", row.type, String(row.count)]),
    ),
    ...section(
      ["NO ROLE FOR THE TITLE", "STAFF"],
      found.titles_unmapped.map((row) => [row.title, String(row.staff)]),
    ),
    ...section(
      ["NOBODY HAS THE TITLE", "ROLE"],
      found.titles_not_found.map((row) => [row.title, row.role]),
    ),
  ];
}

const section = (heads: string[], rows: string[][]): string[] => (rows.length === 0 ? [] : ["", ...table([heads, ...rows])]);
