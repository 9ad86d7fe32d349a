import { WindlassError } from "../../lifecycle/kit/errors";
import { DELIVERED_LAYERS, type LayerStatus } from "../../lifecycle/evidence/forge-evidence";
import { runGit } from "../git/git-source";
import type { CommitStatus, Forge } from "./forge";

export interface ReadDeliveredArgs {
    readonly forge: Pick<Forge, "commitStatuses">;
    /** The project's root. */
    readonly root: string;
    readonly stacks: readonly string[];
    /** Newest commits that are asked about, a request each. @default 20 */
    readonly most?: number;
    readonly signal?: AbortSignal;
}

/** What Flux has told of the newest commit it has told anything of. */
export interface Delivered {
    readonly commit: string;
    readonly layers: readonly LayerStatus[];
}

/** Commits that are asked about where nothing else is said. */
export const MOST_COMMITS = 20;

/**
 * What notification-controller has set as statuses of commits, by stack: `windlass/<stack>/<layer>`, as the Bootstrap has it name them (components/flux/commit-status.ts), the newest commit
 * of HEAD's history first, until every stack has one. A stack nothing was told of is absent.
 *
 * @throws WindlassError where there is no commit, or the forge gives no answer
 */
export async function readDelivered({
    forge,
    root,
    stacks,
    most = MOST_COMMITS,
    signal,
}: ReadDeliveredArgs): Promise<ReadonlyMap<string, Delivered>> {
    const found = new Map<string, Delivered>();
    for (const commit of await newestCommits(root, most, signal)) {
        const missing = stacks.filter((stack) => !found.has(stack));
        if (missing.length === 0) break;
        const statuses = await forge.commitStatuses(commit);
        for (const stack of missing) {
            const layers = layersOf(stack, statuses);
            if (layers.length > 0) found.set(stack, { commit, layers });
        }
    }
    return found;
}

async function newestCommits(
    root: string,
    most: number,
    signal: AbortSignal | undefined,
): Promise<readonly string[]> {
    const args = ["rev-list", "--first-parent", `--max-count=${most}`, "HEAD"];
    const { status, stdout, stderr } = await runGit({ root, args, signal });
    if (status === 0) return stdout.split("\n").filter((line) => line !== "");
    throw new WindlassError({
        key: "HEAD",
        rule: `Git knows no commit whose statuses could be asked for (${(stderr.split("\n")[0] ?? "").slice(0, 200)})`,
        remedy: "Run the command in a clone of the repository",
    });
}

function layersOf(stack: string, statuses: readonly CommitStatus[]): readonly LayerStatus[] {
    return DELIVERED_LAYERS.flatMap((layer) => {
        const status = statuses.find(({ name }) => name === `windlass/${stack}/${layer}`);
        if (!status) return [];
        const { state, description, time } = status;
        return [{ layer, state, description, time }];
    });
}
