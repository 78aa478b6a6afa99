/** Clio Manage v4, simulated: joins the parts, holds no rules. */
import { createClock } from "../kit/clock.ts";
import { createFaults } from "../kit/faults.ts";
import { ListLag } from "../kit/list_lag.ts";
import { ObjectStorage } from "../kit/storage.ts";
import { indexTable } from "../kit/table_index.ts";
import { createLog } from "../kit/log.ts";
import { createPipeline } from "../kit/pipeline.ts";
import { createRandom } from "../kit/random.ts";
import { fixedWindow } from "../kit/rate_limit.ts";
import type { Filling, Sandbox, SandboxClock } from "../kit/types.ts";
import type { WebhookSender } from "../kit/webhooks.ts";
import type { Written } from "../kit/written.ts";
import type { ApiContext } from "./api.ts";
import { answerApi } from "./api.ts";
import { Auth } from "./auth.ts";
import { errorAnswer } from "./errors.ts";
import { generatedFill } from "./generated.ts";
import { imaginaryFill } from "./imaginary.ts";
import { answerOAuth } from "./oauth.ts";
import type { OAuthContext } from "./oauth.ts";
import { Paging } from "./paging.ts";
import { isPeak } from "./peak.ts";
import { API, routeOf } from "./routes.ts";
import type { ClioTables, ContactRow, FolderRow, UserRow } from "./rows.ts";
import type { ClioSwitches } from "./switches.ts";
import { DEFAULT_SWITCHES } from "./switches.ts";
import { createTables, mergeContacts } from "./tables.ts";
import type { View } from "./view.ts";
import { createVisibility, isAdmin } from "./visibility.ts";
import { ClioWebhooks } from "./webhooks.ts";
import { createWritten } from "./written.ts";

export type Region = "us" | "eu" | "ca" | "au";

export interface ClioSandboxOptions {
  filling: Filling;
  seed?: number;
  clock?: SandboxClock;
  region?: Region;
  /** Origin of the links to further pages; by default that of the request. */
  base_url?: string;
  /** Origin of the storage to which files go. */
  storage_url?: string;
  client_id?: string;
  client_secret?: string;
  redirect_uris?: string[] | "any";
  /** Authorizes at once as the first administrator, without a page. */
  auto_consent?: boolean;
  switches?: Partial<ClioSwitches>;
  /** How webhooks leave; by default `fetch`. */
  deliver?: (request: Request) => Promise<Response>;
}

export interface ClioSandbox extends Sandbox {
  readonly provider: "clio";
  readonly region: Region;
  readonly client_id: string;
  readonly client_secret: string;
  readonly tables: ClioTables;
  /** Change them at any time. */
  readonly switches: ClioSwitches;
  readonly webhooks: WebhookSender;
  /** Notes, communications and documents, with author, parents and marks. */
  readonly written: Written;
  /** How late lists show what was written. */
  readonly lag: ListLag;
  /** Answers on an origin of its own; `fetch` hands it what is meant for it. */
  readonly storage: ObjectStorage;
  readonly firm: { id: number; name: string };
  /** Tokens without clicking; of the first administrator unless told. */
  grant(user_id?: number): { access_token: string; refresh_token: string; expires_in: number };
  /** Ends every grant of the user. */
  revoke(user_id: number): void;
  /** The loser is deleted, the winner takes its channels, matters and relationships. */
  merge(winner_id: number, loser_id: number): ContactRow;
  /** Resolves when no webhook or handshake is on its way. */
  settle(): Promise<void>;
}

