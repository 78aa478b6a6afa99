/** Ends of a connection: disconnecting keeps what was read, erasing takes it for good and is confirmed by typing (B-CON-7). */
import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, type Connection, type Disconnected } from "../api.ts";
import { Trouble } from "../parts/states.tsx";
import { PROVIDERS } from "../parts/words.ts";

export function Disconnect({ connection, close }: { connection: Connection; close: () => void }) {
  const client = useQueryClient();
  const leave = useMutation({
    mutationFn: () => send<Disconnected>("POST", `/connections/${connection.connection_id}/disconnect`, {}),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <Alert color="red" variant="outline" title={`Disconnect ${connection.account_name}?`}>
      <Text size="sm">
        {PROVIDERS[connection.provider]} no longer lets Privity in, and nothing more is read. What was synced stays until you erase it.
        {connection.purpose === "sync" && " To change only whose account reads, connect the other account and choose it instead."}
      </Text>
      {leave.error && <Trouble error={leave.error} />}
      <Group mt="sm" gap="xs">
        <Button size="xs" color="red" loading={leave.isPending} onClick={() => leave.mutate()}>
          Disconnect now
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          Keep it
        </Button>
      </Group>
    </Alert>
  );
}

export function Erase({ connection, close }: { connection: Connection; close: () => void }) {
  const client = useQueryClient();
  const [typed, type] = useState("");
  const erase = useMutation({
    mutationFn: () => send("POST", `/connections/${connection.connection_id}/erase`, { account_name: typed }),
    // That it is going, and no more: what is shown of it is not asked for once again; the rest follows by itself.
    onSuccess: () => client.invalidateQueries({ queryKey: ["/connections"] }),
  });
  return (
    <Alert color="red" variant="outline" title="Erase everything that was synced?">
      <Stack gap="sm">
        <Text size="sm">
          Contacts, matters, history, tags and key facts that members added, and the settings of this connection. This cannot be undone.
          Nothing changes at {PROVIDERS[connection.provider]}.
        </Text>
        <TextInput
          label={`To go on, type the firm's name at the provider: ${connection.account_name}`}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          autoComplete="off"
        />
        {erase.error && <Trouble error={erase.error} />}
        <Group gap="xs">
          <Button size="xs" color="red" disabled={typed.trim() === ""} loading={erase.isPending} onClick={() => erase.mutate()}>
            Erase for good
          </Button>
          <Button size="xs" variant="default" onClick={close}>
            Keep it
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
