import type { Lock } from "../stack/lock";
import type { StackSettings } from "../stack/settings";
import type { Catalog, ToolName } from "./catalog";
import { type CatalogIndex, indexCatalog, indexTool, toCandidate } from "./catalog-index";
import type { GateContext, GateName } from "./gates/gate";
import { GATES, TOOL_GATES } from "./gates/gates";
import { type Moment, type ResolveRequest, gateContext } from "./request";
import { firstRefusal } from "./resolve";

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
const OF_CHANGES: readonly GateName[] = ["age", "step", "downgrade", "catalog"];
/** What concerns proxies: their own faults and their own istioctl's, not the cluster's. */
const OF_PROXIES: readonly GateName[] = ["support", "bulletin", "client"];

const PIN_GATES = GATES.filter(({ name }) => !OF_CHANGES.includes(name));
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
    const mesh = judge("control plane", controlPlane.version, context, index, PIN_GATES);
    const behind = proxies.version !== controlPlane.version;
    const data = behind ? judge("proxies", proxies.version, context, index, PROXY_GATES) : [];
    const sound = mesh.length === 0;
    return [
        ...mesh,
        ...data.map((finding) => ({ ...finding, onItsWay: sound })),
        ...judgeTool("flux", settings.flux.range, lock.flux.distribution.version, catalog, at),
        ...judgeTool("flagger", settings.flagger.range, lock.flagger.release.version, catalog, at),
    ];
}

function istioRequest({ istio, cluster }: StackSettings, lock: Lock): ResolveRequest {
    return {
        range: istio.range,
        kubernetes: cluster.kubernetes,
        current: lock.istio.controlPlane.version,
        sidecars: [lock.istio.proxies.version],
        strategy: istio.strategy,
        allowPrerelease: istio.allowPrerelease,
        waivers: istio.waivers,
        mtls: istio.mtls,
    };
}

function judgeTool(
    tool: ToolName,
    range: string,
    version: string,
    catalog: Catalog,
    at: Moment,
): readonly PinFinding[] {
    const index = indexTool(catalog, tool);
    return judge(tool, version, gateContext({ range, current: version }, index, at), index, TOOL_PIN_GATES);
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
