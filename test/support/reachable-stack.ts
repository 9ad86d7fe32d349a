import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { readStacks } from "../../cli/read-stacks";
import { commitBase } from "../diff/repository";
import { type FakeObjects, asGitHasIt, fakeKubeconfig, serveCluster } from "./fake-cluster";
import type { FaultServer } from "./http-server";
import type { Project } from "./project";

/**
 * Commits a project and has a server be the cluster of its stack dev, as Git has it.
 *
 * @param change What is otherwise there. @default nothing
 * @returns path of a kubeconfig that knows that cluster alone
 */
export function reachDev(
    project: Project,
    server: FaultServer,
    change: (objects: FakeObjects) => FakeObjects = (objects) => objects,
): string {
    commitBase(project);
    const kubeconfig = join(project.root, "..", "kubeconfig");
    writeFileSync(kubeconfig, fakeKubeconfig(server.url, "kind-dev"));
    const [dev] = readStacks(project.root, ["dev"]);
    assert.ok(dev);
    serveCluster(server, change(asGitHasIt(dev)));
    return kubeconfig;
}
