import { gatewayPin } from "../settings/gateway-pins";
import type { Lock } from "../settings/lock";
import { type LockedSystem, TOOL_NAMES, type ToolName, systemOfTool } from "../settings/pinned-parts";
import type { StackSettings } from "../settings/settings";
import type { Catalog } from "../versions/catalog";
import { type CatalogIndex, indexCatalog, indexTool, toCandidate } from "../versions/catalog-index";
import { existsGate } from "../versions/gates/exists";
import { type GateContext, type GateName, apartFrom, concerning } from "../versions/gates/gate";
import { GATES, TOOL_GATES } from "../versions/gates/gates";
import { rangeGate } from "../versions/gates/range";
import { type Moment, gateContext } from "../versions/request";
import { firstRefusal } from "../versions/resolve";
import { istioRequest } from "./istio-request";
import { versionsOf } from "./lock-versions";
import { toolRequest } from "./decide-tools";
import { partLabel, pinOf } from "../settings/pins";

/** A pinned version that would not be pinned today. */
export interface PinFinding {
    /** What is pinned: `control plane`, `proxies`, `flux`. */
    readonly part: string;
    readonly version: string;
    readonly gate: GateName;
    /** Ids of the waivers that together would let it pass. */
    readonly waivers: readonly string[];
    /** One sentence without its full stop; "it" is the version. */
    readonly reason: string;
    /** Whether the next step of an upgrade under way mends it: proxies that follow a sound control plane. */
    readonly onItsWay: boolean;
}

const PIN_GATES = apartFrom(GATES, "change");
/** The range of a stop on the way is the lock's business. */
const STOP_GATES = apartFrom(PIN_GATES, "standing").filter((gate) => gate !== rangeGate);
const TARGET_GATES = concerning(PIN_GATES, "standing");
const PROXY_GATES = concerning(PIN_GATES, "proxies");
const TOOL_PIN_GATES = apartFrom(TOOL_GATES, "change");

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
        partLabel("control-plane"),
        controlPlane.version,
        context,
        index,
        gatesFor("istio", lock, isStop ? STOP_GATES : PIN_GATES),
    );
    const stop = isStop
        ? judge(partLabel("control-plane"), controlPlane.version, context, index, TARGET_GATES)
        : [];
    const behind = proxies.version !== controlPlane.version;
    const data = behind ? judge(partLabel("proxies"), proxies.version, context, index, PROXY_GATES) : [];
    const followers = settings.gateways.map(({ name }) => ({
        part: settings.gateways.length > 1 ? `${partLabel("gateway")} ${name}` : partLabel("gateway"),
        version: gatewayPin(lock, name).version,
    }));
    const { tags = proxies.version } = versionsOf(lock, settings);
    const last = [...followers, { part: partLabel("tags"), version: tags }].flatMap(({ part, version }) =>
        version === proxies.version ? [] : judge(part, version, context, index, PROXY_GATES),
    );
    const sound = mesh.every(({ onItsWay }) => onItsWay);
    return [
        ...mesh,
        ...stop.map((finding) => ({ ...finding, onItsWay: true })),
        ...[...data, ...last].map((finding) => ({
            ...finding,
            onItsWay: sound && finding.gate !== existsGate.name,
        })),
        ...TOOL_NAMES.flatMap((tool) => judgeTool(tool, settings, lock, catalog, at)),
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
    return judge(tool, version, context, index, gatesFor(systemOfTool(tool), lock, TOOL_PIN_GATES));
}

/** Where a lock says that its pins lie outside the range, on the way into it or until they may move, that is no finding. */
function gatesFor(system: LockedSystem, { istio, outside = [] }: Lock, gates: typeof GATES): typeof GATES {
    const known = outside.includes(system) || (system === "istio" && istio.towards !== undefined);
    return known ? gates.filter((gate) => gate !== rangeGate) : gates;
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
    if (!refusal) return [];
    const gate = gates.find(({ name }) => name === refusal.gate);
    const waivers = gate?.waivers?.(candidate, context) ?? [];
    return [{ part, ...refusal, waivers, onItsWay: false }];
}
