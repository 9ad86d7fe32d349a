import type { IstioLock, Lock } from "./lock";
import { TOOL_SYSTEMS, type ToolName } from "./pinned-parts";
import { withPin } from "./pins";
import type { StackSettings } from "./settings";

/** What a stack's first lock is made of. */
export interface NewLockArgs {
    readonly settings: StackSettings;
    /** Istio's pins, and what else its section says beside the settings. */
    readonly istio: Pick<IstioLock, "controlPlane" | "proxies"> & Partial<IstioLock>;
    /** Exact version of each tool. */
    readonly tools: readonly { readonly tool: ToolName; readonly version: string }[];
    /** Day the tools were pinned: `2026-11-21`. */
    readonly since: string;
    /** Day of the catalog the pins were picked by. */
    readonly catalog: string;
}

/** The first lock of a stack: ranges and sources as the settings have them. Digests are left to who can fetch them. */
export function newLock({ settings, istio, tools, since, catalog }: NewLockArgs): Lock {
    const { range, charts, hub, variant } = settings.istio;
    const sections = TOOL_SYSTEMS.map((system) => [
        system,
        { range: settings[system].range, chartDigests: {} },
    ]);
    const first = {
        istio: { range, charts, hub, variant, chartDigests: {}, istioctlDigests: {}, waivers: [], ...istio },
        ...Object.fromEntries(sections),
        catalog,
    } as Lock;
    return tools.reduce((lock, { tool, version }) => withPin(lock, tool, { version, since }), first);
}
