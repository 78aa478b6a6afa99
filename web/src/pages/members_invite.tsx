/** Inviting people, and invitations that nobody has taken up yet. */
import { Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, type Invitation, type Invited } from "../api.ts";
import { Confirm } from "../parts/confirm.tsx";
import { Form } from "../parts/form.tsx";
import { Once } from "../parts/once.tsx";
import { Section } from "../parts/page.tsx";
import { Trouble } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { told } from "../parts/undo.tsx";

const ROLES = [
  { value: "member", label: "Member: sees everything, starts syncs" },
  { value: "admin", label: "Admin: decides everything too" },
];
const MAILED = "The invitation is mailed; you may hand the link over yourself too. It is shown here only:";

export function Invitations() {
  const client = useQueryClient();
  const open = useApi<{ items: Invitation[] }>("/invitations");
  const [made, setMade] = useState<Invited | null>(null);
  const [taking_back, setTakingBack] = useState<Invitation | null>(null);
  const done = (invited: Invited) => {
    setMade(invited);
    void client.invalidateQueries();
  };
  const again = useMutation({ mutationFn: (id: string) => send<Invited>("POST", `/invitations/${id}/resend`, {}), onSuccess: done });
  const items = open.data?.items ?? [];
  return (
    <Section title="Invite somebody">
      <Form
        key={made?.invitation_id}
        action="Invite"
        send={({ name, email, role }) => send<Invited>("POST", "/invitations", { name, email, role })}
        done={done}
      >
        <Group align="end">
          <TextInput name="name" label="Name" required />
          <TextInput name="email" type="email" label="E-mail" required />
          <NativeSelect name="role" label="Role" data={ROLES} />
        </Group>
      </Form>
      {made && <Once what={MAILED} name="the link" text={made.link} />}
      {again.error && <Trouble error={again.error} />}
      {items.length > 0 && (
        <Stack gap="xs" mt="md" component="ul" pl={0} aria-label="Open invitations">
          {items.map((item) => (
            <Group key={item.invitation_id} component="li" gap="xs" style={{ listStyle: "none" }}>
              <Text size="sm">
                {item.name} ({item.email}), invited by {item.invited_by}, good until <Time at={item.expires_at} />
              </Text>
              <Button
                size="xs"
                variant="default"
                loading={again.isPending && again.variables === item.invitation_id}
                aria-label={`Send a new link to ${item.name}`}
                onClick={() => again.mutate(item.invitation_id)}
              >
                Send a new link
              </Button>
              <Button
                size="xs"
                variant="default"
                aria-label={`Take back the invitation of ${item.name}`}
                onClick={() => setTakingBack(item)}
              >
                Take back
              </Button>
            </Group>
          ))}
        </Stack>
      )}
      {taking_back && (
        <Confirm
          title={`Take back the invitation of ${taking_back.name}?`}
          action="Take back"
          close={() => setTakingBack(null)}
          run={async () => {
            await send("POST", `/invitations/${taking_back.invitation_id}/revoke`, {});
            setMade(null);
            told(`The invitation of ${taking_back.name} is taken back.`);
            await client.invalidateQueries();
          }}
        >
          <Text size="sm">Its link is no longer good. The person stays in the list of members, and can be invited again.</Text>
        </Confirm>
      )}
    </Section>
  );
}
