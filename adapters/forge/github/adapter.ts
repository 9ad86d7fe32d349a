import type { ForgeAdapter } from "../forge";
import { GitHubApi } from "./api-source";
import { readGitHubContext } from "./context-source";
import { GitHubForge } from "./forge-source";
import { addToPath, writeOutputs, writeSummary } from "./outputs-store";
import { GITHUB_VARIABLES } from "./variables";

/** GitHub, and GitHub Enterprise Server. */
export const github: ForgeAdapter = {
    name: "github",
    variables: GITHUB_VARIABLES,
    isHere: (env) => Boolean(env["GITHUB_ACTIONS"] || env["GITHUB_REPOSITORY"]),
    open(args) {
        const context = readGitHubContext(args.env);
        return new GitHubForge(context, new GitHubApi({ ...context, ...args }));
    },
    workflowRun: (env) => ({
        writeOutputs: (outputs) => writeOutputs(env, outputs),
        addToPath: (folder) => addToPath(env, folder),
        writeSummary: (markdown) => writeSummary(env, markdown),
    }),
};
