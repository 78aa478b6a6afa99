import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";

const compress = promisify(gzip);
/** Below this a packet holds the answer anyway. */
const WORTH_COMPRESSING = 1_400;

/** A sandbox on a port. Dropped connections and truncated bodies really end the socket. */
export async function serve(
  sandbox: { fetch(request: Request): Promise<Response> },
  options: { port: number; host?: string; /** Bodies are handed on as they come, not whole. */ stream?: boolean },
): Promise<{ url: string; port: number; close(): Promise<void> }> {
  const host = options.host ?? "127.0.0.1";
  const server = createServer({ keepAliveTimeout: 30_000 }, (incoming, outgoing) => {
    answer(sandbox, incoming, outgoing, options.stream ?? false).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  sandbox: { fetch(request: Request): Promise<Response> },
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  stream: boolean,
): Promise<void> {
  const request = await toRequest(incoming, stream);
  let response: Response;
  try {
    response = await sandbox.fetch(request);
  } catch (error) {
    // A TypeError is the sandbox's way to break the connection; anything else is a mistake of ours, and is shown.
    if (!(error instanceof TypeError && error.message === "fetch failed")) console.error(error);
    outgoing.destroy();
    return;
  }
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  if (response.headers.get("cache-control") === "no-transform") await pipeAsItComes(response, outgoing);
  else await sendWhole(request, response, outgoing);
}

async function toRequest(incoming: IncomingMessage, stream: boolean): Promise<Request> {
  const method = incoming.method ?? "GET";
  const headers = new Headers();
  for (let place = 0; place + 1 < incoming.rawHeaders.length; place += 2) {
    headers.append(incoming.rawHeaders[place] as string, incoming.rawHeaders[place + 1] as string);
  }
  const url = `http://${incoming.headers.host ?? "localhost"}${incoming.url ?? "/"}`;
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  if (stream) return new Request(url, { method, headers, body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" } as RequestInit);
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return new Request(url, { method, headers, body: Buffer.concat(chunks) });
}

/** Slow and truncated bodies: chunk by chunk; when the stream breaks, so does the socket. */
async function pipeAsItComes(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.flushHeaders();
  try {
    for await (const chunk of response.body ?? []) await new Promise((resolve) => outgoing.write(chunk, resolve));
    outgoing.end();
  } catch {
    outgoing.destroy();
  }
}

async function sendWhole(request: Request, response: Response, outgoing: ServerResponse): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const wanted = /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
  if (!wanted || body.length < WORTH_COMPRESSING) {
    if (response.status !== 204 && response.status !== 304) outgoing.setHeader("content-length", body.length);
    outgoing.end(request.method === "HEAD" ? undefined : body);
    return;
  }
  const packed = await compress(body, { level: constants.Z_BEST_SPEED });
  outgoing.setHeader("content-encoding", "gzip");
  outgoing.setHeader("vary", "accept-encoding");
  outgoing.setHeader("content-length", packed.length);
  outgoing.end(packed);
}
