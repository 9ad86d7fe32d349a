import type { Lock, LockedSystem } from "../settings/lock";
import type { StackSettings } from "../settings/settings";
import type { Catalog, ToolName } from "../versions/catalog";
import { type CatalogIndex, indexCatalog, indexTool, toCandidate } from "../versions/catalog-index";
import type { GateContext, GateName } from "../versions/gates/gate";
import { GATES, TOOL_GATES } from "../versions/gates/gates";
import { type Moment, gateContext } from "../versions/request";
import { firstRefusal } from "../versions/resolve";
import { istioRequest } from "./decide-istio";
import { toolRequest } from "./decide-tools";
import { pinOf } from "../settings/pins";

/** A pinned version that would not be pinned today. */
export interface PinFinding {
    /** What is pinned: `control plane`, `proxies`, `flux`. */
    readonly part: string;
    readonly version: string;
    readonly gate: GateName;
    /** One sentence without its full stop; "it" is the version. */
    readonly reason: string;
    /** Whether the next step of an upgrade under way mends it: proxies that follow a sound control plane. */
    readonly onItsWay: boolean;
}

/** What guards a change of a pin, and says nothing of one that stands. */
const OF_CHANGES: readonly GateName[] = ["hold", "age", "step", "downgrade", "catalog"];
/** What a stop on the way may fail, as `update` picked it: the rest of the way mends that. Its range is the lock's business. */
const OF_TARGETS: readonly GateName[] = ["support", "bulletin", "kubernetes", "client"];
/** What concerns proxies: their own faults and their own istioctl's, not the cluster's. */
const OF_PROXIES: readonly GateName[] = ["exists", "support", "bulletin", "client"];

const TOOLS: readonly ToolName[] = ["flux", "flux-operator", "flagger"];
const PIN_GATES = GATES.filter(({ name }) => !OF_CHANGES.includes(name));
const STOP_GATES = PIN_GATES.filter(({ name }) => name !== "range" && !OF_TARGETS.includes(name));
const TARGET_GATES = PIN_GATES.filter(({ name }) => OF_TARGETS.includes(name));
const PROXY_GATES = PIN_GATES.filter(({ name }) => OF_PROXIES.includes(name));
const TOOL_PIN_GATES = TOOL_GATES.filter(({ name }) => !OF_CHANGES.includes(name));

/** Judges every pin of a lock as of a day. Pure, and offline: the catalog alone is asked. */
export function judgePins(
    settings: StackSettings,
    lock: Lock,
    catalog: Catalog,
    at: Moment,
): readonly PinFinding[] {
    const { controlPlane, proxies } = lock.istio;
    const index = indexCatalog(catalog);
    const context = gateContext(istioRequest(settings, lock), index, at);
    const isStop = lock.istio.towards !== undefined;
    const mesh = judge(
        "control plane",
        controlPlane.version,
        context,
        index,
        gatesFor("istio", lock, isStop ? STOP_GATES : PIN_GATES),
    );
    const stop = isStop ? judge("control plane", controlPlane.version, context, index, TARGET_GATES) : [];
    const behind = proxies.version !== controlPlane.version;
    const data = behind ? judge("proxies", proxies.version, context, index, PROXY_GATES) : [];
    const sound = mesh.every(({ onItsWay }) => onItsWay);
    return [
        ...mesh,
        ...stop.map((finding) => ({ ...finding, onItsWay: true })),
        ...data.map((finding) => ({ ...finding, onItsWay: sound && finding.gate !== "exists" })),
        ...TOOLS.flatMap((tool) => judgeTool(tool, settings, lock, catalog, at)),
    ];
}

function judgeTool(
    tool: ToolName,
    settings: StackSettings,
    lock: Lock,
    catalog: Catalog,
    at: Moment,
): readonly PinFinding[] {
    const index = indexTool(catalog, tool);
    const { version } = pinOf(lock, tool);
    const context = gateContext(toolRequest(settings, lock, tool), index, at);
    return judge(
        tool,
        version,
        context,
        index,
        gatesFor(tool === "flagger" ? tool : "flux", lock, TOOL_PIN_GATES),
    );
}

/** Where a lock says that its pins lie outside the range, on the way into it or until they may move, that is no finding. */
function gatesFor(system: LockedSystem, { istio, outside = [] }: Lock, gates: typeof GATES): typeof GATES {
    const known = outside.includes(system) || (system === "istio" && istio.towards !== undefined);
    return known ? gates.filter(({ name }) => name !== "range") : gates;
}

function judge(
    part: string,
    version: string,
    context: GateContext,
    index: CatalogIndex,
    gates: typeof GATES,
): readonly PinFinding[] {
    const candidate = index.byVersion.get(version) ?? toCandidate({ version });
    const refusal = firstRefusal(candidate, context, gates);
    return refusal ? [{ part, ...refusal, onItsWay: false }] : [];
}
