/** The look that pages share. */
import { Anchor, Card, Group, Stack, Text, Title } from "@mantine/core";
import { Children, useEffect, useId, type ReactNode } from "react";
import { PROVIDERS } from "./words.ts";

/** The heading of a page, and the name of its window. */
export function PageTitle({ children, aside, below }: { children: ReactNode; aside?: ReactNode; below?: ReactNode }) {
  const words = Children.toArray(children).filter((child) => typeof child === "string" || typeof child === "number");
  useWindowTitle(words.join(""));
  return (
    <Stack gap={2} mb="md">
      <Group justify="space-between" align="center">
        <Title order={1} size="h2">
          {children}
        </Title>
        {aside}
      </Group>
      {below && (
        <Text c="dimmed" component="div">
          {below}
        </Text>
      )}
    </Stack>
  );
}

export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Privity` : "Privity";
  }, [title]);
}

export function Section({ title, children, aside }: { title: string; children: ReactNode; aside?: ReactNode }) {
  const id = useId();
  return (
    <Card withBorder padding="md" component="section" aria-labelledby={id}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id={id}>
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </Card>
  );
}

export function ProviderLink({ provider, href }: { provider: "clio" | "mycase"; href: string | null }) {
  if (href === null) return null;
  return (
    <Anchor href={href} target="_blank" rel="noreferrer">
      Open in {PROVIDERS[provider]} ↗
    </Anchor>
  );
}
