/** The frame of every page: where one can go, how the connections do, and who is signed in. */
import { Box, Container, Group, Text } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import { AttentionPage } from "../pages/attention.tsx";
import { ConnectionsPage } from "../pages/connections.tsx";
import { ContactPage } from "../pages/contact.tsx";
import { ContactsPage } from "../pages/contacts.tsx";
import { DeliveryPage } from "../pages/delivery.tsx";
import { MatterPage } from "../pages/matter.tsx";
import { MePage } from "../pages/me.tsx";
import { MembersPage } from "../pages/members.tsx";
import { MattersPage } from "../pages/matters.tsx";
import { OutboxPage } from "../pages/outbox.tsx";
import { RunPage } from "../pages/run.tsx";
import { RunsPage } from "../pages/runs.tsx";
import { SettingsPage } from "../pages/settings.tsx";
import { useMe } from "../api.ts";
import { ConnectionsBar } from "./connections_bar.tsx";
import { Link, usePlace } from "./router.tsx";
import { Empty } from "./states.tsx";

const PAGES = [
  { at: "contacts", name: "Contacts" },
  { at: "matters", name: "Matters" },
  { at: "attention", name: "Not synced" },
  { at: "outbox", name: "Outbox" },
  { at: "runs", name: "Sync" },
  { at: "settings", name: "Settings" },
  { at: "connections", name: "Connections" },
  { at: "members", name: "Members" },
] as const;

export function Shell() {
  const { path } = usePlace();
  const at = path[0] ?? "contacts";
  const me = useMe();
  useEffect(() => {
    document.title = `${PAGES.find((page) => page.at === at)?.name ?? "Privity"} · Privity`;
  }, [at]);
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <Box component="header" bg="var(--mantine-color-body)" style={{ borderBottom: "1px solid var(--mantine-color-default-border)" }}>
        <Container size="lg" py="xs">
          <Group justify="space-between" gap="sm">
            <Link href="/contacts" className="plain">
              <Group gap={8} wrap="nowrap">
                <img src="/icon.svg" alt="" width={28} height={28} />
                <Text fw={700} size="lg">
                  Privity
                </Text>
              </Group>
            </Link>
            <Group component="nav" gap={2} aria-label="Pages">
              {PAGES.map((page) => (
                <Link key={page.at} className="nav" href={`/${page.at}`} aria-current={at === page.at ? "page" : undefined}>
                  {page.name}
                </Link>
              ))}
              <Link className="nav" href="/me" aria-current={at === "me" ? "page" : undefined}>
                {me.data?.name ?? "You"}
              </Link>
            </Group>
          </Group>
        </Container>
      </Box>
      <ConnectionsBar />
      <Container component="main" id="main" size="lg" py="lg" tabIndex={-1}>
        {pageFor(path)}
      </Container>
    </>
  );
}

function pageFor([page = "contacts", first, second]: string[]): ReactNode {
  if (page === "contacts")
    return first && second ? <ContactPage key={second} connection_id={first} provider_id={second} /> : <ContactsPage />;
  if (page === "matters") return first && second ? <MatterPage key={second} connection_id={first} provider_id={second} /> : <MattersPage />;
  if (page === "attention") return <AttentionPage />;
  if (page === "outbox") return first ? <DeliveryPage key={first} delivery_id={first} /> : <OutboxPage />;
  if (page === "runs") return first ? <RunPage key={first} run_id={first} /> : <RunsPage />;
  if (page === "connections") return <ConnectionsPage />;
  if (page === "members") return <MembersPage />;
  if (page === "me") return <MePage />;
  if (page === "settings") return <SettingsPage />;
  return <Empty title="There is no such page">The address may be mistyped.</Empty>;
}
