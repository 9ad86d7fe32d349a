import { dayOf } from "../kit/day";
import type { Lock } from "../settings/lock";
import { newLock } from "../settings/new-lock";
import { partName } from "../settings/pins";
import { TOOL_NAMES, type ToolName } from "../settings/pinned-parts";
import type { StackSettings } from "../settings/settings";
import { judgeTool, toolRange } from "../upgrade/decide-tools";
import type { Catalog } from "../versions/catalog";
import type { Moment } from "../versions/request";
import { wasAskedFor } from "../versions/resolve";
import type { ChosenPins } from "./choose-pins";
import type { AdoptionFinding } from "./finding";
import type { FoundMesh } from "./found-mesh";

/** What a lock is made of. */
export interface PlanLockArgs {
    readonly settings: StackSettings;
    readonly found: FoundMesh;
    readonly pins: ChosenPins;
    readonly catalog: Catalog;
    readonly at: Moment;
}

/** A lock that pins what runs; of a tool that does not run yet, what `windlass update` would pick. */
export function planLock(args: PlanLockArgs): {
    readonly lock?: Lock;
    readonly findings: readonly AdoptionFinding[];
} {
    const { settings, pins, catalog, at } = args;
    const since = dayOf(at.time);
    const tools = TOOL_NAMES.map((tool) => ({ tool, ...chooseTool(args, tool) }));
    const findings = tools.flatMap(({ tool, version, reason }): AdoptionFinding[] =>
        version === undefined
            ? [
                  {
                      level: "blocks",
                      about: partName(tool),
                      text: `no release of it may be picked: ${reason}`,
                      remedy: `Mend that, or install a ${partName(tool)} that fits: one that runs already is met as it is`,
                  },
              ]
            : [],
    );
    if (findings.length > 0) return { findings };
    const lock = newLock({
        settings,
        istio: {
            controlPlane: { version: pins.controlPlane, since },
            proxies: { version: pins.proxies, since },
        },
        tools: tools.map(({ tool, version = "" }) => ({ tool, version })),
        since,
        catalog: catalog.date,
    });
    return { lock, findings };
}

/** The release that runs; else the one an update would pick, or why it would pick none. */
function chooseTool(
    { settings, found, catalog, at }: PlanLockArgs,
    tool: ToolName,
): { readonly version?: string; readonly reason?: string } {
    const running: Partial<Record<ToolName, string | undefined>> = {
        flux: found.flux?.version,
        flagger: found.flagger?.version,
    };
    if (running[tool] !== undefined) return { version: running[tool] };
    const { version, rejected } = judgeTool({ settings, lock: undefined, catalog, at }, tool);
    if (version !== null) return { version };
    const reason = rejected.find(wasAskedFor)?.reason;
    return { reason: reason ?? `the catalog of ${catalog.date} has none in ${toolRange(settings, tool)}` };
}
