/** Reading by hand (B-SYN-1): the whole firm, one matter, one contact, or the staff. */
import { Button, Group, NativeSelect, Select, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, type Connection, type ContactRow, type MatterRow } from "../api.ts";
import { usePlace } from "../parts/router.tsx";
import { Trouble } from "../parts/states.tsx";

type What = "changes" | "everything" | "staff" | "contact" | "matter";

const WHATS: { value: What; label: string }[] = [
  { value: "changes", label: "What has changed" },
  { value: "contact", label: "One contact" },
  { value: "matter", label: "One matter, with its people" },
  { value: "staff", label: "The staff" },
  { value: "everything", label: "Everything again" },
];

export function ReadNow({ connection }: { connection: Connection }) {
  const { connection_id, running_run_id } = connection;
  const { go } = usePlace();
  const client = useQueryClient();
  const [what, setWhat] = useState<What>("changes");
  const [record, pick] = useState<string | null>(null);
  const one = what === "contact" || what === "matter";
  const start = useMutation({
    mutationFn: () => send<{ run_id: string }>("POST", "/runs", { connection_id, what, ...(one ? { provider_id: record } : {}) }),
    onSuccess: async ({ run_id }) => {
      await client.invalidateQueries();
      go(`/runs/${run_id}`);
    },
  });
  // One record, or the staff, may be read beside whatever is under way.
  const busy = running_run_id !== null && (what === "changes" || what === "everything");
  return (
    <Stack gap="xs" mt="sm">
      <Group align="end" gap="sm">
        <NativeSelect
          label="Read now"
          data={WHATS}
          value={what}
          onChange={(event) => {
            setWhat(event.currentTarget.value as What);
            pick(null);
          }}
        />
        {one && <RecordPicker key={what} connection_id={connection_id} what={what} value={record} pick={pick} />}
        {busy ? (
          <Button onClick={() => go(`/runs/${running_run_id}`)}>Follow the sync</Button>
        ) : (
          <Button disabled={one && record === null} loading={start.isPending} onClick={() => start.mutate()}>
            Sync now
          </Button>
        )}
      </Group>
      {start.error && <Trouble error={start.error} />}
    </Stack>
  );
}

interface PickerProps {
  connection_id: string;
  what: "contact" | "matter";
  value: string | null;
  pick: (id: string | null) => void;
}

/** Searches while one types; by name, number or the provider's id. */
function RecordPicker({ connection_id, what, value, pick }: PickerProps) {
  const [typed, type] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 150);
  const query = { connection: connection_id, q, limit: "10" };
  const contacts = useApi<{ items: ContactRow[] }>("/contacts", { ...query, state: "any" }, { enabled: what === "contact" });
  const matters = useApi<{ items: MatterRow[] }>("/matters", query, { enabled: what === "matter" });
  const found = what === "contact" ? contacts.data?.items.map(ofContact) : matters.data?.items.map(ofMatter);
  const [picked, setPicked] = useState<{ value: string; label: string } | null>(null);
  const data = found ?? [];
  return (
    <Select
      label={what === "contact" ? "Which contact" : "Which matter"}
      placeholder="Type to search"
      searchable
      clearable
      miw={280}
      // The server searches; what was picked stays among the choices whatever is typed.
      filter={({ options }) => options}
      data={picked && !data.some((each) => each.value === picked.value) ? [picked, ...data] : data}
      value={value}
      onChange={(id, option) => {
        setPicked(id === null ? null : option);
        pick(id);
      }}
      onSearchChange={type}
      nothingFoundMessage={found ? "Nothing found" : "Searching …"}
    />
  );
}

const ofContact = (row: ContactRow) => ({ value: row.provider_id, label: row.name || `No name (${row.provider_id})` });
const ofMatter = (row: MatterRow) => ({
  value: row.provider_id,
  label: [row.number, row.name].filter(Boolean).join(" · ") || row.provider_id,
});
