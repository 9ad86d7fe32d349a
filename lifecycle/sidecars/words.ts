import { isRecord } from "../kit/json-path";
import type { Manifest } from "../workloads/manifest";
import { podTemplateOf } from "../workloads/pod-template";
import { withApiDefaults } from "./api-defaults";
import type { Words } from "./placeholders";

type Fields = Readonly<Record<string, unknown>>;

/**
 * What the common part of many sidecars may say of one workload:
 *
 * - `name`, `namespace`
 * - `container`, `containers`: the first container of its pods, and all of them with commas
 * - `ports`, `probes`: the containers' ports and probes as the injector hands them to the proxy, in
 *   `ISTIO_META_POD_PORTS` and `ISTIO_KUBE_APP_PROBERS`
 *
 * A word that is spelt otherwise than by the injector does no harm: the workload then says the value itself.
 */
export function wordsOf(manifest: Manifest): Words {
    let words = known.get(manifest);
    if (!words) known.set(manifest, (words = findWords(manifest)));
    return words;
}

/** Manifests never change, and each is asked for its words when its sidecar is taken apart and put together. */
const known = new WeakMap<Manifest, Words>();

function findWords(manifest: Manifest): Words {
    const { name, namespace = "" } = manifest.metadata;
    const { spec } = withApiDefaults(podTemplateOf(manifest) ?? {});
    const containers = recordsIn(spec?.["containers"]);
    const names = containers.map((container) => String(container["name"]));
    return {
        // The first that fits is used, so the long ones come before what they are made of.
        probes: probesOf([...recordsIn(spec?.["initContainers"]), ...containers]),
        ports: portsOf(containers),
        name,
        namespace,
        container: names[0] ?? "",
        containers: names.join(","),
    };
}

/** Fields of a container's port, in the order Go writes them (ContainerPort in k8s.io/api/core/v1). */
const PORT = ["name", "hostPort", "containerPort", "protocol", "hostIP"] as const;

/** `ISTIO_META_POD_PORTS`, laid out as in the injector's template. */
function portsOf(containers: readonly Fields[]): string {
    const ports = containers.flatMap((container) => recordsIn(container["ports"]));
    const texts = ports.map((port) => JSON.stringify(inOrder(port, PORT)));
    return texts.length === 0 ? "[\n]" : `[\n    ${texts.join("\n    ,")}\n]`;
}

/** Probes and hooks, and the end of the path at which the proxy's agent answers for them (cmd/pilot-agent/status). */
const PROBES: readonly (readonly [readonly string[], string])[] = [
    [["readinessProbe"], "readyz"],
    [["livenessProbe"], "livez"],
    [["startupProbe"], "startupz"],
    [["lifecycle", "preStop"], "prestopz"],
    [["lifecycle", "postStart"], "poststartz"],
];

/** Fields of each kind of handler, in the order Go writes them. */
const HANDLERS: readonly (readonly [string, readonly string[]])[] = [
    ["httpGet", ["path", "port", "host", "scheme", "httpHeaders"]],
    ["tcpSocket", ["port", "host"]],
    ["grpc", ["port", "service"]],
];

/** `ISTIO_KUBE_APP_PROBERS` (DumpAppProbers in pkg/kube/inject/app_probe.go). */
function probesOf(containers: readonly Fields[]): string {
    const probes: Record<string, unknown> = {};
    for (const container of containers) {
        const ports = new Map(
            recordsIn(container["ports"]).map((port) => [port["name"], port["containerPort"]]),
        );
        for (const [path, end] of PROBES) {
            let probe: unknown = container;
            for (const key of path) probe = isRecord(probe) ? probe[key] : undefined;
            const handler = isRecord(probe) ? handlerOf(probe, ports) : undefined;
            if (handler) probes[`/app-health/${String(container["name"])}/${end}`] = handler;
        }
    }
    return Object.keys(probes).length === 0
        ? ""
        : JSON.stringify(inOrder(probes, Object.keys(probes).sort()));
}

function handlerOf(probe: Fields, ports: ReadonlyMap<unknown, unknown>): Fields | undefined {
    for (const [kind, fields] of HANDLERS) {
        const handler = probe[kind];
        if (!isRecord(handler)) continue;
        const port = ports.get(handler["port"]) ?? handler["port"];
        // Go writes the service of a gRPC probe even where there is none.
        const service = kind === "grpc" ? { service: handler["service"] ?? null } : {};
        return {
            [kind]: inOrder({ ...handler, ...service, port }, fields),
            ...inOrder(probe, ["timeoutSeconds"]),
        };
    }
    return undefined;
}

/** The fields that are there, in this order. */
function inOrder(fields: Fields, order: readonly string[]): Fields {
    return Object.fromEntries(
        order.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]] as const])),
    );
}

function recordsIn(list: unknown): readonly Fields[] {
    return Array.isArray(list) ? list.filter((item) => isRecord(item)) : [];
}
