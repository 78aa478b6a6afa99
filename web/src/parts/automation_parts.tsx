/** What the pages of automations share: the answer to "why", names by id, a contact to choose. */
import { Code, Select, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useApi, useConnections, type AutomationWhy, type ContactRow, type Member, type Start, type TemplateList } from "../api.ts";
import { START_STATES, START_TONES, type Names } from "./automation_words.ts";
import { Chip } from "./chip.tsx";
import { Link } from "./router.tsx";
import { PROVIDERS } from "./words.ts";

/** The sentence, what can be done, and by which rule. */
export function WhyLine({ why }: { why: AutomationWhy | null }) {
  if (why === null) return null;
  return (
    <Text size="sm" component="div">
      {why.sentence} {why.next && <b>{why.next} </b>}
      <Text span size="xs" c="dimmed">
        Rule <Code>{why.rule}</Code>
      </Text>
    </Text>
  );
}

export const StartChip = ({ state }: { state: Start["state"] }) => (
  <Chip short tone={START_TONES[state]}>
    {START_STATES[state]}
  </Chip>
);

export function useNames(): Names {
  const templates = useApi<TemplateList>("/automation-templates").data?.items;
  const members = useApi<{ items: Member[] }>("/members").data?.items;
  return useMemo(
    () => ({
      templates: new Map(templates?.map(({ template_id, name }) => [template_id, name])),
      members: new Map(members?.map(({ member_id, name }) => [member_id, name])),
    }),
    [templates, members],
  );
}

interface Whose {
  connection_id: string | null;
  contact_id: string;
  contact_name: string | null;
}

/** A contact whose connection was erased has no page any more. */
export function ContactLink({ whose: { connection_id, contact_id, contact_name } }: { whose: Whose }) {
  if (contact_id === "") return <>Nobody</>;
  const name = contact_name || `Contact ${contact_id}`;
  if (connection_id === null) return <>{name}</>;
  return (
    <Link className="name" href={`/contacts/${connection_id}/${encodeURIComponent(contact_id)}`}>
      {name}
    </Link>
  );
}

export interface Picked {
  connection_id: string;
  provider_id: string;
  name: string;
}

/** By name, as in the list of contacts; of all connections that read for the firm. */
export function ContactPicker({ label, pick }: { label: string; pick: (contact: Picked | null) => void }) {
  const [typed, type] = useState("");
  const [picked, setPicked] = useState<{ value: string; label: string } | null>(null);
  const many = (useConnections().data?.items.filter((item) => item.purpose === "sync").length ?? 0) > 1;
  const found = useApi<{ items: ContactRow[] }>("/contacts", { q: typed.trim(), limit: "10", state: "any" }).data?.items;
  const data = (found ?? []).map((row) => ({
    value: `${row.connection_id} ${row.provider_id}`,
    label: `${row.name || `No name (${row.provider_id})`}${many ? ` · ${PROVIDERS[row.provider]}` : ""}`,
  }));
  return (
    <Select
      label={label}
      placeholder="Type a name"
      searchable
      clearable
      // The server searches; what was picked stays among the choices whatever is typed.
      filter={({ options }) => options}
      data={picked && !data.some((each) => each.value === picked.value) ? [picked, ...data] : data}
      value={picked?.value ?? null}
      onChange={(value, option) => {
        setPicked(value === null ? null : option);
        const [connection_id, provider_id] = value?.split(" ") ?? [];
        pick(connection_id && provider_id ? { connection_id, provider_id, name: option!.label } : null);
      }}
      onSearchChange={type}
      nothingFoundMessage={found ? "Nobody found" : "Searching …"}
    />
  );
}
