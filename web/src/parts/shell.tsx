/** The frame of every page: where one can go, how the connections do, and who is signed in. */
import { Box, Container, Group, Text } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useMe } from "../api.ts";
import { ConnectionsBar } from "./connections_bar.tsx";
import { Link } from "./router.tsx";

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

export function Shell({ children }: { children: ReactNode }) {
  const at = useLocation({ select: ({ pathname }) => pathname.split("/")[1] });
  const me = useMe();
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
        {children}
      </Container>
    </>
  );
}
