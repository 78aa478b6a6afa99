/** Whether a request is signed with a secret: AWS Signature Version 4, worked out anew from its description (Amazon S3 API Reference, "Authenticating Requests: Using the Authorization Header"). */
import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/((\d{8})\/([^/]+)\/s3\/aws4_request), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

export function isSigned({ method = "", url = "", headers }: IncomingMessage, secret: string): boolean {
  const [, scope, day, region, signed, signature] = AUTHORIZATION.exec(headers.authorization ?? "") ?? [];
  if (scope === undefined || day === undefined || region === undefined || signed === undefined) return false;
  const [path = "", query = ""] = url.split("?");
  const parameters = query.split("&").filter((one) => one !== "");
  const content = String(headers["x-amz-content-sha256"]);
  // What is sent names its own hash, so nothing of it can be exchanged on the way.
  if (method === "PUT" && !/^[0-9a-f]{64}$/.test(content)) return false;
  const canonical = [
    ...[method, path],
    parameters
      .map((one) => (one.includes("=") ? one : `${one}=`))
      .toSorted()
      .join("&"),
    ...signed.split(";").map((name) => `${name}:${String(headers[name]).trim()}`),
    ...["", signed, content],
  ].join("\n");
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const key = [region, "s3", "aws4_request"].reduce(hmac, hmac(`AWS4${secret}`, day));
  const hashed = createHash("sha256").update(canonical).digest("hex");
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hashed].join("\n");
  return hmac(key, text).toString("hex") === signature;
}
