import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { isRecord } from "../../lifecycle/kit/json-path";

const FOLDER = join(__dirname, "..", "fixtures", "releases");
/** Stands in a recorded state where the path of a kubeconfig stood. */
const KUBECONFIG = "${KUBECONFIG}";

/** One resource of a state, as far as it is read here. */
export interface RecordedResource {
    readonly urn: string;
    readonly type: string;
    readonly custom: boolean;
    readonly id?: string;
    readonly parent?: string;
    /** Read, not managed. */
    readonly external?: boolean;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A state as `pulumi stack export` writes it and `pulumi stack import` takes it. */
export interface RecordedState {
    readonly version: number;
    readonly deployment: {
        readonly manifest: Readonly<Record<string, unknown>>;
        readonly resources: readonly RecordedResource[];
    };
}

/** Versions of Windlass whose state is recorded, oldest first. */
export function recordedReleases(): readonly string[] {
    const entries = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return entries
        .map(({ name }) => name)
        .sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
}

/** Folder with what a release was recorded from: `stacks/`, `apps/`, and its `state.json`. */
export function releaseFolder(version: string): string {
    return join(FOLDER, version);
}

/** The state a release left, with the kubeconfig of another cluster in it. */
export function recordedState(version: string, kubeconfig = KUBECONFIG): RecordedState {
    const text = readFileSync(join(releaseFolder(version), "state.json"), "utf8");
    // As JSON, for a path may hold what JSON escapes.
    return JSON.parse(
        text.replaceAll(KUBECONFIG, () => JSON.stringify(kubeconfig).slice(1, -1)),
    ) as RecordedState;
}

/** Where charts are served on the loopback. */
type Mirror = (registry: string) => string;

/** A recorded state whose charts come from the loopback: what Flux fetches without TLS, it has to be told. */
export function mirroredState(state: RecordedState, mirrored: Mirror): RecordedState {
    return withRepositories(state, (url) => ({ url: mirrored(url), insecure: true }));
}

/** A state as it would be, had its charts come from where they are published. */
export function publishedState(state: RecordedState, mirrored: Mirror): RecordedState {
    const published = (url: string) => url.replace(mirrored("oci://"), "oci://");
    return withRepositories(state, (url) => ({ url: published(url), insecure: undefined }));
}

/** A state with other settings of its OCI registries, wherever it repeats them. */
function withRepositories(state: RecordedState, settings: (url: string) => object): RecordedState {
    const { version, deployment } = JSON.parse(JSON.stringify(state), (_, value: unknown) => {
        const url = isRecord(value) && value["type"] === "oci" ? String(value["url"]) : "";
        return url.startsWith("oci://") ? { ...(value as object), ...settings(url) } : value;
    }) as RecordedState;
    return { version, deployment };
}

/** What belongs to one machine, one cluster or one day: nothing that tells one resource from another. */
const OF_A_RUN = ["created", "modified", "sourcePosition", "stackTrace"];
const OF_A_CLUSTER = [
    "creationTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
];

/** A state as text, without what is of one machine, one cluster or one day, one resource a line. */
export function compactState(exported: RecordedState, kubeconfig: string): string {
    const { manifest, resources } = exported.deployment;
    const lines = resources.map((resource) => JSON.stringify(compactResource(resource)));
    const text = [
        `{"version":${exported.version},"deployment":{`,
        `"manifest":${JSON.stringify({ ...manifest, time: "0001-01-01T00:00:00Z" })},`,
        `"resources":[\n${lines.join(",\n")}\n]}}\n`,
    ].join("\n");
    return text.replaceAll(JSON.stringify(kubeconfig).slice(1, -1), () => KUBECONFIG);
}

function compactResource(resource: RecordedResource): unknown {
    const kept = without(resource, OF_A_RUN);
    if (!isRecord(resource.outputs)) return kept;
    // What is only read is read anew each time.
    const outputs = without(resource.outputs, resource.external ? ["status", "spec"] : ["status"]);
    const metadata = outputs["metadata"];
    if (isRecord(metadata)) outputs["metadata"] = without(metadata, OF_A_CLUSTER);
    return { ...kept, outputs };
}

function without(record: object, keys: readonly string[]): Record<string, unknown> {
    return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
