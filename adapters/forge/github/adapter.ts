import type { ForgeAdapter } from "../forge";
import { GitHubApi } from "./api-source";
import { readGitHubContext } from "./context-source";
import { GitHubForge } from "./forge-source";
import { addToPath, writeOutputs, writeSummary } from "./outputs-store";

/** GitHub, and GitHub Enterprise Server. */
export const github: ForgeAdapter = {
    name: "github",
    variables: [
        "GITHUB_TOKEN",
        "GITHUB_REPOSITORY",
        "GITHUB_API_URL",
        "GITHUB_SERVER_URL",
        "GITHUB_REF",
        "GITHUB_EVENT_PATH",
    ],
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
