import { WindlassError } from "../../lifecycle/kit/errors";
import type { Forge, ForgeAdapter, OpenForgeArgs, WorkflowRun } from "./forge";
import { github } from "./github/adapter";

/** Every forge Windlass knows. The first is meant where nothing tells. */
const ADAPTERS: readonly [ForgeAdapter, ...ForgeAdapter[]] = [github];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The forge that is meant: the one `WINDLASS_FORGE` names, else the one whose workflow this process runs in.
 *
 * @throws WindlassError when `WINDLASS_FORGE` names none
 */
export function selectForge(
    env: Environment,
    adapters: readonly [ForgeAdapter, ...ForgeAdapter[]] = ADAPTERS,
): ForgeAdapter {
    const named = env["WINDLASS_FORGE"];
    if (!named) return adapters.find((adapter) => adapter.isHere(env)) ?? adapters[0];
    const found = adapters.find(({ name }) => name === named);
    if (found) return found;
    throw new WindlassError({
        key: "WINDLASS_FORGE",
        value: named,
        rule: "is no forge Windlass knows",
        remedy: `Write ${adapters.map(({ name }) => name).join(" or ")}, or unset it`,
    });
}

/**
 * Lets a piece of work use the forge of this process's workflow, and closes it whatever happens. Nothing is asked of it
 * before the work does.
 *
 * @throws WindlassError with the variable that is missing or wrong
 */
export async function withForge<T>(args: OpenForgeArgs, work: (forge: Forge) => Promise<T>): Promise<T> {
    const forge = selectForge(args.env).open(args);
    try {
        return await work(forge);
    } finally {
        await forge.close();
    }
}

/** The run of the workflow this process is a step of. */
export function workflowRun(env: Environment): WorkflowRun {
    return selectForge(env).workflowRun(env);
}
