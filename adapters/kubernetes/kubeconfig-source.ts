import { statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { WindlassError } from "../../lifecycle/kit/errors";
import { closest } from "../../lifecycle/kit/closest";
import { isRecord } from "../../lifecycle/kit/json-path";
import { readTextIfThere } from "../files/text-source";
import type { StackSettings } from "../../lifecycle/settings/settings";
import { settingsFile } from "../../lifecycle/settings/settings-parse";

export interface RequireContextArgs {
    readonly settings: Pick<StackSettings, "stack" | "cluster">;
    /** Variables `KUBECONFIG` and `HOME`. */
    readonly env: Readonly<Record<string, string | undefined>>;
    /**
     * Whether something has to reach the cluster. Without it a machine that has no kubeconfig at all passes: a preview does
     * without a cluster, where there is a state to compare with.
     */
    readonly needed: boolean;
}

/** Contexts shown in a message. */
const SHOWN = 8;

/**
 * Looks a stack's context up before anything is done with it: the provider says nothing in a preview when it is not there,
 * and fails in the middle of an `up`. Files are looked for as kubectl does: `KUBECONFIG`, a list, else `~/.kube/config`.
 *
 * @throws WindlassError when no kubeconfig has the context
 */
export function requireContext({ settings, env, needed }: RequireContextArgs): void {
    const { context } = settings.cluster;
    if (context === undefined) return;
    const files = kubeconfigFiles(env);
    // A pipe can be read once, and the provider has to.
    if (files.some((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === false)) return;
    const texts = files.flatMap((file) => readTextIfThere("", file) ?? []);
    if (texts.length === 0 && !needed) return;
    const known = texts.flatMap((text, index) => contextsIn(text, files[index] ?? ""));
    if (known.includes(context)) return;
    const near = closest(context, known);
    const where = files.join(delimiter);
    throw new WindlassError({
        file: settingsFile(settings.stack),
        key: "cluster.context",
        value: context,
        rule:
            texts.length === 0
                ? `there is no kubeconfig at ${where}, and the cluster has to be reached`
                : `the kubeconfig ${where} has no such context${known.length === 0 ? "" : `, but ${briefly(known)}`}`,
        remedy: near
            ? `Did you mean ${near}? Else point KUBECONFIG at the file that has it`
            : "Point KUBECONFIG at the file that has it, or correct the name",
    });
}

/**
 * The kubeconfig that has a context, as text; undefined where none is a plain file that has it. Read at once, for who reads it
 * later may find other variables.
 */
export function kubeconfigWith(context: string, env: RequireContextArgs["env"]): string | undefined {
    return kubeconfigFiles(env)
        .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
        .map((file) => readTextIfThere("", file) ?? "")
        .find((text) => contextsIn(text, "").includes(context));
}

function kubeconfigFiles({
    KUBECONFIG = "",
    HOME = homedir(),
}: RequireContextArgs["env"]): readonly string[] {
    const named = KUBECONFIG.split(delimiter).filter((file) => file !== "");
    return named.length > 0 ? named : [join(HOME, ".kube", "config")];
}

/** Names of the contexts in a kubeconfig. JSON is YAML too. */
function contextsIn(text: string, file: string): readonly string[] {
    let config: unknown;
    try {
        config = parse(text, { logLevel: "error" });
    } catch {
        throw new WindlassError({
            file,
            rule: "is no kubeconfig: it cannot be read as YAML",
            remedy: "Correct it",
        });
    }
    const contexts =
        isRecord(config) && Array.isArray(config["contexts"]) ? (config["contexts"] as unknown[]) : [];
    return contexts.flatMap((entry) =>
        isRecord(entry) && typeof entry["name"] === "string" ? entry["name"] : [],
    );
}

function briefly(names: readonly string[]): string {
    const shown = names.slice(0, SHOWN).join(", ");
    return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown;
}
