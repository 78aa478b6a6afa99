/** The options of `npm run sandbox`, and its help. */
import { Command, InvalidArgumentError, Option } from "commander";
import type { Region } from "./clio/sandbox.ts";
import { DEFAULT_SWITCHES } from "./clio/switches.ts";
import { CLIO_WRITE_SWITCHES } from "./clio/write_switches.ts";
import type { AskedSwitch } from "./kit/asked_switches.ts";
import { faultName } from "./kit/control_api.ts";
import type { LagOfKind } from "./kit/list_lag.ts";
import type { Rates } from "./kit/types.ts";
import { ALL_FAULTS } from "./kit/types.ts";
import type { StartOptions } from "./main.ts";
import { defaultSwitches } from "./mycase/switches.ts";
import { MYCASE_WRITE_SWITCHES } from "./mycase/write_switches.ts";

export interface Flags {
  clioPort: number;
  mycasePort: number;
  clioStoragePort?: number;
  mycaseStoragePort?: number;
  firm: "imaginary" | "generated";
  contacts: number;
  matters: number;
  relationships: number;
  seed: number;
  region: Region;
  rateLimit: boolean;
  fault: Record<string, string>;
  writeFault: Record<string, string>;
  storageFault: Record<string, string>;
  lag: Record<string, string>;
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

export function command(): Command {
  return new Command("sandbox")
    .description("Simulated Clio Manage and MyCase on this machine, for trying and testing Privity")
    .option("--clio-port <port>", "port of the Clio sandbox; 0 takes any free one", whole, 4801)
    .option("--mycase-port <port>", "port of the MyCase sandbox; 0 takes any free one", whole, 4802)
    .option("--clio-storage-port <port>", "port to which Clio's files are uploaded; by default its own and two", whole)
    .option("--mycase-storage-port <port>", "the same for MyCase", whole)
    .addOption(new Option("--firm <kind>", "what they are filled with").choices(["imaginary", "generated"]).default("imaginary"))
    .option("--contacts <n>", "contacts of a generated firm", whole, 10_000)
    .option("--matters <n>", "its matters", whole, 5_000)
    .option("--relationships <n>", "its relationships (Clio)", whole, 8_000)
    .option("--seed <n>", "seed of the generated firm, the faults and the tokens", whole, 1)
    .addOption(new Option("--region <region>", "Clio's region").choices(["us", "eu", "ca", "au"]).default("us"))
    .option("--no-rate-limit", "answer as many requests as come")
    .option("--fault <name=rate>", "inject a fault at a rate from 0 to 1; may be repeated", pair, {})
    .option("--write-fault <name=rate>", "the same for requests that change something, instead of --fault", pair, {})
    .option("--storage-fault <name=rate>", "the same for uploads", pair, {})
    .option("--lag <kind=rate,seconds>", "lists show this share of new notes, calls, … (or *) only so much later", pair, {})
    .option("--switch <name=value>", "set a switch (see sandbox/README.md); may be repeated", pair, {})
    .option("--auto-consent", "authorize apps at once, without a page")
    .option("--virtual-clock", "time stands still until the control page advances it")
    .option("--json", "print one JSON line with the environment to set, and nothing else")
    .addHelpText("after", () => `\n${switchesHelp()}`);
}

/** Any free port beside any free port. */
const beside = (port: number): number => (port === 0 ? 0 : port + 2);
const given = (texts: Record<string, string>): boolean => Object.keys(texts).length > 0;
const rates = (texts: Record<string, string>): Rates =>
  Object.fromEntries(Object.entries(texts).map(([name, rate]) => [faultName(name), Number(rate)]));

function lagOf(text: string): LagOfKind {
  const [rate = "", seconds = ""] = text.split(",");
  if (rate === "" || Number.isNaN(Number(rate)) || !/^\d+$/.test(seconds))
    throw new Error("--lag takes kind=rate,seconds such as notes=0.2,600");
  return { rate: Number(rate), from_ms: 0, to_ms: Number(seconds) * 1000 };
}

/** Every switch with its default; what touches writing with its question. */
export function switchesHelp(): string {
  const plain = (name: string, value: unknown) => `  ${name}=${JSON.stringify(value)}`;
  const asked = (switches: Record<string, AskedSwitch<unknown>>) =>
    Object.entries(switches).map(([name, { initial, question }]) => `${plain(name, initial)}\n      ${question}`);
  const others = (all: object, switches: object) =>
    Object.entries(all)
      .filter(([name]) => !(name in switches))
      .map(([name, value]) => plain(name, value));
  return [
    "Switches about writing, with their defaults (numbers are sections of the fact sheets)",
    "\nClio:",
    ...asked(CLIO_WRITE_SWITCHES),
    "\nMyCase:",
    ...asked(MYCASE_WRITE_SWITCHES),
    "\nSwitches about the rest (sandbox/README.md)",
    "\nClio:",
    ...others(DEFAULT_SWITCHES, CLIO_WRITE_SWITCHES),
    "\nMyCase:",
    ...others(defaultSwitches(), MYCASE_WRITE_SWITCHES),
    `\nFaults: ${ALL_FAULTS.join(", ")}`,
  ].join("\n");
}

export function startOptions(flags: Flags): StartOptions {
  const { contacts, matters, relationships, seed } = flags;
  return {
    clio_port: flags.clioPort,
    mycase_port: flags.mycasePort,
    clio_storage_port: flags.clioStoragePort ?? beside(flags.clioPort),
    mycase_storage_port: flags.mycaseStoragePort ?? beside(flags.mycasePort),
    filling: flags.firm === "generated" ? { firm: "generated", seed, contacts, matters, relationships } : { firm: "imaginary" },
    seed,
    region: flags.region,
    no_rate_limit: !flags.rateLimit,
    ...(given(flags.fault) ? { faults: rates(flags.fault) } : {}),
    ...(given(flags.writeFault) ? { write_faults: rates(flags.writeFault) } : {}),
    ...(given(flags.storageFault) ? { storage_faults: rates(flags.storageFault) } : {}),
    lag: Object.fromEntries(Object.entries(flags.lag).map(([kind, text]) => [kind, lagOf(text)])),
    switches: flags.switch,
    auto_consent: flags.autoConsent ?? false,
    virtual_clock: flags.virtualClock ?? false,
  };
}
