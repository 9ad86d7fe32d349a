import assert from "node:assert/strict";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { type Project, projects } from "../support/project";

const LOADTESTER = "apps/loadtester/service.yaml";
const AT = ["--offline", "--at", "2026-10-01"] as const;

interface Document {
    readonly findings: readonly {
        stack: string;
        rule: string;
        about: string;
        level: string;
        reason: string;
    }[];
    readonly skipped: readonly string[];
}

/** Adds an object to a workload that every stack has, without making a sidecar stale. */
function add(project: Project, yaml: string): void {
    project.write(LOADTESTER, `${project.read(LOADTESTER)}---\n${yaml}\n`);
}

async function check(project: Project, ...args: string[]) {
    const { status, printed } = await project.run("check", ...AT, "--json", ...args);
    const { findings } = JSON.parse(printed) as Document;
    return { status, found: findings.map(({ rule, about, level }) => `${level} ${rule} ${about}`) };
}

const PLAIN_NAMESPACE =
    "{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: plain, namespace: prod}, spec: {mtls: {mode: DISABLE}}}";

describe("windlass check", () => {
    const fresh = projects();

    it("refuses nothing of what is committed", async () => {
        const { status, found } = await check(fresh());

        assert.equal(status, ExitStatus.ok);
        assert.deepEqual(
            found.filter((finding) => finding.startsWith("refused")),
            [],
        );
    });

    it("refuses a violated policy, names object, reason and remedy, and has a status of its own", async () => {
        const project = fresh();
        add(project, PLAIN_NAMESPACE);

        const { status, printed } = await project.run("check", ...AT, "--stack", "dev");

        assert.equal(status, ExitStatus.refused);
        assert.match(
            printed,
            /^refused {2}dev {2}strict-mtls {2}prod\/PeerAuthentication\/plain \(apps\/loadtester\/service\.yaml:18\): it lets the whole namespace answer in plain text \(DISABLE\)\n {9}Set windlass:istio\.mtls/m,
        );
        assert.match(printed, /^1 finding, 1 refused$/m);
    });

    it("lets a waiver pass it until its last day", async () => {
        const project = fresh();
        add(project, PLAIN_NAMESPACE);
        project.replace(
            "stacks/Pulumi.dev.yaml",
            "    strategy: in-place",
            "    waivers: [{ id: strict-mtls, reason: legacy clients, expires: '2026-10-01' }]\n    strategy: in-place",
        );

        const during = await check(project, "--stack", "dev");
        const after = await project.run("check", "--offline", "--at", "2026-10-02", "--stack", "dev");

        assert.equal(during.status, ExitStatus.ok);
        assert.deepEqual(during.found, ["waived strict-mtls prod/PeerAuthentication/plain"]);
        assert.equal(after.status, ExitStatus.refused);
    });

    it("warns of vulnerable proxies that are on their way, and of nothing worse", async () => {
        const { status, found } = await check(fresh(), "--stack", "production");

        assert.equal(status, ExitStatus.ok);
        assert.deepEqual(found, ["warning bulletin proxies 1.31.0"]);
    });

    it("says what is stale before anything else", async () => {
        const project = fresh();
        project.replace("apps/backend/deployment.yaml", "containerPort: 9898", "containerPort: 9797");

        const { status, noted } = await project.run("check", ...AT);

        assert.equal(status, ExitStatus.stale);
        assert.match(noted, /prod\/Deployment\/backend: the sidecar is stale/);
    });

    it("refuses a day that is none", async () => {
        const { status, noted } = await fresh().run("check", "--at", "yesterday");

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /"yesterday": must be a day of the calendar/);
    });
});
