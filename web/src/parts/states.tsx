/** What a page shows when it has nothing to show yet, or no more. */
import { Alert, Button, Center, Code, Group, Loader, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { ApiProblem } from "../api.ts";

export function Loading({ what }: { what: string }) {
  return (
    <Center p="xl" role="status">
      <Group gap="sm">
        <Loader size="sm" aria-hidden />
        <Text>Loading {what} …</Text>
      </Group>
    </Center>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Center p="xl">
      <Stack gap={4} align="center" maw={480}>
        <Text fw={600}>{title}</Text>
        <Text c="dimmed" ta="center" component="div">
          {children}
        </Text>
      </Stack>
    </Center>
  );
}

export function Trouble({ error, retry }: { error: unknown; retry?: () => void }) {
  const body = error instanceof ApiProblem ? error.body : null;
  return (
    <Alert color="red" title={body?.title ?? "Something went wrong"} role="alert" variant="outline">
      <Text size="sm">{body?.detail ?? String(error)}</Text>
      {body && (
        <Text size="sm" mt={4}>
          {body.next.split(/(`[^`]+`)/).map((part) => (part.startsWith("`") ? <Code key={part}>{part.slice(1, -1)}</Code> : part))}
        </Text>
      )}
      {retry && (
        <Button mt="sm" size="xs" variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}

interface Fetched {
  isPending: boolean;
  error: unknown;
  refetch: () => unknown;
}

/** Loading, or what went wrong, or null when there is something to show. */
export function waiting(query: Fetched, what: string): ReactNode {
  if (query.error) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  return query.isPending ? <Loading what={what} /> : null;
}

/** The end of a list that has more. */
export function More({ query }: { query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }) {
  if (!query.hasNextPage) return null;
  return (
    <Center>
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        Show more
      </Button>
    </Center>
  );
}
