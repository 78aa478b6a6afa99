/** On a matter's page: whom of its clients one can write to, and what was shared with them. */
import { Button, FileInput, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, upload, useApi, type InboxThreadWhole, type Matter, type MatterClients, type MatterDocument } from "../api.ts";
import { Section } from "../parts/page.tsx";
import { usePlace } from "../parts/router.tsx";
import { SharedFiles } from "../parts/shared_files.tsx";
import { Trouble, waiting } from "../parts/states.tsx";

export function MatterPortal({ matter }: { matter: Matter }) {
  const path = `/matters/${matter.connection_id}/${encodeURIComponent(matter.provider_id)}`;
  const clients = useApi<MatterClients>(`${path}/clients`);
  const documents = useApi<{ items: MatterDocument[] }>(`${path}/documents`);
  if (clients.data?.items.length === 0 && (documents.data?.items.length ?? 0) === 0) return null;
  return (
    <Section title="With its clients">
      {waiting(clients, "its clients") ?? (
        <Stack gap="md">
          {clients.data?.read_only && <Text size="sm">The matter is closed: nothing more is written or shared.</Text>}
          {!clients.data?.read_only && <Write matter={matter} clients={clients.data?.items ?? []} />}
          {waiting(documents, "documents") ?? <SharedFiles items={documents.data?.items ?? []} whole />}
          {!clients.data?.read_only && <Share path={path} clients={clients.data?.items ?? []} />}
        </Stack>
      )}
    </Section>
  );
}

type Clients = MatterClients["items"];
const options = (clients: Clients) => clients.map(({ contact_id, name }) => ({ value: contact_id, label: name }));

function Write({ matter, clients }: { matter: Matter; clients: Clients }) {
  const { go } = usePlace();
  const start = useMutation({
    mutationFn: (contact_id: string) =>
      send<InboxThreadWhole>("POST", "/inbox", { connection_id: matter.connection_id, matter_id: matter.provider_id, contact_id }),
    onSuccess: ({ thread_id }) => go(`/inbox/${thread_id}`),
  });
  return (
    <>
      <Group gap="xs">
        {clients.map(({ contact_id, name }) => (
          <Button
            key={contact_id}
            variant="default"
            size="compact-md"
            loading={start.isPending && start.variables === contact_id}
            onClick={() => start.mutate(contact_id)}
          >
            Messages with {name}
          </Button>
        ))}
      </Group>
      {start.error && <Trouble error={start.error} />}
    </>
  );
}

function Share({ path, clients }: { path: string; clients: Clients }) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [whom, setWhom] = useState("");
  const [note, setNote] = useState("");
  const share = useMutation({
    mutationFn: async () => {
      const { file_id } = await upload(file!);
      return send("POST", `${path}/documents`, { contact_id: whom || clients[0]!.contact_id, file_id, note });
    },
    onSuccess: async () => {
      setFile(null);
      setNote("");
      await client.invalidateQueries({ queryKey: [`${path}/documents`] });
    },
  });
  if (clients.length === 0) return null;
  return (
    <Stack gap="xs">
      <FileInput label="Share a document" placeholder="Choose a file" clearable value={file} onChange={setFile} />
      {file && (
        <>
          {clients.length > 1 && (
            <NativeSelect label="With" data={options(clients)} value={whom} onChange={(event) => setWhom(event.currentTarget.value)} />
          )}
          <TextInput label="Note" maxLength={2000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <Button loading={share.isPending} onClick={() => share.mutate()} style={{ alignSelf: "flex-start" }}>
            Share with {(clients.find((one) => one.contact_id === whom) ?? clients[0]!).name}
          </Button>
        </>
      )}
      {share.error && <Trouble error={share.error} />}
    </Stack>
  );
}
