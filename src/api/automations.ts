/** How automations' rows are told. */
import { explain, type Code, type Params } from "../automations/reasons.ts";
import type { AutomationRow } from "../automations/store_automations.ts";
import type { BatchRow, SendRow, StartRow } from "../automations/store_lists.ts";
import type { AutomationAnswer } from "./contract/automations.ts";

export const whyOf = (reason: Code | null, params: Params) => (reason === null ? null : explain(reason, params));

export const automationOf = (row: AutomationRow): AutomationAnswer => {
  const { automation_id, name, active, active_since, version, document, saved_by, saved_at } = row;
  return { automation_id, name, active, active_since, version, document, saved_by, saved_at };
};

export function startOf({ firm_id: _firm, about: _about, approved_words: _words, reason, params, ...row }: StartRow) {
  return { ...row, why: whyOf(reason, params) };
}

export const sendOf = ({ reason, params, ...row }: SendRow) => ({ ...row, why: whyOf(reason, params) });
export const batchOf = ({ params, ...row }: BatchRow) => ({ ...row, why: explain(row.cause, params) });
