/** Signing in again above the page as it stands, with whatever was typed there. */
import { Anchor, Button, Modal, Stack, Text } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { ask, type Me } from "../api.ts";
import { SignInForm } from "../pages/access.tsx";
import { session } from "../session.ts";

export function SessionEnded({ me, other }: { me: Me; other: boolean }) {
  const router = useRouter();
  // A fresh page: nothing of what was shown or typed stays in memory, and nothing asks whether it should.
  const leave = (href: string) => void router.navigate({ href, reloadDocument: true, ignoreBlocker: true });
  const entered = () => void ask<Me>("/me").then((now) => session.enter(now.member_id));
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={other ? "Somebody else is signed in now" : "Your session has ended"}
      zIndex={1000}
      centered
    >
      {other ? (
        <Stack gap="sm" align="start">
          <Text>This page was opened by {me.name}. What was typed here is theirs and has not been sent; it is gone when you go on.</Text>
          <Button data-autofocus onClick={() => leave("/")}>
            Go on to your own pages
          </Button>
        </Stack>
      ) : (
        <Stack gap="sm">
          <Text>Sign in again to go on, {me.name}. What you typed on this page is still there, and is sent once you are in.</Text>
          <SignInForm email={me.email ?? ""} entered={entered} />
          <Anchor component="button" type="button" size="sm" onClick={() => leave("/sign-in")} style={{ alignSelf: "flex-start" }}>
            Leave this page instead
          </Anchor>
        </Stack>
      )}
    </Modal>
  );
}
