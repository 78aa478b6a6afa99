/** The way to the server. Types come from the API's contract; the server holds every answer against it in its own tests. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";

export type {
  ApiKey,
  AuditEntry,
  CreatedApiKey,
  FirmSettings,
  Installation,
  Invitation,
  InvitationLook,
  Invited,
  Me,
  MemberRow as Member,
  MemberStanding,
  SecondFactor,
  SignedIn,
} from "../../src/api/contract/accounts.ts";
export type {
  AutomationAnswer as Automation,
  AutomationEmail,
  AutomationList,
  AutomationPreview,
  AutomationRules,
  AutomationWhy,
  Batch,
  ContactStarts,
  PauseList,
  Start,
  StartStory,
  Task,
  Template,
  TemplateList,
} from "../../src/api/contract/automations.ts";
export type { Change, Page, Source, Why } from "../../src/api/contract/common.ts";
export type { ApplicationList, Authorised, Disconnected } from "../../src/api/contract/connecting.ts";
export type { Connection, ConnectionList, Counts, SettingsAnswer, Staff, TagList, Upkeep } from "../../src/api/contract/connections.ts";
export type { Contact, ContactRow, DuplicateGroup, Hidden, Quarantined, Skipped } from "../../src/api/contract/contacts.ts";
export type { Activity, File as KeptFile, NeedsFiling } from "../../src/api/contract/activities.ts";
export type { Delivery, DeliveryCounts, DeliveryStory, OutboxAnswer } from "../../src/api/contract/deliveries.ts";
export type { AttemptList, Delivery as WebhookDelivery, Endpoint, EndpointTest } from "../../src/api/contract/events.ts";
export type { HeldMail, MailIn, MailInSet } from "../../src/api/contract/mail_in.ts";
export type { ContactTexts, HeldText, Text, Texting, TextingTest, TextNumber } from "../../src/api/contract/texts.ts";
export type { Mail, MailServer, MailTest } from "../../src/api/contract/mail.ts";
export type {
  InboxCounts,
  InboxThread,
  InboxThreadWhole,
  MatterClients,
  MatterDocument,
  PortalMessage,
  SharedDocument,
} from "../../src/api/contract/messages.ts";
export type {
  Form,
  FormDocument,
  FormField,
  FormList,
  FormPeople,
  FormPlaces,
  FormRequest,
  FormRequestDetail,
} from "../../src/api/contract/forms.ts";
export type { Additions } from "../../src/api/contract/additions.ts";
export type { Choices, FoundFields, FoundGroups, Pin, SegmentCount, Touched } from "../../src/api/contract/choices.ts";
export type { FirstRunAnswer as FirstRun } from "../../src/api/contract/first_run.ts";
export type { Held, HeldRow, Issue } from "../../src/api/contract/issues.ts";
export type { BulkAnswer, BulkEdit, BulkMattersEdit, ContactCount, MatterCount, UndoAnswer } from "../../src/api/contract/bulk.ts";
export type { Matter, MatterFilters, MatterRow } from "../../src/api/contract/matters.ts";
export type { Project, ProjectAnswer, ProjectRow, ProjectsOverview } from "../../src/api/contract/projects.ts";
export type { KindProgress, Run } from "../../src/api/contract/runs.ts";
export type {
  Preview,
  PreviewRow,
  SettingChange,
  SettingsVersion,
  StartedPreview,
  WholeSettingsVersion,
} from "../../src/api/contract/review.ts";
export type { ClientNotice, PortalPerson, SharedAddress } from "../../src/api/contract/portal_members.ts";
import { session } from "./session.ts";
import type { File as KeptFile } from "../../src/api/contract/activities.ts";
import type { Me } from "../../src/api/contract/accounts.ts";
import type { Page } from "../../src/api/contract/common.ts";
import type { ConnectionList } from "../../src/api/contract/connections.ts";

/** What the server says when it says no. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  next: string;
  errors?: { path: string; message: string; allowed?: string[] }[];
  run_id?: string;
  contacts?: { connection_id: string; provider_id: string; name: string; shared: string[] }[];
}

export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly body: ProblemBody;
  constructor(body: ProblemBody) {
    super(body.detail);
    this.body = body;
  }
}

const unreachable: ProblemBody = {
  type: "/problems/unreachable",
  title: "Privity does not answer",
  status: 0,
  detail: "The page could not reach the server.",
  next: "See that `privity serve` or `privity demo` is still running on this machine, then try again.",
};

export async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(`/api/v1${path}`, init).catch(() => null);
  if (!response) throw new ApiProblem(unreachable);
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  // Nothing was carried out: the same can be asked again.
  if ((body as ProblemBody | null)?.type === "/problems/sign-in-needed" && (await session.renewed())) return ask<T>(path, init);
  throw new ApiProblem((body as ProblemBody | null) ?? { ...unreachable, status: response.status });
}

export function send<T>(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  return ask<T>(path, { method, body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } });
}

/** The browser reads it from the disk piece by piece. */
export function upload(file: File): Promise<KeptFile> {
  const path = withQuery("/files", { name: file.name, type: file.type });
  return ask<KeptFile>(path, { method: "POST", body: file, headers: { "content-type": "application/octet-stream" } });
}

type Parameters = Record<string, string | undefined>;

function withQuery(path: string, parameters: Parameters): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

export function useApi<T>(
  path: string,
  parameters: Parameters = {},
  options: { refetchInterval?: number; enabled?: boolean; staleTime?: number } = {},
) {
  const address = withQuery(path, parameters);
  return useQuery({ queryKey: [address], queryFn: ({ signal }) => ask<T>(address, { signal }), ...options });
}

/** A list page by page. What was there before stays on the screen while a new search is on its way. */
export function usePages<T>(path: string, parameters: Parameters = {}) {
  const query = useInfiniteQuery({
    queryKey: [path, parameters],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => ask<Page<T>>(withQuery(path, { ...parameters, after: pageParam }), { signal }),
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  });
  return { ...query, items: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

/** Who is signed in at this browser. */
export function useMe() {
  return useApi<Me>("/me", {}, { staleTime: 60_000 });
}

/** `live`: asked again every three seconds. The bar above all pages does it; what it finds the others see too. */
export function useConnections({ live = false } = {}) {
  return useApi<ConnectionList>("/connections", {}, live ? { refetchInterval: 3000 } : {});
}
