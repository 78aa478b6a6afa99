/** Coming in: sign-in, the first sign-up, an invitation, a forgotten password. */
import { Anchor, Box, Card, Container, Group, NativeSelect, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { ask, send, useApi, type Installation, type InvitationLook, type SignedIn } from "../api.ts";
import { Form } from "../parts/form.tsx";
import { useWindowTitle } from "../parts/page.tsx";
import { Link, usePlace } from "../parts/router.tsx";
import { Loading, Trouble } from "../parts/states.tsx";

function Frame({ title, children }: { title: string; children: ReactNode }) {
  useWindowTitle(title);
  return (
    <Container component="main" id="main" size={440} py={64}>
      <Group gap={8} mb="lg" justify="center">
        <img src="/icon.svg" alt="" width={32} height={32} />
        <Text fw={700} size="xl">
          Privity
        </Text>
      </Group>
      <Card withBorder padding="lg">
        <Title order={1} size="h3" mb="md">
          {title}
        </Title>
        {children}
      </Card>
    </Container>
  );
}

/** The secret of a link stands behind `#`; it is taken out of the address at once, so that it is neither copied nor kept in the history. */
function useLinkToken(): string {
  const { go } = usePlace();
  const [token] = useState(() => window.location.hash.slice(1));
  useEffect(() => go(window.location.pathname, { replace: true }), [go]);
  return token;
}

/** Whatever was shown or asked before belonged to somebody else. */
function useEntered(to?: string): () => void {
  const client = useQueryClient();
  const { go } = usePlace();
  return () => {
    void client.resetQueries();
    if (to !== undefined) go(to, { replace: true });
  };
}

const chosenPassword = (
  <PasswordInput
    name="password"
    label="Password"
    description="At least 12 characters"
    minLength={12}
    required
    autoComplete="new-password"
  />
);

export function SignInPage() {
  const installation = useApi<Installation>("/installation");
  const { path } = usePlace();
  const token = useLinkToken();
  if (path[0] === "sign-in" && token !== "") return <ByLink token={token} />;
  if (installation.data?.fresh) return <SignUp with_code={installation.data.set_up_code} />;
  return <ByPassword to={path[0] === "sign-in" ? "/contacts" : undefined} />;
}

function ByPassword({ to }: { to: string | undefined }) {
  const [code, setCode] = useState(false);
  const entered = useEntered(to);
  return (
    <Frame title={code ? "Your second factor" : "Sign in"}>
      <SignInForm entered={entered} codeAsked={() => setCode(true)} />
      {!code && (
        <Anchor component={Link} href="/forgotten" size="sm" mt="md" display="block">
          Forgotten your password?
        </Anchor>
      )}
    </Frame>
  );
}

/** By password, and by a code where the member has a second factor. */
export function SignInForm({ entered, codeAsked, email }: { entered: () => void; codeAsked?: () => void; email?: string }) {
  const [code, setCode] = useState(false);
  if (code)
    return (
      <Form key="code" action="Go on" send={({ code }) => send<SignedIn>("POST", "/sign-in/code", { code })} done={entered}>
        <TextInput
          name="code"
          label="Code"
          description="Of your authenticator app, or a backup code"
          required
          autoComplete="one-time-code"
          data-autofocus
        />
      </Form>
    );
  const answered = (answer: SignedIn) => {
    if (!answer.second_factor) return entered();
    setCode(true);
    codeAsked?.();
  };
  return (
    <Form
      key="password"
      action="Sign in"
      send={({ email, password }) => send<SignedIn>("POST", "/sign-in", { email, password })}
      done={answered}
    >
      <TextInput name="email" type="email" label="E-mail" required autoComplete="username" defaultValue={email} />
      <PasswordInput name="password" label="Password" required autoComplete="current-password" data-autofocus />
    </Form>
  );
}

function ByLink({ token }: { token: string }) {
  const entered = useEntered("/contacts");
  return (
    <Frame title="Sign in by a link">
      <Form action="Sign in" send={() => send("POST", "/sign-in/link", { token })} done={entered}>
        <Text>This link signs you in once.</Text>
      </Form>
    </Frame>
  );
}

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

function SignUp({ with_code }: { with_code: boolean }) {
  const entered = useEntered();
  const up = ({ name, email, password, firm, time_zone, country, set_up_code }: Record<string, string>) =>
    send("POST", "/sign-up", { name, email, password, firm: { name: firm, time_zone, country: country?.toUpperCase() }, set_up_code });
  return (
    <Frame title="Set up Privity">
      <Text mb="md">You are the first one here, and become the admin of your firm. Everybody else you invite.</Text>
      <Form action="Set up" send={up} done={entered}>
        {with_code && (
          <TextInput
            name="set_up_code"
            label="Set-up code"
            description="Privity printed it on the server when it started: so that nobody else can be the first"
            required
            autoComplete="off"
          />
        )}
        <TextInput name="firm" label="Your firm" required autoComplete="organization" />
        <NativeSelect name="time_zone" label="Its time zone" required defaultValue={HERE} data={zones()} />
        <TextInput
          name="country"
          label="Its country"
          description="Two letters, such as US"
          required
          maxLength={2}
          pattern="[A-Za-z]{2}"
          defaultValue="US"
        />
        <TextInput name="name" label="Your name" required autoComplete="name" />
        <TextInput name="email" type="email" label="Your e-mail" required autoComplete="username" />
        {chosenPassword}
      </Form>
    </Frame>
  );
}

const zones = (): string[] => [...new Set([HERE, "UTC", ...Intl.supportedValuesOf("timeZone")])];

export function ForgottenPage() {
  const [sent, setSent] = useState(false);
  return (
    <Frame title="A new password">
      {sent ? (
        <Text role="status">If there is an account with this e-mail, a link is on its way to it.</Text>
      ) : (
        <Form action="Send me a link" send={({ email }) => send("POST", "/password-resets", { email })} done={() => setSent(true)}>
          <TextInput name="email" type="email" label="E-mail" required autoComplete="username" />
        </Form>
      )}
      <BackToSignIn />
    </Frame>
  );
}

export function NewPasswordPage() {
  const token = useLinkToken();
  const [done, setDone] = useState(false);
  return (
    <Frame title="Choose a new password">
      {done ? (
        <Text role="status">Your password is changed.</Text>
      ) : (
        <Form
          action="Change it"
          send={({ password }) => send("POST", "/password-resets/use", { token, password })}
          done={() => setDone(true)}
        >
          {chosenPassword}
        </Form>
      )}
      <BackToSignIn />
    </Frame>
  );
}

export function InvitationPage() {
  const token = useLinkToken();
  const entered = useEntered("/contacts");
  const [invitation, setInvitation] = useState<InvitationLook | null>(null);
  const [trouble, setTrouble] = useState<unknown>(null);
  useEffect(() => {
    ask<InvitationLook>("/invitations/look", {
      method: "POST",
      body: JSON.stringify({ token }),
      headers: { "content-type": "application/json" },
    }).then(setInvitation, setTrouble);
  }, [token]);
  if (trouble !== null)
    return (
      <Frame title="Invitation">
        <Trouble error={trouble} />
        <BackToSignIn />
      </Frame>
    );
  if (!invitation)
    return (
      <Frame title="Invitation">
        <Loading what="the invitation" />
      </Frame>
    );
  return (
    <Frame title={`Welcome to ${invitation.firm}`}>
      <Form action="Join" send={({ password }) => send("POST", "/invitations/accept", { token, password })} done={entered}>
        <Stack gap={2}>
          <Text>{invitation.name}</Text>
          <Text c="dimmed">{invitation.email}</Text>
        </Stack>
        {/* For password managers: whose password it is. */}
        <Box component="input" type="hidden" name="email" value={invitation.email} autoComplete="username" />
        {chosenPassword}
      </Form>
    </Frame>
  );
}

function BackToSignIn() {
  return (
    <Anchor component={Link} href="/sign-in" size="sm" mt="md" display="block">
      To the sign-in
    </Anchor>
  );
}
