/** Pages are fetched when somebody is about to open them. What stands in their address they get as properties. */
import { useParams, type RouteComponent } from "@tanstack/react-router";
import { lazy, type ComponentType } from "react";

/** `/contacts/$connection_id/$provider_id` → both as text; a name in `{-$…}` may be missing. */
export type ParametersOf<Path extends string> = Path extends `${infer Before}/${infer Rest}`
  ? ParametersOf<Before> & ParametersOf<Rest>
  : Path extends `{-$${infer Name}}`
    ? { [name in Name]?: string }
    : Path extends `$${infer Name}`
      ? { [name in Name]: string }
      : unknown;

export function lazyPage<P>(load: () => Promise<ComponentType<P & object>>): RouteComponent {
  let loading: Promise<ComponentType<P & object>> | undefined;
  const fetched = () =>
    (loading ??= load().catch((error: unknown) => {
      // Tried again when somebody asks again.
      loading = undefined;
      throw error;
    }));
  const Page = lazy(async () => ({ default: await fetched() }));
  const LazyPage = () => <Page {...(useParams({ strict: false }) as P & object)} />;
  // The router's type wants React's own lazy component, which it does not need.
  return withPreload(LazyPage, async () => void (await fetched()));
}

export const withPreload = (component: ComponentType, preload: (() => Promise<void> | undefined) | undefined): RouteComponent =>
  Object.assign(component, { preload }) as unknown as RouteComponent;
