import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { create, list } from "tar";
import { parse } from "yaml";

/** A chart as a folder of files. */
export interface ChartFolder {
    /** `istiod` */
    readonly name: string;
    readonly folder: string;
    /** Registry and folder of its images, `docker.io/istio`, where its source names those of a build. @default as it is */
    readonly hub?: string;
}

/** A packed chart. */
export interface ChartArchive {
    readonly name: string;
    readonly version: string;
    /** What its Chart.yaml says, for an index and a registry. */
    readonly metadata: Readonly<Record<string, unknown>>;
    /** Gzipped tar: the same bytes for the same files. */
    readonly bytes: Buffer;
}

/**
 * Packs a chart under a version, as its release does: Istio's sources say version 1.0.0 and the images of a build, and its
 * release builder writes over both.
 *
 * @see https://github.com/istio/release-builder
 */
export function packChart({ name, folder, hub }: ChartFolder, version: string): ChartArchive {
    const scratch = mkdtempSync(join(tmpdir(), "windlass-chart-"));
    try {
        const files = filesBelow(folder);
        // Written anew and not copied: what Go keeps of a module is read-only, folders too.
        for (const file of files) {
            const target = join(scratch, name, file);
            mkdirSync(dirname(target), { recursive: true });
            writeFileSync(target, stamped(file, readFileSync(join(folder, file)), version, hub));
        }
        const archive = join(scratch, "chart.tgz");
        const paths = files.map((file) => join(name, file));
        create({ sync: true, gzip: true, portable: true, noMtime: true, cwd: scratch, file: archive }, paths);
        return readChart(archive);
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}

/** A chart that is packed already: `base-1.31.1.tgz`. @throws Error where it holds no Chart.yaml */
export function readChart(file: string): ChartArchive {
    const chunks: Buffer[] = [];
    list({
        file,
        sync: true,
        filter: (path) => path.split("/").length === 2 && basename(path) === "Chart.yaml",
        onReadEntry: (entry) => entry.on("data", (chunk: Buffer) => chunks.push(chunk)),
    });
    const metadata = parse(Buffer.concat(chunks).toString()) as Readonly<Record<string, unknown>> | null;
    if (!metadata) throw new Error(`${file} holds no Chart.yaml`);
    const { name, version } = metadata;
    return { name: String(name), version: String(version), metadata, bytes: readFileSync(file) };
}

/** A file as it is packed: with the version where it has to say one. */
function stamped(file: string, bytes: Buffer, version: string, hub: string | undefined): Buffer | string {
    if (file === "Chart.yaml") {
        return bytes
            .toString()
            .replace(/^version:.*$/m, `version: ${version}`)
            .replace(/^appVersion:.*$/m, `appVersion: ${version}`);
    }
    if (file !== "values.yaml" || hub === undefined) return bytes;
    return bytes
        .toString()
        .replace(/^( +hub:) \S+\/testing$/m, `$1 ${hub}`)
        .replace(/^( +tag:) latest$/m, `$1 ${version}`);
}

/** Paths of all files in a folder, from there, sorted. */
function filesBelow(folder: string): readonly string[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .sort();
}
