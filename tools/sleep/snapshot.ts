import {
    cpSync,
    existsSync,
    lstatSync,
    mkdirSync,
    readFileSync,
    readdirSync,
    renameSync,
    rmSync,
} from "node:fs";
import { join } from "node:path";

import { sha256 } from "../../lifecycle/kit/sha256";
import { userCacheFolder } from "../../adapters/http/client-source";
import { type FleetArgs, fleetFiles } from "./fleet";
import { type SiteFolders, siteFolders } from "./site";

const TOOLS = join(__dirname, "..");
/** Goes up where older snapshots are no longer good. */
const FORMAT = 1;
/** Prepared clusters that are kept: each has as much as its etcd, about 1 MiB a workload. */
const KEPT = 3;

/**
 * A prepared cluster in the user's cache folder: its etcd, its keys and the repository. A first night takes most of its time
 * to get there, and each further one begins with a copy.
 */
export class Snapshot {
    private readonly folder: string;
    private readonly path: string;
    private readonly folders: SiteFolders;

    public constructor(fleet: Omit<FleetArgs, "charts" | "git" | "context">) {
        this.folders = siteFolders(fleet.workloads);
        this.folder = join(userCacheFolder(process.env), "sleep");
        this.path = join(this.folder, `${fleet.workloads}-${keyOf(fleet, this.folders)}`);
    }

    public exists(): boolean {
        return existsSync(this.path);
    }

    /** Puts it where a cluster of this fleet stands. Nothing may run there. */
    public restore(): void {
        const { layout } = this.folders;
        rmSync(layout.folder, { recursive: true, force: true });
        copy(this.path, layout.folder);
    }

    /** Keeps the cluster that stands there, halted. Older ones go. */
    public save(): void {
        mkdirSync(this.folder, { recursive: true });
        const draft = `${this.path}.${process.pid}.tmp`;
        copy(this.folders.layout.folder, draft);
        rmSync(this.path, { recursive: true, force: true });
        renameSync(draft, this.path);
        const age = (name: string) => lstatSync(join(this.folder, name)).mtimeMs;
        const others = readdirSync(this.folder).sort((a, b) => age(b) - age(a));
        for (const name of others.slice(KEPT))
            rmSync(join(this.folder, name), { recursive: true, force: true });
    }
}

/** Without sockets, which nobody listens on, and logs. */
function copy(from: string, to: string): void {
    cpSync(from, to, {
        recursive: true,
        verbatimSymlinks: true,
        preserveTimestamps: true,
        filter: (path) => !lstatSync(path).isSocket() && path !== join(from, "logs"),
    });
}

/** What a prepared cluster depends on: the fleet, what made it, and where it stands. */
function keyOf(fleet: Omit<FleetArgs, "charts" | "git" | "context">, { layout }: SiteFolders): string {
    const modules = ["control-plane", "engines/flagger", "engines/kustomize-controller", "engines/istiod"];
    const parts = [
        FORMAT,
        layout.folder,
        [...fleetFiles({ ...fleet, charts: "", git: "", context: "" })],
        modules.map((module) => readFileSync(join(TOOLS, module, "go.mod"), "utf8")),
    ];
    return sha256(JSON.stringify(parts)).slice(0, 12);
}
