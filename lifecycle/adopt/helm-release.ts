import { gunzipSync } from "node:zlib";

import type { JsonObject } from "../kit/json";
import { isRecord, textIn } from "../kit/json-path";

/** What Helm keeps of a release that is deployed. */
export interface HelmRelease {
    readonly name: string;
    /** Namespace of its objects. */
    readonly namespace: string;
    /** `istiod` */
    readonly chart: string;
    /** Where the chart says it comes from: `https://github.com/istio/istio`. */
    readonly sources: readonly string[];
    /** `1.31.1` */
    readonly version: string;
    /** How often it was installed and upgraded. */
    readonly revision: number;
    /** Values somebody gave, over the chart's own. */
    readonly values: JsonObject;
    /** The chart's own values. */
    readonly defaults: JsonObject;
    /** Its objects as Helm applied them last, as a YAML text. */
    readonly manifest: string;
}

/** Largest release read, unpacked: Helm keeps it in a Secret, and those have at most a mebibyte packed. */
const MAX_SIZE = 64 * 1024 * 1024;

/**
 * A release from the value of a Secret `sh.helm.release.v1.*`, as the API server hands it out: JSON, gzipped, in base64
 * twice (helm.sh/helm/pkg/storage/driver/util.go).
 *
 * @returns undefined where it is none
 */
export function parseHelmRelease(data: string): HelmRelease | undefined {
    const release = unpack(data);
    if (!isRecord(release) || !isRecord(release["chart"])) return undefined;
    const { version, config, manifest, chart } = release;
    const metadata = isRecord(chart["metadata"]) ? chart["metadata"] : {};
    const [name, own] = [textIn(release, ["name"]), textIn(metadata, ["name"])];
    if (name === undefined || own === undefined) return undefined;
    return {
        name,
        namespace: textIn(release, ["namespace"]) ?? "default",
        chart: own,
        sources: Array.isArray(metadata["sources"]) ? metadata["sources"].map(String) : [],
        version: textIn(metadata, ["version"]) ?? "",
        revision: Number(version ?? 1),
        values: objectOf(config),
        defaults: objectOf(chart["values"]),
        manifest: typeof manifest === "string" ? manifest : "",
    };
}

function unpack(data: string): unknown {
    try {
        const packed = Buffer.from(Buffer.from(data, "base64").toString("latin1"), "base64");
        const isPacked = packed[0] === 0x1f && packed[1] === 0x8b;
        const text = isPacked ? gunzipSync(packed, { maxOutputLength: MAX_SIZE }) : packed;
        return JSON.parse(text.toString("utf8")) as unknown;
    } catch {
        return undefined;
    }
}

function objectOf(value: unknown): JsonObject {
    return isRecord(value) ? (value as JsonObject) : {};
}
