/** `npm run sandbox`: both simulated providers on loopback ports, with control pages. */
import { clioControl } from "./clio/control.ts";
import type { ClioSandbox, ClioSandboxOptions, Region } from "./clio/sandbox.ts";
import { createClioSandbox } from "./clio/sandbox.ts";
import { createClock } from "./kit/clock.ts";
import type { ControlSurface } from "./kit/control.ts";
import { CONTROL, setSwitch } from "./kit/control.ts";
import { withControl } from "./kit/control_page.ts";
import type { LagOfKind } from "./kit/list_lag.ts";
import { serve } from "./kit/serve.ts";
import type { Filling, Rates } from "./kit/types.ts";
import { mycaseControl } from "./mycase/control.ts";
import { createMyCaseSandbox } from "./mycase/sandbox.ts";
import type { MyCaseSandbox } from "./mycase/types.ts";
import type { Flags } from "./options.ts";
import { command, startOptions } from "./options.ts";

export interface StartOptions {
  /** 0: any free port. */
  clio_port?: number;
  mycase_port?: number;
  /** Where files are uploaded to: an origin of its own for each. */
  clio_storage_port?: number;
  mycase_storage_port?: number;
  filling?: Filling;
  seed?: number;
  region?: Region;
  auto_consent?: boolean;
  /** No limit on requests. */
  no_rate_limit?: boolean;
  /** Time stands still until the control page or API advances it. */
  virtual_clock?: boolean;
  /** Set on both, drawn from `seed`. */
  faults?: Rates;
  /** Instead of `faults` for requests that change something; for uploads. */
  write_faults?: Rates;
  storage_faults?: Rates;
  /** How late lists show new rows, by table name or `*`. */
  lag?: Record<string, LagOfKind>;
  /** Set wherever a provider has a switch of that name. */
  switches?: Record<string, unknown>;
  /** How webhooks leave; by default `fetch`. */
  deliver?: ClioSandboxOptions["deliver"];
}

export interface StartedSandboxes {
  clio: { url: string; sandbox: ClioSandbox };
  mycase: { url: string; sandbox: MyCaseSandbox };
  /** What Privity's environment needs to reach them. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

export async function startSandboxes(options: StartOptions = {}): Promise<StartedSandboxes> {
  const seed = options.seed ?? 1;
  const shared = {
    filling: options.filling ?? ({ firm: "imaginary" } as const),
    seed,
    clock: createClock(options.virtual_clock ? { mode: "manual", start: "2026-10-01T16:00:00Z" } : { mode: "real" }),
    auto_consent: options.auto_consent ?? false,
    ...(options.deliver ? { deliver: options.deliver } : {}),
  };
  const storages = [await serveStorage(options.clio_storage_port ?? 0), await serveStorage(options.mycase_storage_port ?? 0)] as const;
  const clio = createClioSandbox({ ...shared, region: options.region ?? "us", storage_url: storages[0].url });
  const mycase = createMyCaseSandbox({ ...shared, storage_url: storages[1].url });
  for (const [place, sandbox] of [clio, mycase].entries()) storages[place]?.open(sandbox);
  const surfaces = [clioControl(clio), mycaseControl(mycase)] as const;
  if (options.no_rate_limit) for (const surface of surfaces) surface.switches["rate_limit"] = null;
  setSwitches(surfaces, options.switches ?? {});
  setFaults([clio, mycase], seed, options);
  const served = [
    await serve(withControl(surfaces[0]), { port: options.clio_port ?? 0 }),
    await serve(withControl(surfaces[1]), { port: options.mycase_port ?? 0 }),
  ] as const;
  const [{ url: clio_url }, { url: mycase_url }] = served;
  return {
    clio: { url: clio_url, sandbox: clio },
    mycase: { url: mycase_url, sandbox: mycase },
    environment: {
      PRIVITY_CLIO_URL: clio_url,
      PRIVITY_MYCASE_AUTH_URL: mycase_url,
      PRIVITY_MYCASE_API_URL: mycase_url,
      CLIO_CLIENT_ID: clio.client_id,
      CLIO_CLIENT_SECRET: clio.client_secret,
      MYCASE_CLIENT_ID: mycase.client_id,
      MYCASE_CLIENT_SECRET: mycase.client_secret,
    },
    async close() {
      await Promise.all([...served, ...storages].map((one) => one.close()));
      await Promise.all([clio.close(), mycase.close()]);
    },
  };
}

/** The storage's address must be known before the sandbox that signs for it: until then nobody is there. */
async function serveStorage(port: number) {
  let sandbox: { fetch(request: Request): Promise<Response> } | undefined;
  const served = await serve(
    { fetch: async (request) => (await sandbox?.fetch(request)) ?? new Response(null, { status: 503 }) },
    { port, stream: true },
  );
  return { ...served, open: (behind: typeof sandbox) => void (sandbox = behind) };
}

function setFaults(sandboxes: readonly (ClioSandbox | MyCaseSandbox)[], seed: number, options: StartOptions): void {
  const { faults: rates = {}, write_faults, storage_faults, lag } = options;
  for (const sandbox of sandboxes) {
    sandbox.faults.set({
      seed,
      rates,
      ...(write_faults ? { write_rates: write_faults } : {}),
      ...(storage_faults ? { storage_rates: storage_faults } : {}),
    });
    const known = Object.entries(lag ?? {}).filter(([kind]) => kind === "*" || sandbox.written.kinds().includes(kind));
    sandbox.lag.set({ seed, kinds: Object.fromEntries(known) });
  }
  const nobodys = Object.keys(lag ?? {}).find((kind) => kind !== "*" && !sandboxes.some((one) => one.written.kinds().includes(kind)));
  if (nobodys !== undefined) throw new Error(`No sandbox is written ${nobodys} into`);
}

/** A name that neither provider knows is a mistake. */
function setSwitches(surfaces: readonly ControlSurface[], switches: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(switches)) {
    const having = surfaces.filter((surface) => Object.hasOwn(surface.switches, name));
    if (having.length === 0) throw new Error(`No sandbox has a switch ${name}`);
    for (const surface of having) setSwitch(surface, name, value);
  }
}

function announce({ clio, mycase, environment }: StartedSandboxes): void {
  const line = (title: string, url: string, firm: string) =>
    console.log(`${title.padEnd(8)} ${url}   ${firm}; look inside and change things at ${url}${CONTROL}`);
  line("Clio", clio.url, clio.sandbox.firm.name);
  line("MyCase", mycase.url, mycase.sandbox.firm.name);
  console.log("\nFor Privity to reach them:\n");
  for (const [name, value] of Object.entries(environment)) console.log(`export ${name}=${value}`);
  console.log("\nCtrl-C stops them.");
}

/** Started by another program: ends when that program is gone, however it went. */
function endWithParent(close: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && close(), 1_000).unref();
}

async function main(): Promise<void> {
  const flags = command().parse().opts<Flags>();
  const started = await startSandboxes(startOptions(flags));
  const close = () => void started.close().then(() => process.exit(0));
  process.once("SIGINT", close);
  process.once("SIGTERM", close);
  if (!flags.json) return announce(started);
  endWithParent(close);
  const { clio, mycase, environment } = started;
  console.log(JSON.stringify({ clio: clio.url, mycase: mycase.url, environment }));
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