export function createClioSandbox(options: ClioSandboxOptions): ClioSandbox {
  const seed = options.seed ?? 1;
  const region = options.region ?? "us";
  const clock = options.clock ?? createClock({ mode: "real" });
  const switches: ClioSwitches = { ...DEFAULT_SWITCHES, ...options.switches };
  const fill = options.filling.firm === "generated" ? generatedFill(options.filling) : imaginaryFill();
  const tables = createTables(fill, clock, switches);
  const lag = new ListLag(clock);
  const written = createWritten(tables, lag);
  const visibility = createVisibility(tables);
  const view = (user: UserRow, custom_field_ids: ReadonlySet<number> | null = null): View => ({
    tables,
    switches,
    viewer: visibility.viewer(user),
    account: fill.account,
    custom_field_ids,
  });
  const webhooks = new ClioWebhooks({ clock, tables, switches, visibility, deliver: options.deliver ?? fetch, seed, view });
  const auth = new Auth({ clock, switches, seed, region });
  const faults = createFaults();
  const log = createLog();
  const storage = new ObjectStorage({
    origin: options.storage_url ?? "https://clio-storage.sandbox",
    clock,
    faults,
    log,
    seed,
    maximum: () => switches.upload_maximum_bytes,
  });
  const limitNow = (): number =>
    (switches.off_peak_rate_limit === null || isPeak(region, clock.now()) ? switches.rate_limit : switches.off_peak_rate_limit) ?? Infinity;
  const api: ApiContext = {
    clock,
    tables,
    switches,
    auth,
    limit: fixedWindow({ clock, limit: limitNow, window_ms: 60_000 }),
    paging: new Paging(clock, switches),
    webhooks,
    random: createRandom(seed ^ 0xfa17),
    base_url: options.base_url ?? null,
    view,
    written,
    lag,
    storage,
    root_folders: indexTable(tables.folders, (row) => (row.root ? rootOf(row) : [])),
    seed,
  };
  const app = {
    client_id: options.client_id ?? "clio-sandbox-client",
    client_secret: options.client_secret ?? "clio-sandbox-secret",
    redirect_uris: options.redirect_uris ?? "any",
    auto_consent: options.auto_consent ?? false,
  } as const;
  const deauthorized = (user_id: number) => {
    if (switches.deauthorize_kills_webhooks) webhooks.remove_of_user(user_id);
  };
  const oauth: OAuthContext = { app, auth, tables, switches, firm: fill.account.name, region, deauthorized };

  const fetchPipeline = createPipeline({
    clock,
    faults,
    log,
    error: errorAnswer,
    describe(request, url) {
      const token = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
      const user_id = (token === undefined ? null : auth.find(token))?.user_id ?? null;
      if (url.pathname === "/oauth/token" || url.pathname === "/oauth/deauthorize") {
        return { route: url.pathname, user_id, signed: false, paged: false, list: false };
      }
      if (!url.pathname.startsWith(`${API}/`)) return null;
      const route = routeOf(url.pathname);
      const list = route.kind === "list" && request.method === "GET";
      const paged = list && url.searchParams.has("page_token");
      return { route: route.pattern, user_id, signed: user_id !== null, paged, list, write: request.method !== "GET" };
    },
    expect: () => written.expect(),
    async handle(request, url, fault) {
      if (url.pathname.startsWith(`${API}/`)) return answerApi(request, url, api, fault);
      return (await answerOAuth(request, url, oauth)) ?? errorAnswer(404);
    },
  });

  const administrator = (): number => {
    const users = [...tables.users.scan()].filter((user) => user.enabled);
    const found = users.find(isAdmin) ?? users[0];
    if (!found) throw new Error("The firm has no user who could sign in");
    return found.id;
  };

  return {
    provider: "clio",
    region,
    client_id: app.client_id,
    client_secret: app.client_secret,
    clock,
    log,
    faults,
    tables,
    switches,
    webhooks: webhooks.sender,
    written,
    lag,
    storage,
    firm: { id: fill.account.id, name: fill.account.name },
    fetch: (request) => (new URL(request.url).origin === storage.origin ? storage.fetch(request) : fetchPipeline(request)),
    grant: (user_id = administrator()) => auth.grant(user_id),
    revoke: (user_id) => auth.revoke(user_id),
    merge: (winner_id, loser_id) => mergeContacts(tables, winner_id, loser_id),
    settle: () => webhooks.settle(),
    counts: () => Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.count()])),
    floor: () => READ_LISTS.reduce((sum, [name, maximum]) => sum + Math.max(1, Math.ceil(tables[name].count() / maximum)), 0),
    close: () => webhooks.settle(),
  };
}

const rootOf = (row: FolderRow): string[] => [
  ...(row.matter_id === null ? [] : [`matter:${row.matter_id}`]),
  ...(row.contact_id === null ? [] : [`contact:${row.contact_id}`]),
];

/** What a full read must fetch, with rows per page; an empty list costs a request too. */
const READ_LISTS = [
  ["contacts", 200],
  ["matters", 200],
  ["relationships", 200],
  ["users", 2000],
  ["practice_areas", 200],
  ["matter_stages", 200],
  ["custom_fields", 200],
] as const;
