import { mkdtempSync } from "node:fs";
import { Project } from "/work/main/test/support/project";
import { commitBase, freshenSidecars, git } from "/work/main/test/render/diff/repository";
(globalThis as any).after = () => {};
const root = mkdtempSync("/tmp/wd-");
async function main() {
    const p = new Project(root);
    commitBase(p);
    const scenario = process.argv[2];
    const bump = () => { p.replace("stacks/production.lock.yaml", `proxies:\n    version: 1.31.0\n    since: "2026-09-07"`, `proxies:\n    version: 1.31.1\n    since: "2026-11-20"`); freshenSidecars(p, "production"); };
    if (scenario === "bump") bump();
    if (scenario === "app" || scenario === "both") { p.replace("apps/backend/deployment.yaml", "podinfo:6.9.2", "podinfo:6.10.0"); p.replace("apps/backend/deployment.yaml", "              drop:\n                - ALL", "              add:\n                - SYS_PTRACE\n              drop:\n                - ALL");
      freshenSidecars(p, "dev", "staging", "production"); }
    if (scenario === "both") bump();
    if (scenario === "canary") { p.replace("apps/backend/canary.yaml", "threshold: 10", "threshold: 50"); p.replace("apps/backend/canary.yaml", "max: 500", "max: 5000"); p.replace("apps/backend/canary.yaml", "maxWeight: 50", "maxWeight: 60"); p.replace("apps/backend/canary.yaml", "      - name: conformance-test", "      - name: conformance `x` @all </details> <img src=x>"); }
    if (scenario === "delete") { p.replace("stacks/Pulumi.dev.yaml", "      - backend\n", ""); freshenSidecars(p, "dev"); }
    if (scenario === "bad") { p.write("apps/backend/deployment.yaml", "a: [\n"); }
    const r = await p.run("diff", "--from", "base", "--format", process.argv[3] ?? "text");
    console.log(r.status, r.noted); console.log(r.printed);
}
main();
