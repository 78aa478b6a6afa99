/** `npm run sandbox`: both simulated providers on loopback ports, with control pages. */
import { Command, InvalidArgumentError, Option } from "commander";
import { clioControl } from "./clio/control.ts";
import type { ClioSandbox, ClioSandboxOptions, Region } from "./clio/sandbox.ts";
import { createClioSandbox } from "./clio/sandbox.ts";
import { createClock } from "./kit/clock.ts";
import type { ControlSurface } from "./kit/control.ts";
import { CONTROL, setSwitch } from "./kit/control.ts";
import { faultName } from "./kit/control_api.ts";
import { withControl } from "./kit/control_page.ts";
import { serve } from "./kit/serve.ts";
import type { AnyFault, Filling } from "./kit/types.ts";
import { mycaseControl } from "./mycase/control.ts";
import { createMyCaseSandbox } from "./mycase/sandbox.ts";
import type { MyCaseSandbox } from "./mycase/types.ts";

export interface StartOptions {
  /** 0: any free port. */
  clio_port?: number;
  mycase_port?: number;
  filling?: Filling;
  seed?: number;
  region?: Region;
  auto_consent?: boolean;
  /** No limit on requests. */
  no_rate_limit?: boolean;
  /** Time stands still until the control page or API advances it. */
  virtual_clock?: boolean;
  /** Set on both, drawn from `seed`. */
  faults?: Partial<Record<AnyFault, number>>;
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
  const clio = createClioSandbox({ ...shared, region: options.region ?? "us" });
  const mycase = createMyCaseSandbox(shared);
  const surfaces = [clioControl(clio), mycaseControl(mycase)] as const;
  if (options.no_rate_limit) for (const surface of surfaces) surface.switches["rate_limit"] = null;
  setSwitches(surfaces, options.switches ?? {});
  if (options.faults) for (const { faults } of [clio, mycase]) faults.set({ seed, rates: options.faults });
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
      await Promise.all(served.map((one) => one.close()));
      await Promise.all([clio.close(), mycase.close()]);
    },
  };
}

/** A name that neither provider knows is a mistake. */
function setSwitches(surfaces: readonly ControlSurface[], switches: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(switches)) {
    const having = surfaces.filter((surface) => Object.hasOwn(surface.switches, name));
    if (having.length === 0) throw new Error(`No sandbox has a switch ${name}`);
    for (const surface of having) setSwitch(surface, name, value);
  }
}

interface Flags {
  clioPort: number;
  mycasePort: number;
  firm: "imaginary" | "generated";
  contacts: number;
  matters: number;
  relationships: number;
  seed: number;
  region: Region;
  rateLimit: boolean;
  fault: Record<string, string>;
  switch: Record<string, string>;
  autoConsent?: boolean;
  virtualClock?: boolean;
  json?: boolean;
}

const whole = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("A whole number is expected.");
  return Number(text);
};
const pair = (text: string, earlier: Record<string, string>): Record<string, string> => {
  const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("name=value is expected.");
  return { ...earlier, [name]: value };
};

function command(): Command {
  return new Command("sandbox")
    .description("Simulated Clio Manage and MyCase on this machine, for trying and testing Privity")
    .option("--clio-port <port>", "port of the Clio sandbox; 0 takes any free one", whole, 4801)
    .option("--mycase-port <port>", "port of the MyCase sandbox; 0 takes any free one", whole, 4802)
    .addOption(new Option("--firm <kind>", "what they are filled with").choices(["imaginary", "generated"]).default("imaginary"))
    .option("--contacts <n>", "contacts of a generated firm", whole, 10_000)
    .option("--matters <n>", "its matters", whole, 5_000)
    .option("--relationships <n>", "its relationships (Clio)", whole, 8_000)
    .option("--seed <n>", "seed of the generated firm, the faults and the tokens", whole, 1)
    .addOption(new Option("--region <region>", "Clio's region").choices(["us", "eu", "ca", "au"]).default("us"))
    .option("--no-rate-limit", "answer as many requests as come")
    .option("--fault <name=rate>", "inject a fault at a rate from 0 to 1; may be repeated", pair, {})
    .option("--switch <name=value>", "set a switch (see sandbox/README.md); may be repeated", pair, {})
    .option("--auto-consent", "authorize apps at once, without a page")
    .option("--virtual-clock", "time stands still until the control page advances it")
    .option("--json", "print one JSON line with the environment to set, and nothing else");
}

function startOptions(flags: Flags): StartOptions {
  const { contacts, matters, relationships, seed } = flags;
  return {
    clio_port: flags.clioPort,
    mycase_port: flags.mycasePort,
    filling: flags.firm === "generated" ? { firm: "generated", seed, contacts, matters, relationships } : { firm: "imaginary" },
    seed,
    region: flags.region,
    no_rate_limit: !flags.rateLimit,
    faults: Object.fromEntries(Object.entries(flags.fault).map(([name, rate]) => [faultName(name), Number(rate)])),
    switches: flags.switch,
    auto_consent: flags.autoConsent ?? false,
    virtual_clock: flags.virtualClock ?? false,
  };
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
