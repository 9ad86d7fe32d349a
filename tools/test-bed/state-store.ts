import { generateKeyPairSync, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

import { isRecord } from "../../lifecycle/kit/json-path";
import { writeYaml } from "../../lifecycle/kit/write-yaml";
import { type Access, kubeconfig, serverAddress } from "./kubeconfig";
import { type ClusterLayout, EGRESS_SOCKET, logFile } from "./layout";
import { stagesYaml } from "./stages";

/** What is remembered of a control plane between two commands. */
export interface ClusterState {
    /** Of the API server, on 127.0.0.1. */
    readonly port: number;
}

/** What was remembered; undefined where there is nothing, or nothing that can be used. */
export function readState(layout: ClusterLayout): ClusterState | undefined {
    try {
        const value: unknown = JSON.parse(readFileSync(layout.state, "utf8"));
        const port = isRecord(value) ? value["port"] : undefined;
        return typeof port === "number" && Number.isInteger(port) && port > 0 ? { port } : undefined;
    } catch {
        return undefined;
    }
}

/** Remembers, and makes what the components need before they start: keys, a token, kwok's stages. Keeps what is there. */
export function prepareFolder(layout: ClusterLayout, state: ClusterState): void {
    mkdirSync(layout.folder, { recursive: true, mode: 0o700 });
    // The folder may be older than this run; sockets and keys in it are protected by it.
    chmodSync(layout.folder, 0o700);
    if (!existsSync(layout.verificationKey)) writeSigningKeys(layout);
    if (readToken(layout) === undefined) {
        const token = randomBytes(32).toString("hex");
        writePrivate(layout.tokens, `${token},admin,admin,system:masters\n`);
    }
    writePrivate(layout.stages, stagesYaml());
    writePrivate(layout.egress, egressYaml());
    // A killed etcd leaves its socket; there is one again when the next etcd listens.
    rmSync(layout.etcdSocket, { force: true });
    writePrivate(layout.state, `${JSON.stringify(state)}\n`);
}

/**
 * Webhooks and aggregated APIs of Services are reached over a socket. Its path is relative to the folder that the API
 * server runs in, as a socket's may be 100 characters at most.
 */
function egressYaml(): string {
    return writeYaml({
        apiVersion: "apiserver.k8s.io/v1beta1",
        kind: "EgressSelectorConfiguration",
        egressSelections: [
            {
                name: "cluster",
                connection: {
                    proxyProtocol: "HTTPConnect",
                    transport: { uds: { udsName: EGRESS_SOCKET } },
                },
            },
        ],
    });
}

/** Whether etcd listens. */
export function etcdListens(layout: ClusterLayout): boolean {
    return existsSync(layout.etcdSocket);
}

/** How to reach the API server; undefined before it has made its certificate. */
export function readAccess(layout: ClusterLayout): Access | undefined {
    const state = readState(layout);
    const token = readToken(layout);
    const authority = readOrUndefined(layout.authority);
    // The certificate is written in one go, but a reader may come in between.
    if (!state || token === undefined || !authority?.trimEnd().endsWith("-----END CERTIFICATE-----")) {
        return undefined;
    }
    return { server: serverAddress(state.port), token, authority };
}

/** Writes the kubeconfig: for its owner's eyes only. */
export function writeKubeconfig(layout: ClusterLayout, access: Access): void {
    writePrivate(layout.kubeconfig, kubeconfig(layout.name, access));
}

/** Deletes everything a control plane kept. */
export function removeFolder(layout: ClusterLayout): void {
    rmSync(layout.folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Whether anything is kept for a control plane. */
export function hasFolder(layout: ClusterLayout): boolean {
    return existsSync(layout.folder);
}

/** The last lines a component or an engine wrote to its log. */
export function lastLogLines(
    layout: Pick<ClusterLayout, "logs">,
    name: string,
    count = 3,
): readonly string[] {
    const text = readOrUndefined(logFile(layout, name)) ?? "";
    return text.trimEnd().split("\n").slice(-count);
}

function writeSigningKeys(layout: ClusterLayout): void {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    writePrivate(layout.signingKey, privateKey.export({ type: "sec1", format: "pem" }).toString());
    // Last: its presence says that both are there.
    writePrivate(layout.verificationKey, publicKey.export({ type: "spki", format: "pem" }).toString());
}

function readToken(layout: ClusterLayout): string | undefined {
    return /^([0-9a-f]{64}),/.exec(readOrUndefined(layout.tokens) ?? "")?.[1];
}

/** Whole or not at all, and never readable by others, not even before its mode is set. */
function writePrivate(path: string, text: string): void {
    const draft = `${path}.${process.pid}-${randomBytes(4).toString("hex")}.windlass-tmp`;
    writeFileSync(draft, text, { mode: 0o600, flag: "wx" });
    renameSync(draft, path);
}

function readOrUndefined(path: string): string | undefined {
    try {
        return readFileSync(path, "utf8");
    } catch {
        return undefined;
    }
}
