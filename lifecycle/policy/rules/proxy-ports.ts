import { isRecord } from "../../kit/json-path";
import { readLabels, selects } from "../label-selector";
import { isMeshed, ownContainers, podLabels } from "../mesh-pods";
import type { PolicyRule, Violation } from "../rule";
import { type Manifest, objectId } from "../../workloads/manifest";

/** What the proxy listens on in every pod, and for what (istio.io, "Application Requirements", ports used by Istio). */
const PROXY_PORTS: ReadonlyMap<number, string> = new Map([
    [15000, "Envoy's administration"],
    [15001, "outbound traffic"],
    [15004, "debugging"],
    [15006, "inbound traffic"],
    [15008, "HBONE tunnels"],
    [15020, "merged metrics"],
    [15021, "health checks"],
    [15053, "DNS"],
    [15090, "Envoy's metrics"],
]);

/** Of these, what the proxy answers from outside the pod on purpose: a Service may lead there, to scrape or to probe. */
const ANSWERED: readonly number[] = [15020, 15021, 15090];

/** An application on one of the proxy's ports cannot bind it, or is never reached. */
export const proxyPorts: PolicyRule = {
    id: "proxy-ports",
    description: "No application listens on a port of the proxy, and no Service leads to one.",
    remedy: "Give it another port: 15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053 and 15090 are the proxy's",
    judge: (objects, context) => {
        const meshed = objects.filter((object) => isMeshed(object, context));
        return [...meshed.flatMap(takenPorts), ...takenTargets(objects, meshed)];
    },
};

function takenPorts(object: Manifest): readonly Violation[] {
    return ownContainers(object)
        .filter(({ endsEarly }) => !endsEarly)
        .flatMap(({ name, fields }) =>
            proxyPortsIn(listOf(fields["ports"]).map(({ containerPort }) => containerPort)).map((port) => ({
                object: objectId(object),
                reason: `its container ${name} listens on ${port}, where its proxy has ${PROXY_PORTS.get(port)}`,
            })),
        );
}

function takenTargets(objects: readonly Manifest[], meshed: readonly Manifest[]): readonly Violation[] {
    const services = objects.filter(({ apiVersion, kind }) => apiVersion === "v1" && kind === "Service");
    const suspects = services.filter((service) => blockedPorts(service).length > 0);
    if (suspects.length === 0) return [];
    const byNamespace = new Map<string, Manifest[]>();
    for (const object of meshed) {
        const namespace = object.metadata.namespace ?? "";
        const found = byNamespace.get(namespace);
        if (found) found.push(object);
        else byNamespace.set(namespace, [object]);
    }
    return suspects.flatMap((service) => {
        const selector = isRecord(service["spec"]) ? service["spec"]["selector"] : undefined;
        if (!isRecord(selector) || Object.keys(selector).length === 0) return [];
        const wanted = readLabels(selector);
        const pods = byNamespace.get(service.metadata.namespace ?? "") ?? [];
        // A gateway's pods are nothing but a proxy; which of its ports answer is its own business.
        const target = pods.find(
            (object) => ownContainers(object).length > 0 && selects(wanted, podLabels(object)),
        );
        if (!target) return [];
        return blockedPorts(service).map((port) => ({
            object: objectId(service),
            reason: `its port leads to ${port} of ${objectId(target)}, where the proxy has ${PROXY_PORTS.get(port)}`,
        }));
    });
}

function blockedPorts(service: Manifest): readonly number[] {
    const spec = service["spec"];
    const ports = listOf(isRecord(spec) ? spec["ports"] : undefined);
    const targets = ports.map(({ port, targetPort = port }) => targetPort);
    return proxyPortsIn(targets).filter((port) => !ANSWERED.includes(port));
}

function proxyPortsIn(ports: readonly unknown[]): readonly number[] {
    return ports.filter((port): port is number => typeof port === "number" && PROXY_PORTS.has(port));
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
    return Array.isArray(value) ? value.filter(isRecord) : [];
}
