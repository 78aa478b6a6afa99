/** A link to something that is not here: says so, why that can be, and where to look instead. */
import { List, Stack, Text } from "@mantine/core";
import { ApiProblem } from "../api.ts";
import { PageTitle } from "./page.tsx";
import { Link } from "./router.tsx";

export const isNotFound = (error: unknown): boolean => error instanceof ApiProblem && error.body.status === 404;

export function NotHere({ what, provider_id, error }: { what: "contact" | "matter"; provider_id: string; error: unknown }) {
  const list = `/${what}s`;
  return (
    <>
      <PageTitle>This {what} is not here</PageTitle>
      <Stack gap="sm" maw={640}>
        <Text>{error instanceof ApiProblem ? error.body.detail : ""} It may be that</Text>
        <List spacing={4}>
          <List.Item>everything of its connection was erased by an admin,</List.Item>
          <List.Item>it was never read, because the sync user may not see it,</List.Item>
          <List.Item>or the link is of another firm, or was cut short.</List.Item>
        </List>
        <Text>
          What was deleted or merged at the provider stays here with its history, so this is none of those.{" "}
          <Link className="name" href={`${list}?q=${encodeURIComponent(provider_id)}${what === "contact" ? "&state=any" : ""}`}>
            Look for the id {provider_id} in all {what}s
          </Link>
          .
        </Text>
      </Stack>
    </>
  );
}
