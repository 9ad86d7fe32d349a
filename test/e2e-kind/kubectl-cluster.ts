import { getIn } from "../../lifecycle/kit/json-path";
import type { ObjectLists } from "../support/mesh-observed";
import { runProgram } from "./programs";

/** Runs kubectl with the current context. @returns its standard output */
export function kubectl(...args: readonly string[]): Promise<string> {
    return runProgram({ program: "kubectl", args });
}

/** The cluster of the current context, whatever it takes to log in there. */
export const kubectlCluster: ObjectLists = {
    list: async (path) => {
        const items = getIn(JSON.parse(await kubectl("get", "--raw", path)), ["items"]);
        if (!Array.isArray(items)) throw new Error(`${path} is no list`);
        return items as readonly unknown[];
    },
};
