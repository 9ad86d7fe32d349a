import type { PodTemplate } from "../../lifecycle/workloads/pod-template";
import { say } from "../phrase";
import { containerPrivileges } from "./containers";
import { type Privilege, fields, records, strong, text, texts, weak } from "./privilege";

/** Annotations by which ports and ranges bypass the proxy. */
const EXCLUDING = "traffic.sidecar.istio.io/";

/**
 * Privileges of the pods of a template (kubernetes.io, Pod Security Standards; istio.io, Resource Annotations).
 *
 * @param tokenByDefault Whether the pods' service account mounts its token where the template does not say.
 */
export function podPrivileges(template: PodTemplate, tokenByDefault: boolean): readonly Privilege[] {
    const spec = fields(template.spec);
    return [
        ...hostPrivileges(spec),
        ...volumePrivileges(spec),
        ...accountPrivileges(spec, tokenByDefault),
        ...["initContainers", "containers", "ephemeralContainers"].flatMap((list) =>
            records(spec[list]).flatMap((container) =>
                containerPrivileges(container, fields(spec["securityContext"])),
            ),
        ),
        ...meshPrivileges(template),
    ];
}

const HOST: readonly (readonly [string, string])[] = [
    ["hostNetwork", "the node's network (hostNetwork)"],
    ["hostPID", "the node's processes (hostPID)"],
    ["hostIPC", "the node's shared memory (hostIPC)"],
];

function hostPrivileges(spec: Readonly<Record<string, unknown>>): Privilege[] {
    const found = HOST.filter(([field]) => spec[field] === true).map(([, words]) => strong("host", [words]));
    if (spec["hostUsers"] === false) return found;
    if (spec["shareProcessNamespace"] === true)
        found.push(weak("shared-processes", ["its containers see each other's processes"]));
    const windows = fields(fields(spec["securityContext"])["windowsOptions"]);
    if (windows["hostProcess"] === true)
        found.push(strong("host", ["runs on the Windows host (hostProcess)"]));
    for (const sysctl of records(fields(spec["securityContext"])["sysctls"])) {
        found.push(weak("sysctl", say`sets sysctl ${text(sysctl["name"])} to ${text(sysctl["value"])}`));
    }
    return found;
}

function volumePrivileges(spec: Readonly<Record<string, unknown>>): Privilege[] {
    const found: Privilege[] = [];
    for (const volume of records(spec["volumes"])) {
        const hostPath = fields(volume["hostPath"]);
        if ("hostPath" in volume) found.push(strong("host-path", say`host path ${text(hostPath["path"])}`));
        const secret = text(fields(volume["secret"])["secretName"]);
        if (secret !== "") found.push(weak("secret", say`reads Secret ${secret}`));
        for (const source of records(fields(volume["projected"])["sources"])) {
            const name = text(fields(source["secret"])["name"]);
            if (name !== "") found.push(weak("secret", say`reads Secret ${name}`));
            const token = source["serviceAccountToken"];
            if (token === undefined) continue;
            const audience = text(fields(token)["audience"]);
            const whom = audience === "" ? ["the API server"] : say`${audience}`;
            found.push(weak("token", say`service account token for ${whom}`));
        }
    }
    return found;
}

function accountPrivileges(spec: Readonly<Record<string, unknown>>, tokenByDefault: boolean): Privilege[] {
    const found: Privilege[] = [];
    const account = text(spec["serviceAccountName"]) || text(spec["serviceAccount"]) || "default";
    if ((spec["automountServiceAccountToken"] ?? tokenByDefault) === true) {
        found.push(weak("token", ["service account token for the API server"]));
    }
    found.push(weak("service-account", say`runs as service account ${account}`));
    return found;
}

/** Annotations and labels that take traffic past the proxy, or the pod out of the mesh. */
function meshPrivileges({ metadata }: PodTemplate): Privilege[] {
    const found: Privilege[] = [];
    const all = { ...fields(metadata?.annotations), ...fields(metadata?.labels) };
    if (all["sidecar.istio.io/inject"] === "false")
        found.push(strong("mesh", ["its pods opt out of the mesh"]));
    for (const [key, value] of Object.entries(all)) {
        if (!key.startsWith(EXCLUDING) || text(value) === "") continue;
        found.push(weak("mesh", say`traffic past the proxy: ${key} ${text(value)}`));
    }
    if (texts([all["security.istio.io/tlsMode"]]).includes("disabled")) {
        found.push(strong("mesh", ["switches mutual TLS off for its pods"]));
    }
    return found;
}
