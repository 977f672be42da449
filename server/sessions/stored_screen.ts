/**
 * The terminal of a stored session, drawn again from its newest keyframe.
 *
 * @module
 */
import type { SessionInfo } from "@/shared/domain.ts";
import { Screen } from "../pipeline/screen.ts";
import type { Store } from "../store/store.ts";

/**
 * Output that is drawn again, in bytes. What lies further back than this and
 * behind no keyframe has scrolled away.
 */
const REDRAW_BYTES = 1024 * 1024;

/** The screen after the last stored entry. The caller disposes it. */
export async function storedScreen(
  store: Store,
  { id, size, source }: SessionInfo,
): Promise<Screen> {
  const keyframe = await store.keyframe(id);
  const tail = await store.tail(id, {
    after: keyframe?.seq ?? 0,
    bytes: REDRAW_BYTES,
  });
  const convertEol = source === "exec";
  const screen = new Screen(keyframe?.size ?? size, { convertEol });
  if (keyframe) screen.write(new TextEncoder().encode(keyframe.screen));
  for (const { event } of tail) {
    if (event.type === "output") screen.write(event.data);
    else if (event.type === "resize") screen.resize(event.size);
  }
  screen.resize(size);
  return screen;
}
