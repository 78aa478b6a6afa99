/** Connecting: what is needed before, then to the provider's own page and back. */
import { Button, Group, List, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { send, type Authorised, type Connection } from "../api.ts";
import { Section } from "../parts/page.tsx";
import { Trouble } from "../parts/states.tsx";
import { PROVIDERS } from "../parts/words.ts";

interface Wanted {
  provider: "clio" | "mycase";
  region: string | null;
  purpose: "sync" | "writeback";
  connection_id?: string;
}

/** Leaves the page for the provider's; it sends the person back. */
export async function openProvider(wanted: Wanted): Promise<void> {
  const { authorize_url } = await send<Authorised>("POST", "/connections/authorise", wanted);
  window.location.assign(authorize_url);
}

export const REGIONS = [
  { value: "us", label: "United States (app.clio.com)" },
  { value: "eu", label: "Europe (eu.app.clio.com)" },
  { value: "ca", label: "Canada (ca.app.clio.com)" },
  { value: "au", label: "Australia (au.app.clio.com)" },
];

export function Connect({ items, admin }: { items: Connection[]; admin: boolean }) {
  return (
    <Section title="Connect an account">
      <Text size="sm" mb="sm">
        You sign in on the provider's own page; Privity never sees your password. It takes a minute, and has to be finished in this browser
        within ten.
      </Text>
      <Group align="start" gap="xl" grow preventGrowOverflow={false}>
        <One provider="clio" items={items} admin={admin} />
        <One provider="mycase" items={items} admin={admin} />
      </Group>
    </Section>
  );
}

/** clio.md §1.3, mycase.md §1.3. */
export const NEEDED = {
  clio: [
    "For reading: sign in as an administrator. Others may be allowed to see only some of the contacts and matters.",
    "Your plan has to let applications in; where it does not, Clio says so when you sign in.",
    "Choose the region in which your firm's Clio lives: it is in the address of your Clio.",
  ],
  mycase: [
    "Sign in as a user with the permission “Manage your firm's preferences, billing, and payment options”, who may see all cases.",
    "Your plan has to include MyCase's Open API.",
    "Where MyCase shows “Forbidden”, it does not send you back: the user lacks that permission. Come back to this page and try another user.",
  ],
};

function One({ provider, items, admin }: { provider: "clio" | "mycase"; items: Connection[]; admin: boolean }) {
  const [region, choose] = useState("us");
  const reader = items.find((item) => item.provider === provider && item.purpose === "sync");
  const open = useMutation({
    mutationFn: (purpose: Wanted["purpose"]) =>
      openProvider({ provider, region: provider === "clio" ? (reader?.region ?? region) : null, purpose }),
  });
  const name = PROVIDERS[provider];
  return (
    <Stack gap="xs" miw={280} flex={1}>
      <Title order={3} size="h5">
        {name}
      </Title>
      <List size="sm" spacing={4}>
        {NEEDED[provider].map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      {provider === "clio" && !reader && (
        <NativeSelect label="Region" data={REGIONS} value={region} onChange={(event) => choose(event.currentTarget.value)} />
      )}
      {open.error && <Trouble error={open.error} />}
      <Group gap="xs">
        {admin && !reader && (
          <Button loading={open.isPending} onClick={() => open.mutate("sync")}>
            Connect {name} to read
          </Button>
        )}
        <Button variant="default" loading={open.isPending} onClick={() => open.mutate("writeback")}>
          Connect my own {name} account
        </Button>
      </Group>
    </Stack>
  );
}
