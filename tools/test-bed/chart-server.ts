import { createHash } from "node:crypto";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";

import type { ChartArchive } from "./chart-archive";
import { type LoopbackServer, listenOnLoopback } from "./loopback-server";

/** What is answered with. */
interface Content {
    readonly type: string;
    readonly bytes: Buffer;
}

/** A server of charts on 127.0.0.1. */
export interface ChartServer extends LoopbackServer {
    /** Where it serves what a registry serves: `oci://ghcr.io/charts` is `oci://127.0.0.1:20001/ghcr.io/charts`. */
    readonly mirrored: (registry: string) => string;
}

/** Media types of a chart in a registry (helm.sh/docs/topics/registries). */
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const CONFIG = "application/vnd.cncf.helm.config.v1+json";
const LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

/**
 * Serves charts on 127.0.0.1, in both ways that Flux fetches them: as an OCI registry, where any folder will do
 * (`oci://127.0.0.1:20001/charts`), and as a chart repository with an index (`http://127.0.0.1:20001`).
 *
 * @param port - @default a free one
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export async function startChartServer(charts: readonly ChartArchive[], port?: number): Promise<ChartServer> {
    const find = contentOf(charts);
    const server: Server = createServer((request, response) => answer(find, request, response));
    const listening = await listenOnLoopback(server, port);
    return {
        ...listening,
        mirrored: (registry) => registry.replace(/^oci:\/\//, `oci://127.0.0.1:${listening.port}/`),
    };
}

function answer(
    find: (path: string) => Content | undefined,
    request: IncomingMessage,
    response: ServerResponse,
): void {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const content = find(pathname);
    if (!content || !["GET", "HEAD"].includes(request.method ?? "")) {
        // What a registry says where it has nothing; clients parse it.
        const body = JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN", message: pathname }] });
        response.writeHead(404, { "content-type": "application/json" }).end(body);
        return;
    }
    response.writeHead(200, {
        "content-type": content.type,
        "content-length": content.bytes.length,
        "docker-content-digest": digest(content.bytes),
    });
    response.end(request.method === "HEAD" ? undefined : content.bytes);
}

/** What stands at a path. Everything is made once: charts do not change while they are served. */
function contentOf(charts: readonly ChartArchive[]): (path: string) => Content | undefined {
    const files = new Map<string, Content>([
        ["/v2/", json({})],
        ["/index.yaml", { ...json(helmIndex(charts)), type: "application/yaml" }],
    ]);
    const inRegistry = new Map<string, Content>();
    for (const chart of charts) {
        const layer = { type: LAYER, bytes: chart.bytes };
        const config = json(chart.metadata, CONFIG);
        const manifest = json(
            {
                schemaVersion: 2,
                mediaType: MANIFEST,
                config: descriptor(config),
                layers: [descriptor(layer)],
            },
            MANIFEST,
        );
        files.set(`/${fileName(chart)}`, layer);
        for (const blob of [layer, config]) inRegistry.set(`${chart.name}/blobs/${digest(blob.bytes)}`, blob);
        for (const reference of [tag(chart), digest(manifest.bytes)]) {
            inRegistry.set(`${chart.name}/manifests/${reference}`, manifest);
        }
        const tags = charts.filter(({ name }) => name === chart.name).map(tag);
        inRegistry.set(`${chart.name}/tags/list`, json({ name: chart.name, tags }));
    }
    return (path) => {
        // Of `/v2/charts/istio/base/manifests/1.31.1` the last three segments tell.
        const segments = path.startsWith("/v2/") ? path.split("/").slice(-3) : [];
        return files.get(path) ?? inRegistry.get(segments.join("/"));
    };
}

/** @see https://helm.sh/docs/topics/chart_repository/#the-index-file */
function helmIndex(charts: readonly ChartArchive[]): object {
    const entries: Record<string, object[]> = {};
    for (const chart of charts) {
        const sha256 = digest(chart.bytes).slice("sha256:".length);
        (entries[chart.name] ??= []).push({ ...chart.metadata, digest: sha256, urls: [fileName(chart)] });
    }
    return { apiVersion: "v1", entries };
}

/** Name of a packed chart's file: `istiod-1.31.1.tgz`. */
export function fileName({ name, version }: ChartArchive): string {
    return `${name}-${version}.tgz`;
}

/** A tag may hold no `+`; Helm writes `_`. */
function tag({ version }: ChartArchive): string {
    return version.replaceAll("+", "_");
}

function descriptor({ type, bytes }: Content): object {
    return { mediaType: type, digest: digest(bytes), size: bytes.length };
}

function json(value: object, type = "application/json"): Content {
    return { type, bytes: Buffer.from(JSON.stringify(value)) };
}

function digest(bytes: Buffer): string {
    return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
