/** Where a section of the settings stands; the connection that is looked at stays. */
import { usePlace } from "./router.tsx";

export function useSettingsAddress(): (section: string, setting?: string) => string {
  const { query } = usePlace();
  const connection = query.get("connection");
  return (section, setting) => {
    const next = new URLSearchParams();
    if (connection) next.set("connection", connection);
    if (setting) next.set("at", setting);
    return `/settings/${section}${next.size > 0 ? `?${next.toString()}` : ""}`;
  };
}
