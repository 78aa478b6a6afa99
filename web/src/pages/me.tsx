/** One's own account: password, second factor, sign-out. */
import { Button, Code, List, PasswordInput, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useMe, type Me, type SecondFactor } from "../api.ts";
import { Colours } from "../parts/colours.tsx";
import { Form } from "../parts/form.tsx";
import { forgetTyped } from "../parts/kept_text.ts";
import { PageTitle, Section } from "../parts/page.tsx";
import { useShortcutsOn } from "../parts/shortcuts.ts";
import { waiting } from "../parts/states.tsx";

export function MePage() {
  const me = useMe();
  if (!me.data) return waiting(me, "your account");
  return (
    <>
      <PageTitle
        aside={<SignOut />}
        below={`${me.data.email ?? ""} · ${me.data.role === "admin" ? "admin" : "member"} of ${me.data.firm.name}`}
      >
        {me.data.name}
      </PageTitle>
      <Stack gap="md">
        <Password />
        <SecondFactorSection me={me.data} />
        <ThisBrowser />
      </Stack>
    </>
  );
}

/** Kept in the browser, not in the account. */
function ThisBrowser() {
  const [on, setOn] = useShortcutsOn();
  return (
    <Section title="In this browser">
      <Stack gap="sm" maw={360}>
        <Colours label="Colours" />
        <Switch
          label="Use single keys"
          description="Such as / to search and ? for the list of keys"
          checked={on}
          onChange={(event) => setOn(event.currentTarget.checked)}
        />
      </Stack>
    </Section>
  );
}

function SignOut() {
  const client = useQueryClient();
  const out = async () => {
    await send("POST", "/sign-out", {});
    client.clear();
    forgetTyped();
    // A fresh page: nothing of what was shown stays in memory.
    window.location.assign("/sign-in");
  };
  return (
    <Button variant="default" onClick={() => void out()}>
      Sign out
    </Button>
  );
}

function Password() {
  const [changed, setChanged] = useState(0);
  return (
    <Section title="Password">
      <Form
        key={changed}
        action="Change the password"
        send={({ current, next }) => send("POST", "/me/password", { current, password: next })}
        done={() => setChanged(changed + 1)}
      >
        <PasswordInput name="current" label="The one you have" required autoComplete="current-password" maw={360} />
        <PasswordInput
          name="next"
          label="The new one"
          description="At least 12 characters"
          minLength={12}
          required
          autoComplete="new-password"
          maw={360}
        />
      </Form>
      {changed > 0 && <Text role="status">It is changed; you are signed out everywhere else.</Text>}
    </Section>
  );
}

function SecondFactorSection({ me }: { me: Me }) {
  const client = useQueryClient();
  const [made, setMade] = useState<SecondFactor | null>(null);
  const follow = () => {
    setMade(null);
    void client.invalidateQueries({ queryKey: ["/me"] });
  };
  return (
    <Section title="Second factor">
      {made ? (
        <Stack gap="sm">
          <Text>Add this key to your authenticator app, then type the code that it shows.</Text>
          <Code block>{new URL(made.uri).searchParams.get("secret")}</Code>
          <Text>Keep these codes apart: each signs you in once when the app is lost.</Text>
          <List size="sm" aria-label="Backup codes">
            {made.backup_codes.map((code) => (
              <List.Item key={code}>
                <Code>{code}</Code>
              </List.Item>
            ))}
          </List>
          <Form action="Turn it on" send={({ code }) => send("POST", "/me/second-factor/confirm", { code })} done={follow}>
            <TextInput name="code" label="Code" required autoComplete="one-time-code" maw={200} />
          </Form>
        </Stack>
      ) : me.second_factor ? (
        <Form action="Turn it off" send={({ password }) => send("POST", "/me/second-factor/remove", { password })} done={follow}>
          <Text>Signing in takes a code of your authenticator app too.</Text>
          <PasswordInput name="password" label="Your password" required autoComplete="current-password" maw={360} />
        </Form>
      ) : (
        <Form action="Set it up" send={({ password }) => send<SecondFactor>("POST", "/me/second-factor", { password })} done={setMade}>
          <Text>With a second factor, a stolen password alone lets nobody in.</Text>
          <PasswordInput name="password" label="Your password" required autoComplete="current-password" maw={360} />
        </Form>
      )}
    </Section>
  );
}
