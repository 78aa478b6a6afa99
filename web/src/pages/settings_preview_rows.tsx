/** The contacts of one list of a preview: what is, what would be, and why. */
import { Table, Text } from "@mantine/core";
import { useApi, usePages, type Choices, type PreviewRow } from "../api.ts";
import { Link } from "../parts/router.tsx";
import { statusName, type Group } from "../parts/preview_words.ts";
import { More, waiting } from "../parts/states.tsx";
import { dayText } from "../parts/time.tsx";
import { plain, STATES, word } from "../parts/words.ts";

type Change = PreviewRow["changes"][number];

interface RowsProps {
  path: string;
  connection_id: string;
  group: Group;
  /** What the list is about: shown first; none: all is. */
  fields: string[];
}

export function PreviewRows({ path, connection_id, group, fields }: RowsProps) {
  const query = usePages<PreviewRow>(`${path}/rows`, { list: group.list });
  const choices = useApi<Choices>(`/connections/${connection_id}/settings/choices`).data;
  return (
    <>
      {waiting(query, "contacts")}
      {query.items.length > 0 && (
        <Table verticalSpacing="xs" className="stacks">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{group.entity === "matter" ? "Matter" : "Contact"}</Table.Th>
              <Table.Th>Now → then</Table.Th>
              <Table.Th>Why</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {query.items.flatMap((row) => {
              const about = row.changes.filter((change) => isAbout(change, group, fields));
              const others = row.changes.length - about.length;
              return about.map((change, index) => (
                <Table.Tr key={row.provider_id + JSON.stringify(change)}>
                  <Table.Td>
                    {index === 0 && (
                      <>
                        <Link className="name" href={`/${row.entity}s/${connection_id}/${encodeURIComponent(row.provider_id)}`}>
                          {row.name || row.provider_id}
                        </Link>
                        {others > 0 && (
                          <Text size="xs" c="dimmed">
                            and {others} other {others === 1 ? "change" : "changes"}
                          </Text>
                        )}
                      </>
                    )}
                  </Table.Td>
                  <Table.Td>
                    {fields.length === 0 && `${plain(change.field)}: `}
                    {shown(change.field, change.old, choices)} → <b>{shown(change.field, change.new, choices)}</b>
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm">
                      {change.new === null && (change.field === "tag" || change.field === "key_fact") && "No longer by: "}
                      {change.why ?? (row.entity === "matter" ? "By the settings that are tried." : "As the provider says.")}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ));
            })}
          </Table.Tbody>
        </Table>
      )}
      <More query={query} />
    </>
  );
}

/** Of a contact that gains three tags, the list of one tag shows that one. */
function isAbout(change: Change, { what, label }: Group, fields: string[]): boolean {
  if (what === "other") return change.field === label;
  if (!fields.includes(change.field)) return false;
  const gained = what === "tag_gained" || what === "key_fact_gained";
  const value = gained ? change.new : change.old;
  if (change.field === "portal_participant") {
    const part = (what === "participant_removed" ? change.old : change.new) as { role: string } | null;
    const other = what === "participant_removed" ? change.new : change.old;
    return part?.role.toLowerCase() === label.toLowerCase() && (what === "participant_role") === (other !== null);
  }
  if (change.field === "tag") return typeof value === "string" && value.toLowerCase() === label.toLowerCase();
  if (change.field === "key_fact") return typeof value === "object" && value !== null && "label" in value && value.label === label;
  return true;
}

function shown(field: string, value: unknown, choices: Choices | undefined): string {
  if (field === "client_status") return statusName(typeof value === "string" ? value : "none");
  if (value === null || value === undefined || value === "") return field === "owner" ? "nobody" : "nothing";
  if (field === "owner") return choices?.members.find((member) => member.member_id === value)?.name ?? "a former member";
  if (field === "portal_participant") {
    const { name, contact_id, role } = value as { name?: string | null; contact_id: string; role: string };
    return `${name ?? contact_id} as ${role}`;
  }
  if (field === "key_fact") return factText(value as { label: string; date: string | null; text: string });
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map((each) => shown("", each, choices)).join(", ") || "nothing";
  if (typeof value === "object")
    return Object.values(value)
      .filter((part) => typeof part === "string" && part !== "")
      .join(" ");
  if (typeof value !== "string") return JSON.stringify(value);
  if (field === "state") return word(STATES, value);
  return field === "state_reason" ? plain(value) : value;
}

const factText = ({ label, date, text }: { label: string; date: string | null; text: string }): string =>
  [label, date === null ? "" : dayText(date), text].filter(Boolean).join(" ");
