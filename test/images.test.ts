/** The image and compose files, as far as they can be checked where no engine can build them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { expect, test } from "vitest";
import { ROOT } from "./imports.ts";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const dockerfile = read("Dockerfile");
const compose = read("compose.yaml");
const operate = read("docs/operate.md");
const config = read("src/lib/config.ts");
const cli = read("src/cli/main.ts");
const ignored = read(".dockerignore")
  .split("\n")
  .filter((line) => line !== "");

test("what the image copies is there and is not kept out of it", () => {
  const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, args]) => args!.split(" ").slice(0, -1));
  expect(sources.length).toBeGreaterThan(2);
  for (const source of sources) {
    expect(existsSync(join(ROOT, source)), source).toBe(true);
    expect(ignored, source).not.toContain(source);
  }
  const started = /ENTRYPOINT \["node", "(.+)"\]/.exec(dockerfile)?.[1];
  expect(started !== undefined && existsSync(join(ROOT, started))).toBe(true);
  for (const secret of [".env*", ".privity", ".git"]) expect(ignored).toContain(secret);
});

test("the image runs as nobody in particular, on the Node of the project, and asks itself whether it is ready", () => {
  const stages = dockerfile.split(/^FROM /m).slice(1);
  expect(stages).toHaveLength(2);
  for (const stage of stages) expect(stage).toMatch(/^node:24-slim\b/);
  expect(stages[1]).toMatch(/^USER node$/m);
  expect(stages[1]!.indexOf("USER node")).toBeLessThan(stages[1]!.indexOf("ENTRYPOINT"));
  expect(stages[1]).toMatch(/HEALTHCHECK[\s\S]+\/readyz/);
  expect(dockerfile).not.toMatch(/apt-get|curl|sudo/);
  const check = /CMD (\["node", "-e", .+\])$/m.exec(dockerfile)?.[1];
  const [, , script] = JSON.parse(check!) as string[];
  expect(() => new Script(script!)).not.toThrow();
});

test("compose gives only variables that the program reads, no secret of its own, and commands that exist", () => {
  expect(compose).not.toContain("\t");
  const given = [...compose.matchAll(/^ {6}([A-Z][A-Z_]+):/gm)].map(([, name]) => name!);
  expect(given).toContain("PRIVITY_SECRET_KEY");
  for (const name of given.filter((one) => !one.startsWith("POSTGRES_")))
    expect(config.includes(name) || /^(CLIO|MYCASE)_CLIENT_(ID|SECRET)$/.test(name), name).toBe(true);
  for (const [, name, value] of compose.matchAll(/^ {6}([A-Z_]*(?:KEY|SECRET|PASSWORD|TOKEN)[A-Z_]*): (.+)$/gm))
    expect(value, name).toMatch(/^\$\{[A-Z_]+:[-?].*\}$/);
  for (const [, command] of compose.matchAll(/command: \["(\w+)"/g)) expect(cli).toContain(`.command("${command}")`);
  expect(cli).toContain('"--no-work"');
  const services = [...compose.split("\nvolumes:")[0]!.matchAll(/^ {2}(\w+):$/gm)].map(([, name]) => name!);
  expect(services).toEqual(["database", "serve", "work"]);
  for (const [, name] of compose.matchAll(/depends_on:\n {6}(\w+):/g)) expect(services).toContain(name);
});

test("docs/operate.md explains every variable that the program reads", () => {
  const names = [...config.matchAll(/^ {2}(DATABASE_URL|PRIVITY_[A-Z_]+):/gm)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(12);
  expect(names.filter((name) => !operate.includes(`\`${name}\``))).toEqual([]);
});
