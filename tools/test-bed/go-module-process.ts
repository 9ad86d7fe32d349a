import { WindlassError } from "../../lifecycle/kit/errors";
import { runGo } from "./go-build-process";

/** Which module is looked for. */
export interface ModuleFolderArgs {
    /** Path of `go`. */
    readonly go: string;
    /** `istio.io/istio` */
    readonly module: string;
    /** Folder of a go.mod that requires it. */
    readonly folder: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal;
}

/** Folder of a module's source in Go's own cache, fetched where it is not there. @throws WindlassError where it cannot be had */
export async function moduleFolder(args: ModuleFolderArgs): Promise<string> {
    const { go, module, folder: cwd, env, signal } = args;
    await runGo(go, ["mod", "download", module], { cwd, env, signal });
    const words = ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", module];
    const { status, output, answer } = await runGo(go, words, { cwd, env, signal });
    const folder = answer.trim();
    if (status === 0 && folder !== "") return folder;
    throw new WindlassError({
        key: "engines",
        value: module,
        rule: `cannot be fetched: ${output.trim().split("\n").at(-1) ?? "go says nothing"}`,
        remedy: "tools/engines/README.md says what it needs",
    });
}
