import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";

/** The instance that commands mean where none is named. */
export const DEFAULT_CLUSTER = "default";

/** File name of etcd's socket; `:0` only satisfies its parser of addresses. */
export const ETCD_SOCKET = "etcd.sock:0";

/** File name of the socket on which the API server asks for Services, of webhooks for instance (see `service-proxy.ts`). */
export const EGRESS_SOCKET = "egress.sock";

/** Where one control plane keeps what. All paths are absolute. */
export interface ClusterLayout {
    readonly name: string;
    /** Everything below: deleted as a whole by `cluster down`. Only its owner may enter it. */
    readonly folder: string;
    /** Beside the folder, for it has to outlive it. */
    readonly lock: string;
    readonly state: string;
    readonly kubeconfig: string;
    /** Static tokens of the API server: `token,user,uid,"groups"`. */
    readonly tokens: string;
    /** Key that signs service account tokens, and the public one that checks them. */
    readonly signingKey: string;
    readonly verificationKey: string;
    /** Where the API server writes its own certificate. */
    readonly certificates: string;
    /** The certificate: it is its own authority. */
    readonly authority: string;
    readonly etcdData: string;
    /** Where etcd listens (see `command-lines.ts`). */
    readonly etcdSocket: string;
    readonly stages: string;
    /** How the API server reaches Services: an EgressSelectorConfiguration that names {@link egressSocket}. */
    readonly egress: string;
    /** Where a service proxy listens, if there is one. */
    readonly egressSocket: string;
    /** Of engines that run beside it (see `engine-process.ts`). */
    readonly engines: string;
    readonly logs: string;
}

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** Folder of all local control planes of a project. */
export function clustersFolder(root: string): string {
    return join(root, ".cache", "cluster");
}

/**
 * Where the control plane of this name keeps what.
 *
 * @param root The project's root, absolute and without links: processes are told apart by it.
 * @throws WindlassError for a name that is no DNS label of at most 40 characters.
 */
export function clusterLayout(root: string, name: string): ClusterLayout {
    if (!NAME.test(name)) {
        throw new WindlassError({
            key: "--name",
            value: name,
            rule: "must be at most 40 lower-case letters, digits and hyphens, and begin and end with no hyphen",
        });
    }
    const folder = join(clustersFolder(root), name);
    return {
        name,
        folder,
        lock: `${folder}.lock`,
        state: join(folder, "state.json"),
        kubeconfig: join(folder, "kubeconfig"),
        tokens: join(folder, "tokens.csv"),
        signingKey: join(folder, "service-accounts.key"),
        verificationKey: join(folder, "service-accounts.pub"),
        certificates: join(folder, "certificates"),
        authority: join(folder, "certificates", "apiserver.crt"),
        etcdData: join(folder, "etcd"),
        etcdSocket: join(folder, ETCD_SOCKET),
        stages: join(folder, "stages.yaml"),
        egress: join(folder, "egress.yaml"),
        egressSocket: join(folder, EGRESS_SOCKET),
        engines: join(folder, "engines"),
        logs: join(folder, "logs"),
    };
}

/** Log of one component or engine, its earlier runs first. */
export function logFile(layout: Pick<ClusterLayout, "logs">, name: string): string {
    return join(layout.logs, `${name}.log`);
}
