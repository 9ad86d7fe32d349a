import { say } from "../phrase";
import { type Privilege, fields, records, strong, text, texts, weak } from "./privilege";

type Fields = Readonly<Record<string, unknown>>;

/** The one capability the restricted Pod Security Standard allows to be added. */
const HARMLESS = "NET_BIND_SERVICE";

/**
 * Privileges of one container (kubernetes.io, Pod Security Standards). A field of the container overrides the pod's.
 *
 * @param pod The pod's own securityContext.
 */
export function containerPrivileges(container: Fields, pod: Fields): readonly Privilege[] {
    const name = text(container["name"]);
    const own = fields(container["securityContext"]);
    const effective = (field: string): unknown => own[field] ?? pod[field];
    return [
        ...powers(name, own),
        ...identity(name, effective("runAsUser"), effective("runAsNonRoot")),
        ...confinement(name, own, effective),
        ...reach(name, container),
    ];
}

function powers(name: string, own: Fields): Privilege[] {
    const found: Privilege[] = [];
    if (own["privileged"] === true) found.push(strong("privileged", say`container ${name} is privileged`));
    const capabilities = fields(own["capabilities"]);
    for (const capability of texts(capabilities["add"])) {
        const make = capability.replace(/^CAP_/, "") === HARMLESS ? weak : strong;
        found.push(make("capability", say`capability ${capability} for container ${name}`));
    }
    if (!texts(capabilities["drop"]).some((capability) => capability.toUpperCase() === "ALL")) {
        found.push(weak("capabilities-kept", say`container ${name} keeps the runtime's capabilities`));
    }
    if (own["allowPrivilegeEscalation"] !== false) {
        const words = say`container ${name} may gain privileges (allowPrivilegeEscalation)`;
        found.push(
            own["allowPrivilegeEscalation"] === true
                ? strong("escalation", words)
                : weak("escalation", words),
        );
    }
    return found;
}

function identity(name: string, user: unknown, nonRoot: unknown): Privilege[] {
    if (user === 0) return [strong("root", say`container ${name} runs as root (runAsUser 0)`)];
    if (nonRoot === false && user === undefined) {
        return [strong("root", say`container ${name} may run as root (runAsNonRoot false)`)];
    }
    if (nonRoot === true || typeof user === "number") return [];
    return [weak("root", say`container ${name} may run as root`)];
}

function confinement(name: string, own: Fields, effective: (field: string) => unknown): Privilege[] {
    const found: Privilege[] = [];
    const seccomp = text(fields(effective("seccompProfile"))["type"]);
    if (seccomp === "Unconfined")
        found.push(strong("seccomp", say`container ${name} is unconfined by seccomp`));
    if (seccomp === "") found.push(weak("seccomp", say`container ${name} names no seccomp profile`));
    if (text(fields(effective("appArmorProfile"))["type"]) === "Unconfined") {
        found.push(strong("apparmor", say`container ${name} is unconfined by AppArmor`));
    }
    if (text(own["procMount"]) === "Unmasked")
        found.push(strong("proc", say`container ${name} sees all of /proc`));
    if (own["readOnlyRootFilesystem"] !== true) {
        found.push(weak("file-system", say`container ${name} can write its root file system`));
    }
    return found;
}

function reach(name: string, container: Fields): Privilege[] {
    const found: Privilege[] = [];
    for (const port of records(container["ports"])) {
        if (typeof port["hostPort"] !== "number" || port["hostPort"] === 0) continue;
        found.push(
            strong("host-port", say`container ${name} listens on port ${text(port["hostPort"])} of the node`),
        );
    }
    const secrets = [
        ...records(container["env"]).map(
            (variable) => fields(fields(variable["valueFrom"])["secretKeyRef"])["name"],
        ),
        ...records(container["envFrom"]).map((source) => fields(source["secretRef"])["name"]),
    ];
    for (const secret of new Set(secrets.map(text))) {
        if (secret !== "") found.push(weak("secret", say`reads Secret ${secret}`));
    }
    if (records(container["volumeDevices"]).length > 0) {
        found.push(strong("device", say`container ${name} writes raw volumes`));
    }
    return found;
}
