/** What the service worker is told: answers to keep for when there is no network, or to forget all of them. */
export function tellWorker(message: "forget" | { keep: Record<string, unknown> }): void {
  void navigator.serviceWorker?.ready.then((registration) => registration.active?.postMessage(message)).catch(() => {});
}
