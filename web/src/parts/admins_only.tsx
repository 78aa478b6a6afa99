/** What a member sees at an address that is for admins. */
import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useApi, useMe, type Member } from "../api.ts";
import { PageTitle } from "./page.tsx";

export function AdminsOnly({ children }: { children: ReactNode }) {
  const me = useMe().data;
  return me?.role === "member" ? <ForAdmins /> : children;
}

function ForAdmins() {
  const members = useApi<{ items: Member[] }>("/members").data?.items ?? [];
  const admins = members.filter((member) => member.role === "admin" && member.active && member.account === "open");
  return (
    <>
      <PageTitle>For administrators</PageTitle>
      <Text>Only administrators of your firm see this page.</Text>
      {admins.length > 0 && (
        <Text mt="xs">
          Ask{" "}
          {new Intl.ListFormat("en", { type: "disjunction" }).format(
            admins.map(({ name, email }) => (email ? `${name} (${email})` : name)),
          )}
          .
        </Text>
      )}
    </>
  );
}
