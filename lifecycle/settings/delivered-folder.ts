import { compareText } from "../kit/compare-text";
import { WindlassError } from "../kit/errors";
import type { StackSettings } from "./settings";
import { settingsFile } from "./settings-parse";

/** The folder Flux reads a stack's manifests from, below the repository's root: `flux.git.path`, without slashes around it. */
export function deliveredFolder({ flux }: Pick<StackSettings, "flux">): string {
    return flux.git.path.replace(/\/{2,}/g, "/").replace(/^\/|\/$/g, "");
}

/**
 * Each stack's folder by the stack's name.
 *
 * @throws WindlassError where one stack's lies in another's: what is rendered for the one would be taken away by the other
 */
export function deliveredFolders(
    stacks: readonly Pick<StackSettings, "stack" | "flux">[],
): ReadonlyMap<string, string> {
    const folders = new Map(stacks.map((settings) => [settings.stack, deliveredFolder(settings)]));
    // A folder stands right before what lies in it.
    const sorted = [...folders].sort(([a, left], [b, right]) =>
        left === right ? compareText(a, b) : `${left}/` < `${right}/` ? -1 : 1,
    );
    for (const [index, [stack, folder]] of sorted.entries()) {
        const [other, above] = sorted[index - 1] ?? [];
        if (other === undefined || above === undefined || !`${folder}/`.startsWith(`${above}/`)) continue;
        throw new WindlassError({
            file: settingsFile(stack),
            key: "flux.git.path",
            value: folder,
            rule: folder === above ? `is the folder of ${other} too` : `lies in the folder of ${other}`,
            remedy: "Give each stack a folder of its own, such as clusters/<stack>",
        });
    }
    return folders;
}
