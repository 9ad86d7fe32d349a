import { mkdirSync, readFileSync } from "node:fs";

import { fakeIstioctl } from "./fake-istioctl";
import type { PulumiProject } from "./pulumi-workspace";
import { ISTIOCTL } from "./real-istioctl";
import { runWindlass } from "./run-windlass";

const LOCK = "stacks/dev.lock.yaml";

/** What a person changes of stack dev, each as a change of files that a commit takes. */
export class MeshChanges {
    /** Pins of the lock as they are. */
    public readonly pins = { controlPlane: "1.31.1", proxies: "1.31.1" };

    public constructor(private readonly project: PulumiProject) {}

    /** The lock's control plane at another version, rendered. */
    public async bumpControlPlane(to: string): Promise<void> {
        this.pin("controlPlane", to);
        await this.render();
    }

    /** The lock's proxies at another version, injected and rendered. */
    public async bumpProxies(to: string): Promise<void> {
        this.pin("proxies", to);
        await this.inject();
        await this.render();
    }

    /** The lock's gateway at a version of its own; not rendered yet. */
    public pinGateway(to: string): void {
        const text = readFileSync(this.project.path(LOCK), "utf8");
        const [own] = /^ {2}gateway:\n {4}version: \S+$/m.exec(text) ?? [];
        const next = `  gateway:\n    version: ${to}`;
        if (own !== undefined) this.project.replace(LOCK, own, next);
        else this.project.replace(LOCK, "  charts: ", `${next}\n    since: "2026-10-01"\n  charts: `);
    }

    /** The sidecars of what has changed. */
    public inject(): Promise<void> {
        return this.windlassWith(this.pins.proxies, "inject", "--stack", "dev");
    }

    /** `clusters/dev/`, for Flux. */
    public render(): Promise<void> {
        return this.windlass("render", "--stack", "dev");
    }

    /** The next step of `windlass update` as of a day, rendered. Sidecars are made by the version named. */
    public async update(day: string, version: string): Promise<void> {
        await this.step(version, "update", "--at", day);
    }

    /** A command that moves the lock, and what has to be made anew for it. Sidecars are made by the version named. */
    public async step(version: string, ...words: readonly string[]): Promise<void> {
        await this.windlassWith(version, ...words, "--stack", "dev", "--offline");
        this.readPins();
        await this.render();
    }

    /** Both pins at another version. */
    public async begin(version: string): Promise<void> {
        this.pin("controlPlane", version);
        await this.bumpProxies(version);
    }

    /** Begins with control planes side by side, at the version of an older minor. Call it before anything else. */
    public async beginByRevision(version: string): Promise<void> {
        const settings = "stacks/Pulumi.dev.yaml";
        const range = '">=1.30.5 <1.32"';
        this.project.replace(settings, "range: ~1.31", `range: ${range}`);
        this.project.replace(settings, "strategy: in-place", "strategy: revisions");
        this.project.replace(LOCK, "range: ~1.31", `range: ${range}`);
        await this.begin(version);
    }

    /** Templates say which they are, as every step that `windlass update` takes has it. Call it before they are rendered. */
    public markTemplates(): void {
        const pin = `proxies:\n    version: ${this.pins.proxies}\n`;
        this.project.replace(LOCK, pin, `${pin}    marked: true\n`);
    }

    /** Has Flux read what is rendered, instead of Pulumi applying it. */
    public deliverByFlux(): void {
        const settings = "stacks/Pulumi.dev.yaml";
        this.project.replace(settings, "windlass:delivery: pulumi", "windlass:delivery: flux");
    }

    /**
     * Canaries that are looked at as often as Flagger allows, and have two steps.
     *
     * @param threshold How many checks may fail: whoever kills what they need gives them more. @default 2
     */
    public shortenAnalyses(threshold = 2): void {
        for (const app of ["backend", "frontend"]) {
            const file = `apps/${app}/canary.yaml`;
            this.project.replace(file, "interval: 15s", "interval: 11s");
            this.project.replace(file, "hey -z 15s", "hey -z 11s");
            this.project.replace(file, "threshold: 10", `threshold: ${threshold}`);
        }
        this.project.replace("apps/backend/canary.yaml", "stepWeight: 5", "stepWeight: 25");
        this.project.replace("apps/frontend/canary.yaml", "iterations: 10", "iterations: 2");
    }

    /** The lock as the files say it, after a revert. */
    public readPins(): void {
        const text = readFileSync(this.project.path(LOCK), "utf8");
        for (const part of ["controlPlane", "proxies"] as const) {
            const found = new RegExp(`${part}:\\n +version: (\\S+)`).exec(text)?.[1];
            if (found === undefined) throw new Error(`${LOCK} pins no ${part}`);
            this.pins[part] = found;
        }
    }

    private pin(part: keyof MeshChanges["pins"], to: string): void {
        const before = `${part}:\n    version: ${this.pins[part]}`;
        this.project.replace(LOCK, before, `${part}:\n    version: ${to}`);
        this.pins[part] = to;
    }

    /** Runs a command with an istioctl that says it is of a version: there is one real one, whatever is pinned. */
    private async windlassWith(version: string, ...words: string[]): Promise<void> {
        mkdirSync(this.project.path("home"), { recursive: true });
        const script = `if [ "$1" = version ]; then '${ISTIOCTL}' "$@" | sed 's/1\\.31\\.1/${version}/g'; else exec '${ISTIOCTL}' "$@"; fi`;
        const before = process.env["ISTIOCTL"];
        process.env["ISTIOCTL"] = fakeIstioctl(this.project.path("home"), `istioctl-${version}`, script);
        try {
            await this.windlass(...words);
        } finally {
            process.env["ISTIOCTL"] = before;
        }
    }

    private async windlass(...words: string[]): Promise<void> {
        const { status, printed, noted } = await runWindlass(this.project.folder, ...words);
        if (status !== 0) throw new Error(`windlass ${words.join(" ")}: ${printed}\n${noted}`);
    }
}
