import { WindlassError, throwCollected } from "../kit/errors";
import type { JsonObject } from "../kit/json";
import type { StackSettings } from "../settings/settings";
import { lineOfField } from "../kit/field-lines";
import { isJsonObject, valueAt } from "./deep-merge";

/** Helm values that another key of the stack file decides, or that would undo a pin. One knob for one decision. */
const OWNED: readonly (readonly [path: string, remedy: string])[] = [
    ["hub", "Set istio.hub"],
    ["global.hub", "Set istio.hub"],
    ["pilot.hub", "Set istio.hub"],
    ["tag", "Set istio.range and run windlass update"],
    ["global.tag", "Set istio.range and run windlass update"],
    ["pilot.tag", "Set istio.range and run windlass update"],
    ["variant", "Set istio.variant"],
    ["global.variant", "Set istio.variant"],
    ["global.proxy.variant", "Set istio.variant"],
    ["pilot.variant", "Set istio.variant"],
    ["meshConfig.defaultConfig.image", "Set istio.variant"],
    ["image", "Set istio.hub to a registry that holds your image"],
    ["pilot.image", "Set istio.hub to a registry that holds your image"],
    ["global.proxy.image", "Set istio.hub to a registry that holds your image"],
    ["global.proxy_init.image", "Set istio.hub to a registry that holds your image"],
    ["revision", "Set istio.strategy"],
    ["revisionTags", "Set istio.tags: of a release they would go with it"],
    ["defaultRevision", "Set istio.strategy"],
    ["global.istioNamespace", "Remove it: the control plane runs in istio-system"],
    ["meshConfig.defaultConfig.discoveryAddress", "Set istio.strategy"],
    ["global.multiCluster.clusterName", "Set cluster.name"],
    ["global.network", "Set cluster.network"],
    ["global.meshID", "Set cluster.meshId"],
    ["meshConfig.defaultConfig.meshId", "Set cluster.meshId"],
    ["meshConfig.trustDomain", "Set cluster.trustDomain"],
    ["global.proxy.clusterDomain", "Set cluster.domain"],
    ["meshConfig.accessLogFile", "Set istio.accessLog"],
    ["meshConfig.outboundTrafficPolicy.mode", "Set istio.outboundTraffic"],
    ["pilot.cni.enabled", "Set istio.cni"],
    ["_internal_defaults_do_not_set", "Set the value itself"],
];

/**
 * Refuses `istio.values` that Windlass owns, and those that the chart would drop in silence: it copies `pilot.*`
 * over the top level (`zzy_descope_legacy.yaml`), so that of `env` and `pilot.env` only the latter counts. Refused too
 * is what would put a scalar in the place of a whole mapping.
 *
 * With `istio.defaults: chart` a value may say once more what the settings decide: who has installed the chart said so.
 *
 * @param ours Windlass's own istiod values, before the user's are merged in.
 * @param decided What the settings decide, said in full.
 * @throws WindlassError all complaints at once.
 */
export function refuseOwnedValues(settings: StackSettings, ours: JsonObject, decided: JsonObject): void {
    const { values, defaults } = settings.istio;
    const pilot = [ours["pilot"], values["pilot"]].filter(isJsonObject);
    const shadowed = Object.keys(values).filter((key) =>
        pilot.some((section) => Object.hasOwn(section, key)),
    );

    const isForeign = ([path]: (typeof OWNED)[number]): boolean => {
        const keys = path.split(".");
        const value = valueAt(values, keys);
        return value !== undefined && !(defaults === "chart" && value === valueAt(decided, keys));
    };
    const complaints = OWNED.filter(isForeign).map(([path, remedy]) =>
        complain(settings, path, "is decided by Windlass", remedy),
    );
    for (const path of misshapen(ours, values)) {
        complaints.push(complain(settings, path, "must be a mapping", "Write its keys below it"));
    }
    for (const key of shadowed) {
        complaints.push(
            complain(
                settings,
                key,
                "is overwritten by pilot of the istiod chart",
                `Write it as pilot.${key}`,
            ),
        );
    }
    throwCollected(complaints);
}

/** Paths where a scalar, a list or null would replace a whole mapping of ours, pins included. */
function misshapen(ours: JsonObject, theirs: JsonObject, prefix = ""): string[] {
    return Object.entries(theirs).flatMap(([key, value]) => {
        const below = valueAt(ours, [key]);
        if (!isJsonObject(below)) return [];
        return isJsonObject(value) ? misshapen(below, value, `${prefix}${key}.`) : [`${prefix}${key}`];
    });
}

function complain(settings: StackSettings, path: string, rule: string, remedy: string): WindlassError {
    return new WindlassError({
        file: `stacks/Pulumi.${settings.stack}.yaml`,
        line: lineOfField(settings.istio.values, path.split(".")),
        key: `istio.values.${path}`,
        value: valueAt(settings.istio.values, path.split(".")),
        rule,
        remedy,
    });
}
