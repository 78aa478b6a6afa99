/** MyCase Open API v1, simulated from the vendor's documents; `mycase.md` is the fact sheet that comments refer to. */
import { createClock } from "../kit/clock.ts";
import { createFaults } from "../kit/faults.ts";
import { ListLag } from "../kit/list_lag.ts";
import { createLog } from "../kit/log.ts";
import { createPipeline } from "../kit/pipeline.ts";
import { createRandom } from "../kit/random.ts";
import { ObjectStorage } from "../kit/storage.ts";
import { tokenBucket } from "../kit/rate_limit.ts";
import type { Filling, SandboxClock } from "../kit/types.ts";
import { Access } from "./access.ts";
import type { Feature } from "./access.ts";
import { errorAnswer } from "./answers.ts";
import { Api } from "./api.ts";
import { fillImaginary, myCaseId } from "./fill_imaginary.ts";
import { indexFiles } from "./folders.ts";
import { FIRST_CASE, FIRST_CLIENT, FIRST_COMPANY, GeneratedFirm } from "./generate.ts";
import { imaginaryFirm } from "../firm/firm.ts";
import { CaseLinks } from "./links.ts";
import type { ListingSetup } from "./listing.ts";
import { createResources } from "./lists.ts";
import { OAuth } from "./oauth.ts";
import { defaultSwitches } from "./switches.ts";
import { createTables, mergeClients, watchTables } from "./tables.ts";
import { TokenDesk } from "./tokens.ts";
import type { MyCaseOptions, MyCaseSandbox, Tables } from "./types.ts";
import { Webhooks } from "./webhooks.ts";
import { Serializer } from "./wire.ts";
import { WouldEmails } from "./would_email.ts";
import { createWritten } from "./written.ts";

const CLIENT_ID = "privity-sandbox";
const CLIENT_SECRET = "privity-sandbox-secret";
const PAGE = 1000;
/** The lists that a full sync reads (leads are off by default, B-SYN-9). */
const READ = ["staff", "practice_areas", "case_stages", "people_groups", "custom_fields", "cases", "companies", "clients"] as const;

export function createMyCaseSandbox(options: MyCaseOptions): MyCaseSandbox {
  const seed = options.seed ?? 1;
  const clock = options.clock ?? createClock({ mode: "real" });
  const switches = { ...defaultSwitches(), ...options.switches };
  const { tables, links, firm } = fill(options.filling, clock, switches);
  const access = new Access(tables, links, switches);
  permit(options.filling, tables, access);
  watchTables(tables, switches);
  const serializer = new Serializer(tables, links, firm, switches, seed);
  const desk = new TokenDesk(clock, switches, seed);
  const client_id = options.client_id ?? CLIENT_ID;
  const client_secret = options.client_secret ?? CLIENT_SECRET;
  const oauth = new OAuth(
    {
      client_id,
      client_secret,
      redirect_uris: options.redirect_uris ?? "any",
      auto_consent: options.auto_consent ?? false,
    },
    desk,
    access,
    tables,
    firm,
    switches,
  );
  const deliver = options.deliver ?? ((request: Request) => fetch(request));
  const webhooks = new Webhooks({ tables, serializer, access, switches, clock, random: createRandom(seed + 5), seed, deliver });
  const would_email = new WouldEmails(tables, clock, switches);
  const lag = new ListLag(clock);
  const log = createLog();
  const faults = createFaults();
  const storage = new ObjectStorage({
    origin: options.storage_url ?? "https://mycase-storage.sandbox",
    clock,
    faults,
    log,
    seed,
    maximum: () => switches.upload_maximum_bytes,
  });
  const indexes = indexFiles(tables);
  const written = createWritten(tables, lag, storage, indexes);
  const context = { tables, access, links, serializer, switches, written, lag, indexes };
  const { resources, nested } = createResources(context);
  const listing: ListingSetup = { switches, clock, random: createRandom(seed + 9), base_url: options.base_url ?? null, context };
  const limit = tokenBucket({ clock, per_second: () => switches.rate_limit ?? 1, burst: () => switches.rate_limit ?? 1 });
  const writing = { clock, tables, access, switches, serializer, written, storage, indexes, random: createRandom(seed + 13), seed };
  const api = new Api({ firm, desk, access, tables, oauth, webhooks, resources, nested, listing, limit, writing });
  const answer = createPipeline({
    clock,
    faults,
    log,
    describe: (request, url) => api.describe(request, url),
    handle: (request, url, fault) => api.handle(request, url, fault),
    error: errorAnswer,
    expect: () => written.expect(),
  });
  const counts = (): Record<string, number> => Object.fromEntries([...READ, "leads" as const].map((name) => [name, tables[name].count()]));
  return {
    provider: "mycase",
    client_id,
    client_secret,
    fetch: (request) => (new URL(request.url).origin === storage.origin ? storage.fetch(request) : answer(request)),
    clock,
    log,
    faults,
    tables,
    switches,
    firm,
    webhooks: webhooks.sender,
    would_email: would_email.latest,
    would_email_count: () => would_email.count(),
    written,
    lag,
    storage,
    counts,
    floor: () => READ.reduce((sum, name) => sum + Math.ceil(tables[name].count() / PAGE), 0),
    casesOf: (client_id) => links.casesOf("clients", client_id),
    access: (user_id) => access.of(user_id),
    hide: (user_id, ...features: Feature[]) => void access.of(user_id).hidden.push(...features),
    grant: (user_id = access.firstConnector()) => ({ ...desk.issue(user_id, client_id), firm_uuid: firm.uuid }),
    revoke: (user_id) => desk.revoke(user_id),
    merge: (survivor_id, gone_id) => mergeClients(tables, survivor_id, gone_id),
    settle: () => webhooks.sender.settle(),
    close: () => webhooks.sender.settle(),
  };
}

function fill(filling: Filling, clock: SandboxClock, switches: MyCaseSandbox["switches"]) {
  if (filling.firm === "imaginary") {
    const tables = createTables(clock, switches, null);
    const links = new CaseLinks(tables.cases);
    return { tables, links, firm: fillImaginary(tables) };
  }
  const generated = new GeneratedFirm(filling);
  const tables = createTables(clock, switches, generated);
  const links = new CaseLinks(tables.cases, (kind, id) => {
    const { map } = generated;
    const cases =
      kind === "clients"
        ? inside(id - FIRST_CLIENT, filling.contacts, (one) => map.casesOfClient(one))
        : inside(id - FIRST_COMPANY, map.companies, (one) => map.casesOfCompany(one));
    return cases.map((one) => FIRST_CASE + one);
  });
  return { tables, links, firm: generated.fill(tables) };
}

const inside = (index: number, count: number, read: (index: number) => number[]): number[] =>
  index >= 0 && index < count ? read(index) : [];

/** Who may connect an app, and who sees linked cases only. */
function permit(filling: Filling, tables: Tables, access: Access): void {
  if (filling.firm === "imaginary") {
    for (const one of imaginaryFirm("mycase").staff) {
      const user = access.of(myCaseId("staff", one.key));
      user.may_connect = one.admin;
      user.cases = one.sees;
    }
    return;
  }
  for (const one of tables.staff.scan()) {
    access.of(one.id).may_connect = true;
    return;
  }
}
