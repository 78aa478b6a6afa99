/** What a page shows when it has nothing to show yet, or no more. */
import { Alert, Button, Center, Code, Group, Loader, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { ApiProblem } from "../api.ts";
import { PageTitle } from "./page.tsx";
import { Link } from "./router.tsx";

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

export function NoSuchPage() {
  return (
    <>
      <PageTitle>There is no such page</PageTitle>
      <Text>
        The address may be mistyped, or the page has moved. Go to{" "}
        <Link className="name" href="/contacts">
          Contacts
        </Link>
        , or choose a page from the menu.
      </Text>
    </>
  );
}

/** A page that broke, or whose part of the program is no longer on the server: it was upgraded while this window stood open. */
export function PageFailed({ error, reset }: { error: unknown; reset: () => void }) {
  const gone = error instanceof TypeError && /import|module|fetch/i.test(error.message);
  return (
    <>
      <PageTitle>{gone ? "This page could not be fetched" : "This page has failed"}</PageTitle>
      <Stack gap="sm" align="start" role="alert">
        <Text>
          {gone
            ? "Privity may have been upgraded since this window was opened, or the server does not answer. Nothing on the server is lost."
            : "That is a fault in Privity, and nothing on the server is lost. Load the page again; if it fails again, tell whoever runs Privity for you:"}
        </Text>
        {!gone && <Code>{String(error)}</Code>}
        <Group gap="sm">
          <Button onClick={() => window.location.reload()}>Load the page again</Button>
          {!gone && (
            <Button variant="default" onClick={reset}>
              Try again
            </Button>
          )}
        </Group>
      </Stack>
    </>
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

/** The same for a whole page whose heading hangs on what was asked: where it fails, one sees where one is all the same. */
export function waitingPage(query: Fetched, title: string, what: string): ReactNode {
  if (!query.error) return waiting(query, what);
  return (
    <>
      <PageTitle>{title}</PageTitle>
      {waiting(query, what)}
    </>
  );
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
