import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import type { JsonObject } from "../../lifecycle/kit/json";
import { isRecord } from "../../lifecycle/kit/json-path";
import { parseYamlDocuments } from "../../lifecycle/kit/strict-yaml";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { runIstioctl } from "./run";

/** What `istioctl manifest generate` works on. It asks no cluster. */
export interface GenerateArgs {
    /** Path of the executable: the charts of its version are compiled into it. */
    readonly istioctl: string;
    /** An IstioOperator object with the stack's Helm values. */
    readonly operator: JsonObject;
    readonly signal?: AbortSignal;
}

/**
 * What the charts of an istioctl's version make of some values, as YAML.
 *
 * @throws WindlassError when istioctl refuses the values
 */
export async function generateManifest({ istioctl, operator, signal }: GenerateArgs): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "windlass-charts-"));
    try {
        const file = join(folder, "operator.json");
        writeFileSync(file, JSON.stringify(operator));
        const args = ["manifest", "generate", "-f", file];
        const { stdout, stderr, status } = await runIstioctl({ istioctl, args, signal });
        if (status !== 0) throw refusedValues(lastLine(stderr));
        return stdout;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/**
 * The same as objects.
 *
 * @throws WindlassError when istioctl refuses the values
 */
export async function chartObjects(args: GenerateArgs): Promise<readonly Manifest[]> {
    const text = await generateManifest(args);
    return parseYamlDocuments(text, { file: "istioctl manifest generate", dialect: "kubernetes" })
        .map(({ value }): unknown => value)
        .filter((value): value is Manifest => isRecord(value) && typeof value["kind"] === "string");
}

/** An error about values of the stack that istioctl does not take. */
export function refusedValues(reason: string): WindlassError {
    return new WindlassError({
        key: "istio.values",
        rule: `istioctl manifest generate refuses the stack's values: ${reason}`,
        remedy: "Correct istio.values in the stack file",
    });
}

function lastLine(text: string): string {
    return (text.trim().split("\n").at(-1) ?? "").replace(/^Error: /, "").slice(0, 300);
}
