import { isBranchName } from "../adapters/forge/branch-name";
import type { ForgeContext } from "../adapters/forge/forge";
import { WindlassError } from "../lifecycle/kit/errors";

/**
 * The branch an option names, else the one the workflow runs on.
 *
 * @throws WindlassError where there is neither
 */
export function branchOf(
    key: string,
    option: string | undefined,
    { branch }: Pick<ForgeContext, "branch">,
): string {
    const found = option ?? branch;
    if (found !== undefined && /^[A-Za-z0-9][A-Za-z0-9._/-]{0,200}$/.test(found) && isBranchName(found))
        return found;
    throw new WindlassError({
        key,
        value: found,
        rule: "is no branch to merge into",
        remedy: "Run the workflow on the branch, or name it",
    });
}

/**
 * The file name of a workflow.
 *
 * @throws WindlassError for what is none
 */
export function workflowOf(key: string, option: string | undefined): string | undefined {
    if (option === undefined || /^[A-Za-z0-9_-]+\.ya?ml$/.test(option)) return option;
    throw new WindlassError({ key, value: option, rule: "is no file name of a workflow" });
}
