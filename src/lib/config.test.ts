import { inspect } from "node:util";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { ConfigError, decodeKey, readConfig } from "./config.ts";

test("with nothing set, Privity runs on its own database in ./.privity, on loopback", () => {
  expect(readConfig({})).toMatchObject({
    database_url: null,
    data_dir: resolve(".privity"),
    secret_key_file: resolve(".privity/secret.key"),
    port: 8790,
    url: "http://127.0.0.1:8790",
    log_level: "info",
    max_file_bytes: 2 * 1024 ** 3,
  });
});

test("an empty variable is an unset one", () => {
  expect(readConfig({ DATABASE_URL: "", PRIVITY_PORT: "", PRIVITY_SECRET_KEY: "", PRIVITY_LOG: "" })).toMatchObject({
    database_url: null,
    port: 8790,
    secret_key: null,
  });
});

const wrong: [string, string, RegExp][] = [
  ["DATABASE_URL", "mysql://x@y/z", /DATABASE_URL: must look like postgres:/],
  ["PRIVITY_PORT", "eighty", /PRIVITY_PORT: must be a port number/],
  ["PRIVITY_PORT", "70000", /PRIVITY_PORT/],
  ["PRIVITY_URL", "privity.example", /PRIVITY_URL: must be an http or https address/],
  ["PRIVITY_CLIO_URL", "file:///etc/passwd", /PRIVITY_CLIO_URL/],
  ["PRIVITY_SECRET_KEY", "too short", /PRIVITY_SECRET_KEY: must be 32 random bytes/],
  ["PRIVITY_MAX_FILE_MB", "2 GB", /PRIVITY_MAX_FILE_MB: must be a number of megabytes/],
  ["PRIVITY_LOG", "loud", /PRIVITY_LOG: must be one of trace, debug/],
];
for (const [name, value, complaint] of wrong) {
  test(`${name}=${value} is refused by name, with what would be right`, () => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(complaint);
  });
}

test("files go to a bucket once one is named; half a setting is refused by name", () => {
  expect(readConfig({}).s3).toBeNull();
  expect(readConfig({ PRIVITY_S3_BUCKET: "files", PRIVITY_S3_REGION: "eu-west-1" }).s3).toEqual({
    ...{ bucket: "files", prefix: "", region: "eu-west-1", endpoint: null, path_style: false },
    ...{ credentials: null, encryption: null, kms_key_id: null },
  });
  const elsewhere = { PRIVITY_S3_BUCKET: "files", PRIVITY_S3_PREFIX: "/privity/", PRIVITY_S3_ENDPOINT: "https://minio.example:9000/" };
  expect(readConfig(elsewhere).s3).toMatchObject({ prefix: "privity/", endpoint: "https://minio.example:9000", path_style: true });
  expect(readConfig({ ...elsewhere, PRIVITY_S3_PATH_STYLE: "0" }).s3).toMatchObject({ path_style: false, region: "us-east-1" });
  expect(() => readConfig({ PRIVITY_S3_PREFIX: "x" })).toThrow(/PRIVITY_S3_PREFIX: .*PRIVITY_S3_BUCKET/);
  expect(() => readConfig({ ...elsewhere, PRIVITY_S3_ACCESS_KEY_ID: "id" })).toThrow(/PRIVITY_S3_SECRET_ACCESS_KEY: set both/);
  expect(() => readConfig({ ...elsewhere, PRIVITY_S3_ENCRYPTION: "yes" })).toThrow(/PRIVITY_S3_ENCRYPTION: must be one of AES256/);
  const config = readConfig({ ...elsewhere, PRIVITY_S3_ACCESS_KEY_ID: "id", PRIVITY_S3_SECRET_ACCESS_KEY: "hunter2hunter2" });
  expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain("hunter2");
});

test("a wrong secret is not repeated in the complaint", () => {
  expect(() => readConfig({ PRIVITY_SECRET_KEY: "hunter2hunter2" })).toThrow(/^(?!.*hunter2)/s);
});

test("B-CON-4: a region's own OAuth application goes before the general one, and both halves are needed", () => {
  const config = readConfig({
    CLIO_CLIENT_ID: "all",
    CLIO_CLIENT_SECRET: "s1",
    CLIO_EU_CLIENT_ID: "eu",
    CLIO_EU_CLIENT_SECRET: "s2",
    MYCASE_CLIENT_ID: "half",
  });
  expect(config.oauthClient("clio", "us")?.client_id).toBe("all");
  expect(config.oauthClient("clio", "eu")?.client_id).toBe("eu");
  expect(config.oauthClient("mycase", null)).toBeNull();
});

test("a printed configuration shows no secret", () => {
  const config = readConfig({
    PRIVITY_SECRET_KEY: Buffer.alloc(32, 7).toString("base64"),
    CLIO_CLIENT_ID: "a",
    CLIO_CLIENT_SECRET: "hunter2",
  });
  for (const text of [JSON.stringify(config), inspect(config), String(config.secret_key), inspect(config.oauthClient("clio", null))]) {
    expect(text).not.toMatch(/BwcHBwc|hunter2/);
  }
  expect(config.oauthClient("clio", null)?.client_secret.reveal()).toBe("hunter2");
});

test("a key is 32 bytes, in base64 or hex", () => {
  const key = Buffer.alloc(32, 0xab);
  expect(decodeKey(key.toString("hex"))).toEqual(key);
  expect(decodeKey(` ${key.toString("base64")}\n`)).toEqual(key);
  expect(decodeKey(key.toString("base64").slice(4))).toBeNull();
});
