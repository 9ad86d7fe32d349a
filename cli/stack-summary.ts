import { rcompare } from "semver";
import { LAYERS } from "../components/kube/layer";
import type { Stack } from "../lifecycle/stack/stack";
import type { RenderedObjects } from "../render/objects";
import { type Cell, table } from "./table";
import type { Terminal } from "./terminal";

/** What one stack comes to, in figures. */
export interface StackSummary {
    readonly stack: string;
    /** `~1.31 → 1.31.1` */
    readonly pin: string;
    /** Control plane: `1.31.1 in-place`. */
    readonly controlPlane: string;
    /** Workloads by version of their proxy, newest first: `3 × 1.31.1`. */
    readonly proxies: readonly string[];
    readonly canaries: number;
    /** Objects by layer, in the order of {@link LAYERS}. */
    readonly objects: readonly number[];
    readonly warnings: readonly string[];
}

/** Counts what a stack's render holds. */
export function summarize(stack: Stack, rendered: RenderedObjects): StackSummary {
    const { settings, lock, warnings } = stack;
    const { controlPlane } = lock.istio;
    return {
        stack: settings.stack,
        pin: `${settings.istio.range} → ${controlPlane.version}`,
        controlPlane: `${controlPlane.version} ${settings.istio.strategy}`,
        proxies: countProxies(rendered),
        canaries: LAYERS.flatMap((layer) => rendered.layers[layer]).filter(({ kind }) => kind === "Canary")
            .length,
        objects: LAYERS.map((layer) => rendered.layers[layer].length),
        warnings,
    };
}

const PROXY_IMAGE = /"image":"[^"]*\/proxyv2:(\d+\.\d+\.\d+)[^"]*"/;

/** Read from the objects themselves, not from the lock: this is what will run. */
function countProxies(rendered: RenderedObjects): string[] {
    const counts = new Map<string, number>();
    for (const object of rendered.layers.workloads) {
        const version = PROXY_IMAGE.exec(JSON.stringify(object))?.[1];
        if (version) counts.set(version, (counts.get(version) ?? 0) + 1);
    }
    return [...counts].sort(([a], [b]) => rcompare(a, b)).map(([version, count]) => `${count} × ${version}`);
}

/** The table of all stacks, with the warnings below it. */
export function stackTable(summaries: readonly StackSummary[], terminal: Terminal): string {
    const header = [
        "STACK",
        "ISTIO RANGE → PIN",
        "CONTROL PLANE",
        "PROXIES",
        "CANARIES",
        LAYERS.join("/").toUpperCase(),
    ];
    const rows = summaries.map((summary): (string | Cell)[] => [
        { text: summary.stack, paint: (text) => terminal.paint("strong", text) },
        summary.pin,
        summary.controlPlane,
        summary.proxies.join("\n") || "none",
        String(summary.canaries),
        summary.objects.join("/"),
    ]);
    const warnings = summaries.flatMap(({ stack, warnings: found }) =>
        found.map((warning) => `${terminal.paint("warning", "warning")}  ${stack}: ${warning}`),
    );
    return [table(header, rows), ...(warnings.length > 0 ? ["", ...warnings] : [])].join("\n");
}
