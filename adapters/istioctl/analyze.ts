import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { runIstioctl } from "./run";
import { type AnalysisMessage, parseAnalysis } from "./messages";

/** What {@link analyze} works on. */
export interface AnalyzeArgs {
    /** Path of the executable. */
    readonly istioctl: string;
    /** `default` or `1-31-1`. */
    readonly revision: string;
    /** Manifests as YAML. */
    readonly manifests: readonly string[];
    readonly signal?: AbortSignal;
}

/**
 * Runs `istioctl analyze` on manifests alone. Never with a cluster: a kubeconfig in a multicluster secret could name a
 * program to run (mended in 1.29.8, 1.30.5 and 1.31.1), and a check must say the same everywhere.
 *
 * @throws WindlassError when istioctl answers with something else than messages.
 */
export async function analyze(args: AnalyzeArgs): Promise<readonly AnalysisMessage[]> {
    const { istioctl, revision, manifests, signal } = args;
    const folder = mkdtempSync(join(tmpdir(), "windlass-analyze-"));
    try {
        const file = join(folder, "manifests.yaml");
        writeFileSync(file, manifests.map((manifest) => `---\n${manifest}`).join(""));
        // Without --all-namespaces it looks at the namespace default alone, and finds nothing anywhere.
        const flags = ["--all-namespaces", "--use-kube=false", "--revision", revision, "--output", "json"];
        // Its exit status is not 0 when it has found errors, so the answer tells, not the status.
        const { stdout, stderr } = await runIstioctl({ istioctl, args: ["analyze", ...flags, file], signal });
        const messages = parseAnalysis(stdout);
        if (messages) return messages;
        throw new WindlassError({
            key: "istioctl analyze",
            value: stderr.trim() || stdout.trim(),
            rule: "did not answer with messages",
            remedy: "Check that istioctl runs here",
        });
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
