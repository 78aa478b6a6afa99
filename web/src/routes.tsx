/** Which page stands at which address. Each is a part of its own that the browser fetches when it is needed. */
import { createRootRoute, createRoute, createRouter, Outlet } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { AdminsOnly } from "./parts/admins_only.tsx";
import { Gate } from "./parts/gate.tsx";
import { Home } from "./parts/home.tsx";
import { lazyPage, withPreload, type ParametersOf } from "./parts/lazy_page.tsx";
import { queryText } from "./parts/router.tsx";
import { Shell } from "./parts/shell.tsx";
import { Loading, NoSuchPage, PageFailed } from "./parts/states.tsx";
import { AskBeforeLeaving } from "./parts/unsaved.tsx";

const root = createRootRoute({ component: Outlet });

/** The ways in: for everybody. */
const open = (path: string, load: () => Promise<ComponentType>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyPage(load) });

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  component: () => (
    <Gate>
      <AskBeforeLeaving>
        <Shell>
          <Outlet />
        </Shell>
      </AskBeforeLeaving>
    </Gate>
  ),
});

/** For members. Another value in the address begins the page anew, unless it is optional: `{-$section}` shows another part of the same page. */
const page = <Path extends string>(path: Path, load: () => Promise<ComponentType<ParametersOf<Path> & object>>) =>
  createRoute({
    getParentRoute: () => inside,
    path,
    component: lazyPage<ParametersOf<Path>>(load),
    remountDeps: ({ params }) => (path.includes("{-$") ? {} : params),
  });

/** For admins; others are told so and whom to ask. */
const adminPage = <Path extends string>(path: Path, load: () => Promise<ComponentType<ParametersOf<Path> & object>>) => {
  const Page = lazyPage<ParametersOf<Path>>(load);
  const Guarded = () => (
    <AdminsOnly>
      <Page />
    </AdminsOnly>
  );
  return createRoute({
    getParentRoute: () => inside,
    path,
    component: withPreload(Guarded, Page.preload),
    remountDeps: ({ params }) => params,
  });
};

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: Home,
});

const nowhere = createRoute({ getParentRoute: () => inside, path: "$", component: NoSuchPage });

const pages = [
  page("/contacts", async () => (await import("./pages/contacts.tsx")).ContactsPage),
  page("/contacts/$connection_id/$provider_id", async () => (await import("./pages/contact.tsx")).ContactPage),
  page("/clients", async () => (await import("./pages/clients.tsx")).ClientsPage),
  page("/matters", async () => (await import("./pages/matters.tsx")).MattersPage),
  page("/matters/$connection_id/$provider_id", async () => (await import("./pages/matter.tsx")).MatterPage),
  page("/inbox", async () => (await import("./pages/inbox.tsx")).InboxPage),
  page("/inbox/$thread_id", async () => (await import("./pages/inbox_thread.tsx")).InboxThreadPage),
  page("/outbox", async () => (await import("./pages/outbox.tsx")).OutboxPage),
  page("/outbox/$delivery_id", async () => (await import("./pages/delivery.tsx")).DeliveryPage),
  page("/runs", async () => (await import("./pages/runs.tsx")).RunsPage),
  page("/runs/$run_id", async () => (await import("./pages/run.tsx")).RunPage),
  page("/attention", async () => (await import("./pages/attention.tsx")).AttentionPage),
  page("/settings/{-$section}", async () => (await import("./pages/settings.tsx")).SettingsPage),
  page("/automations", async () => (await import("./pages/automations.tsx")).AutomationsPage),
  page("/automations/$automation_id", async () => (await import("./pages/automation.tsx")).AutomationPage),
  page("/automation-templates/$template_id", async () => (await import("./pages/automation_template.tsx")).AutomationTemplatePage),
  page("/automation-batches/$batch_id", async () => (await import("./pages/automation_batch.tsx")).AutomationBatchPage),
  page("/automation-starts/$start_id", async () => (await import("./pages/automation_start.tsx")).AutomationStartPage),
  page("/forms", async () => (await import("./pages/forms.tsx")).FormsPage),
  adminPage("/forms/$form_id", async () => (await import("./pages/form.tsx")).FormPage),
  page("/form-requests/$request_id", async () => (await import("./pages/form_request.tsx")).FormRequestPage),
  page("/tasks", async () => (await import("./pages/tasks.tsx")).TasksPage),
  adminPage("/start", async () => (await import("./pages/first_run.tsx")).FirstRunPage),
  page("/connections", async () => (await import("./pages/connections.tsx")).ConnectionsPage),
  adminPage("/members", async () => (await import("./pages/members.tsx")).MembersPage),
  adminPage("/api-keys", async () => (await import("./pages/api_keys.tsx")).ApiKeysPage),
  adminPage("/webhooks", async () => (await import("./pages/webhooks.tsx")).WebhooksPage),
  adminPage("/webhooks/$endpoint_id", async () => (await import("./pages/webhook.tsx")).WebhookPage),
  adminPage("/mail", async () => (await import("./pages/mail.tsx")).MailPage),
  adminPage("/texting", async () => (await import("./pages/texting.tsx")).TextingPage),
  adminPage("/audit", async () => (await import("./pages/audit.tsx")).AuditPage),
  page("/me", async () => (await import("./pages/me.tsx")).MePage),
];

const ways_in = [
  open("/sign-in", async () => (await import("./pages/access.tsx")).SignInPage),
  open("/forgotten", async () => (await import("./pages/access.tsx")).ForgottenPage),
  open("/new-password", async () => (await import("./pages/access.tsx")).NewPasswordPage),
  open("/invitation", async () => (await import("./pages/access.tsx")).InvitationPage),
];

export const router = createRouter({
  routeTree: root.addChildren([inside.addChildren([home, ...pages, nowhere]), ...ways_in]),
  ...queryText,
  scrollRestoration: true,
  defaultErrorComponent: PageFailed,
  defaultPendingComponent: () => <Loading what="the page" />,
});

/** Screen readers hear where they are, and the keyboard goes on from there. */
router.subscribe("onRendered", ({ fromLocation, pathChanged }) => {
  if (fromLocation && pathChanged) document.querySelector<HTMLElement>("main")?.focus({ preventScroll: true });
});
