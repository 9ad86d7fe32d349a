import { getIn } from "../../lifecycle/kit/json-path";
import { parseYamlDocument } from "../../lifecycle/kit/strict-yaml";
import { writeYaml } from "../../lifecycle/kit/write-yaml";

/** What a client has to know of a control plane. */
export interface Access {
    /** `https://127.0.0.1:40123` */
    readonly server: string;
    /** Bearer token of a cluster administrator. */
    readonly token: string;
    /** The server's certificate, which is its own authority, in PEM. */
    readonly authority: string;
}

/** Address of an API server. The number and not `localhost`, which may mean ::1 first. */
export function serverAddress(port: number): string {
    return `https://127.0.0.1:${port}`;
}

/** A kubeconfig that names one control plane `windlass-<name>` and makes it the current one. */
export function kubeconfig(name: string, { server, token, authority }: Access): string {
    const id = `windlass-${name}`;
    return writeYaml({
        apiVersion: "v1",
        kind: "Config",
        clusters: [
            {
                name: id,
                cluster: { server, "certificate-authority-data": Buffer.from(authority).toString("base64") },
            },
        ],
        users: [{ name: id, user: { token } }],
        contexts: [{ name: id, context: { cluster: id, user: id } }],
        "current-context": id,
    });
}

/** Reads back what {@link kubeconfig} wrote. @throws Error for any other that lacks a token or an authority */
export function readKubeconfig(text: string): Access {
    const { value } = parseYamlDocument(text, { file: "kubeconfig" });
    const [cluster, user] = ["clusters", "users"].map((list) => {
        const entries = getIn(value, [list]);
        return Array.isArray(entries) ? (entries[0] as unknown) : undefined;
    });
    const server = getIn(cluster, ["cluster", "server"]);
    const authority = getIn(cluster, ["cluster", "certificate-authority-data"]);
    const token = getIn(user, ["user", "token"]);
    if (typeof server !== "string" || typeof authority !== "string" || typeof token !== "string") {
        throw new Error("the kubeconfig is of no local control plane");
    }
    return { server, token, authority: Buffer.from(authority, "base64").toString() };
}
