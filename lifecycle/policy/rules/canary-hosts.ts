import { fieldsOf, listOf } from "../../canaries/complaints";
import { routesByIstio } from "../../canaries/generated-objects";
import { type ServiceNames, serviceNames } from "../../canaries/service-names";
import { type CanaryOf, canariesOf } from "../canaries-of";
import { hostOf, isServiceHost } from "../hosts";
import { kindOf } from "../pod-selector-kinds";
import { type PolicyRule, type Violation, blame } from "../rule";
import { type Manifest, objectId } from "../../workloads/manifest";

/**
 * Inside the mesh one VirtualService counts for a host: Istio merges those of a gateway only, and of the others takes the
 * oldest (istio.io, "Traffic Management Best Practices"). Two DestinationRules of a host share one traffic policy, the
 * first. An object beside Flagger's either does nothing, or takes the traffic out of the analysis.
 */
export const canaryHosts: PolicyRule = {
    id: "canary-hosts",
    description: "Nothing else routes the hosts that Flagger routes for a canary.",
    remedy: "Say it in the Canary's spec.service, and remove this one",
    judge: (objects) => {
        const routed = canariesOf(objects).filter(({ spec }) => routesByIstio(spec));
        if (routed.length === 0) return [];
        const services = servicesOf(routed);
        const gateways = gatewayHosts(routed);
        return objects.flatMap((object) => {
            switch (kindOf(object)) {
                case "networking.istio.io/VirtualService":
                    return [...meshRivals(object, services), ...gatewayRivals(object, gateways)];
                case "networking.istio.io/DestinationRule":
                    return ruleRivals(object, services);
                default:
                    return [];
            }
        });
    },
};

/** A Canary by one of its Services, and which of them. */
interface Routed {
    readonly of: CanaryOf;
    readonly service: keyof ServiceNames;
}

/** By `name.namespace`. */
function servicesOf(canaries: readonly CanaryOf[]): ReadonlyMap<string, Routed> {
    const services = new Map<string, Routed>();
    for (const of of canaries) {
        const names = serviceNames(of.canary);
        for (const service of ["apex", "primary", "canary"] as const) {
            if (names) services.set(`${names[service]}.${of.namespace}`, { of, service });
        }
    }
    return services;
}

function routedHost(
    host: unknown,
    object: Manifest,
    services: ReadonlyMap<string, Routed>,
): Routed | undefined {
    if (typeof host !== "string" || !isServiceHost(host)) return undefined;
    const { name, namespace } = hostOf(host, object.metadata.namespace ?? "");
    return services.get(`${name}.${namespace}`);
}

/** What has the name Flagger uses is overwritten, which canary-names says. */
function isFlaggers(object: Manifest, { canary }: CanaryOf): boolean {
    const names = serviceNames(canary);
    if (!names || object.metadata.namespace !== canary.metadata.namespace) return false;
    const made = object.kind === "VirtualService" ? [names.apex] : [names.primary, names.canary];
    return made.includes(object.metadata.name);
}

function meshRivals(object: Manifest, services: ReadonlyMap<string, Routed>): readonly Violation[] {
    const spec = fieldsOf(object["spec"]);
    if (!isInMesh(listOf(spec["gateways"]))) return [];
    return listOf(spec["hosts"]).flatMap((host) => {
        const routed = routedHost(host, object, services);
        if (!routed || isFlaggers(object, routed.of) || routed.service !== "apex") return [];
        const service = fieldsOf(routed.of.spec["service"]);
        if (service["delegation"] === true || !isInMesh(listOf(service["gateways"]))) return [];
        return [
            {
                ...blame(object),
                reason: `it routes ${String(host)} inside the mesh, as the VirtualService that Flagger makes for ${objectId(routed.of.canary)} does: one of the two counts`,
            },
        ];
    });
}

function isInMesh(gateways: readonly unknown[]): boolean {
    return gateways.length === 0 || gateways.includes("mesh");
}

/** Canaries that take whatever comes for a host at a gateway, by `namespace/gateway host`. */
function gatewayHosts(canaries: readonly CanaryOf[]): ReadonlyMap<string, CanaryOf> {
    const found = new Map<string, CanaryOf>();
    for (const of of canaries) {
        const service = fieldsOf(of.spec["service"]);
        if (service["delegation"] === true || listOf(service["match"]).length > 0) continue;
        for (const gateway of listOf(service["gateways"])) {
            for (const host of listOf(service["hosts"]))
                found.set(gatewayKey(gateway, host, of.namespace), of);
        }
    }
    return found;
}

/** Two routes without conditions for one host of one gateway: Istio merges them, and the second is never reached. */
function gatewayRivals(object: Manifest, gateways: ReadonlyMap<string, CanaryOf>): readonly Violation[] {
    const spec = fieldsOf(object["spec"]);
    const takesAll = listOf(spec["http"]).some((route) => listOf(fieldsOf(route)["match"]).length === 0);
    if (!takesAll) return [];
    for (const gateway of listOf(spec["gateways"])) {
        for (const host of listOf(spec["hosts"])) {
            const of = gateways.get(gatewayKey(gateway, host, object.metadata.namespace ?? ""));
            if (!of || isFlaggers(object, of)) continue;
            const reason = `it routes all of ${String(host)} at gateway ${String(gateway)}, as the VirtualService that Flagger makes for ${objectId(of.canary)} does: one of the two is never reached`;
            return [{ ...blame(object), reason }];
        }
    }
    return [];
}

function gatewayKey(gateway: unknown, host: unknown, namespace: string): string {
    const name = String(gateway);
    return `${name === "mesh" || name.includes("/") ? name : `${namespace}/${name}`} ${String(host)}`;
}

function ruleRivals(object: Manifest, services: ReadonlyMap<string, Routed>): readonly Violation[] {
    const { host, workloadSelector } = fieldsOf(object["spec"]);
    const routed = routedHost(host, object, services);
    // One for certain callers alone is no rival: it comes before the others.
    if (!routed || workloadSelector !== undefined || isFlaggers(object, routed.of)) return [];
    const [id, named] = [objectId(routed.of.canary), String(host)];
    const remedy = "Say it in spec.service.trafficPolicy of the Canary, and remove this one";
    if (routed.service !== "apex") {
        const reason = `it is a second DestinationRule of ${named}, beside the one that Flagger makes for ${id}: the traffic policy of one of the two counts`;
        return [{ ...blame(object), reason, remedy }];
    }
    if (!isInMesh(listOf(fieldsOf(routed.of.spec["service"])["gateways"]))) return [];
    const { primary, canary } = serviceNames(routed.of.canary) ?? { primary: "", canary: "" };
    const reason = `Flagger's route for ${id} sends what is meant for ${named} to ${primary} and ${canary}, for which this does not hold`;
    return [{ ...blame(object), reason, remedy, level: "warning" }];
}
