/* Keeps the app's own files, and what was last read, so that it opens without a network. What was read goes with the session. */
const SHELL = "portal-shell-2";
const SEEN = "portal-seen-1";
/** The page alone: what the server draws into the others is one person's. */
const PAGE = "/portal/shell";
const API = "/portal/api/v1/";
/** Counts how often all was forgotten: an answer that was on its way meanwhile is kept no more. */
let forgotten = 0;

function forget() {
  forgotten += 1;
  return caches.delete(SEEN);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll([PAGE, "/portal/manifest.webmanifest", "/icon.svg"])));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name !== SHELL && name !== SEEN).map((name) => caches.delete(name));
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names)))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(forget());
  else if (event.data?.keep) event.waitUntil(keepGiven(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (url.pathname === API + "sign-out") event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(openPage(event, request));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(fromShell(request));
  else if (url.pathname.startsWith(API)) event.respondWith(latest(request));
});

/** Without a network every address of the app is the same page. */
async function openPage(event, request) {
  try {
    const response = await fetch(request);
    event.waitUntil(freshShell().catch(() => {}));
    return response;
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
}

async function freshShell() {
  const response = await fetch(PAGE);
  if (response.ok) await (await caches.open(SHELL)).put(PAGE, response);
}

/** Names of these files carry a hash of their content. */
async function fromShell(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(SHELL)).put(request, response.clone());
  return response;
}

/** From the server where it answers; else what was last read, which says when that was. */
async function latest(request) {
  const before = forgotten;
  try {
    const response = await fetch(request);
    if (response.status === 401) await forget();
    if (response.ok && (response.headers.get("content-type") ?? "").includes("json")) await keep(request, response.clone(), before);
    return response;
  } catch {
    return (await (await caches.open(SEEN)).match(request)) ?? Response.error();
  }
}

/** Answers that came with the page. */
async function keepGiven(answers) {
  const before = forgotten;
  for (const [path, answer] of Object.entries(answers))
    await keep(API + path.slice(1), new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } }), before);
}

async function keep(request, response, before) {
  const headers = new Headers(response.headers);
  headers.set("x-seen-at", new Date().toISOString());
  const copy = new Response(await response.blob(), { status: 200, headers });
  const seen = await caches.open(SEEN);
  if (before === forgotten) await seen.put(request, copy);
  else await caches.delete(SEEN);
}
