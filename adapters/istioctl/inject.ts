import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

import type { InjectJob, InjectOutcome } from "./inject-job";
import type { InjectorInputs } from "./inputs";
import { injectStream } from "./stream";

export interface InjectAllArgs {
    readonly istioctl: string;
    readonly inputs: InjectorInputs;
    /** `default` or `1-31-1`. */
    readonly revision: string;
    /** Whether the proxy becomes a native sidecar, unless a pod says otherwise. */
    readonly native: boolean;
    readonly jobs: readonly InjectJob[];
    /** Called once for each document, in any order. */
    readonly onOutcome: (outcome: InjectOutcome) => void;
    /** Processes at a time. @default one a core */
    readonly streams?: number;
    readonly signal?: AbortSignal;
}

/** Documents that failed one after the other, after which it is not the documents' fault. */
const MAX_FAILURES = 50;

/**
 * A third of istioctl's time goes into collecting garbage, as its heap is small (https://go.dev/doc/gc-guide). It may
 * use some more, but not without end, unless the environment says otherwise.
 */
function memorySettings(): Readonly<Record<string, string>> {
    const { GOGC = "800", GOMEMLIMIT = "1GiB" } = process.env;
    return { GOGC, GOMEMLIMIT };
}

/**
 * Injects many documents through a few long `istioctl kube-inject` processes: starting one costs twenty times what a
 * document does. A document that istioctl refuses ends its process; the rest goes on in another.
 */
export async function injectAll(args: InjectAllArgs): Promise<void> {
    const { istioctl, inputs, revision, native, jobs, signal } = args;
    if (jobs.length === 0) return;
    const folder = mkdtempSync(join(tmpdir(), "windlass-inject-"));
    try {
        const files = {
            injectConfigFile: inputs.template,
            valuesFile: inputs.values,
            meshConfigFile: inputs.mesh,
        };
        const flags = Object.entries(files).flatMap(([flag, text]) => {
            const file = join(folder, flag);
            writeFileSync(file, text);
            return [`--${flag}`, file];
        });
        const queue = [...jobs].reverse();
        const start = {
            istioctl,
            args: ["kube-inject", "--revision", revision, "-f", "-", ...flags],
            env: { ENABLE_NATIVE_SIDECARS: String(native), ...memorySettings() },
            signal,
        };
        let failures = 0;
        const worker = async (): Promise<void> => {
            while (queue.length > 0) {
                const rest = await injectStream({
                    start,
                    next: () => queue.pop(),
                    onOutcome: (outcome) => {
                        if (outcome.reason !== undefined) failures++;
                        args.onOutcome(outcome);
                    },
                });
                queue.push(...rest.reverse());
                if (failures >= MAX_FAILURES) return;
            }
        };
        const streams = Math.min(args.streams ?? availableParallelism(), Math.ceil(jobs.length / 8));
        await Promise.all(Array.from({ length: streams }, () => worker()));
        for (const { id } of queue)
            args.onOutcome({ id, injected: undefined, reason: "was not tried: too many others failed" });
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
