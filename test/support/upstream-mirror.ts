import type { Bulletin, Catalog, SupportWindow } from "../../lifecycle/versions/catalog";
import { type MadeTag, gitBackend, makeRepository } from "./git-http";
import type { FaultServer, Responder } from "./http-server";

/** A mirror of everything a refresh reads, which at first says exactly what a catalog says. */
export class UpstreamMirror {
    private repositories = 0;

    public constructor(
        private readonly server: FaultServer,
        private readonly catalog: Catalog,
        private readonly folder: string,
    ) {
        this.tags(
            "/istio",
            catalog.releases.map(({ version }) => version),
        );
        for (const tool of ["flux", "flux-operator", "flagger"] as const) {
            const versions = catalog.tools[tool].releases.map(({ version }) => `v${version}`);
            this.tags(`/${tool}`, versions);
        }
        this.support(catalog.support);
        for (const bulletin of catalog.bulletins) this.bulletin(bulletin.id, bulletinPage(bulletin));
        this.charts({ base: ["1.31.1"], istiod: ["1.31.1"], gateway: ["1.31.1"] });
    }

    /** The environment that leads to this mirror. */
    public get env(): Record<string, string> {
        const { url } = this.server;
        return {
            WINDLASS_ISTIO_REPOSITORY: `${url}/istio`,
            WINDLASS_ISTIO_DOCS: `${url}/docs`,
            WINDLASS_ISTIO_CHARTS: `${url}/charts`,
            WINDLASS_ISTIO_MIRROR: `${url}/releases`,
            WINDLASS_FLUX_REPOSITORY: `${url}/flux`,
            WINDLASS_FLUX_OPERATOR_REPOSITORY: `${url}/flux-operator`,
            WINDLASS_FLAGGER_REPOSITORY: `${url}/flagger`,
        };
    }

    /** Tags of the catalog, and new ones. Names no repository can hold are added to the list on its way. */
    public tags(path: string, old: readonly string[], added: readonly MadeTag[] = []): void {
        const folder = `${this.folder}/repository-${this.repositories++}`;
        const isRefName = (name: string): boolean => !name.includes("..");
        const lines = old.filter((name) => !isRefName(name)).map((name) => line(`${ID} refs/tags/${name}`));
        let made = false;
        // Of four repositories most tests ask for one alone.
        const backend: Responder = (request) => {
            if (!made) makeRepository(folder, added, old.filter(isRefName));
            made = true;
            return gitBackend(folder)(request);
        };
        this.server.on(`${path}/info/refs`, backend);
        this.server.on(`${path}/git-upload-pack`, async (request) => {
            const reply = await backend(request);
            if (lines.length === 0 || !request.body.includes("command=ls-refs")) return reply;
            return {
                ...reply,
                body: Buffer.concat([Buffer.from(lines.join("")), Buffer.from(reply.body ?? "")]),
            };
        });
    }

    public support(windows: readonly SupportWindow[]): void {
        const rows = windows.map(({ minor, releaseDate, eol, eolExpected, kubernetes }) =>
            [
                `- version: "${minor}"`,
                `  releaseDate: "${releaseDate}"`,
                `  eolDate: "${eol ?? expected(eolExpected ?? "")}"`,
                `  k8sVersions: ${JSON.stringify(kubernetes)}`,
            ].join("\n"),
        );
        this.server.on("/docs/data/compatibility/supportStatus.yml", {
            body: ['- version: "master"', ...rows].join("\n"),
        });
    }

    public bulletin(id: string, page: string): void {
        this.server.on(`/docs/content/en/news/security/${id.toLowerCase()}/index.md`, { body: page });
    }

    public announcement(version: string, date: string): void {
        const [major, minor, patch] = version.split(".");
        const page =
            patch === "0" ? `announcing-${major}.${minor}/_index.md` : `announcing-${version}/index.md`;
        this.server.on(`/docs/content/en/news/releases/${major}.${minor}.x/${page}`, {
            body: `---\ntitle: Announcing Istio ${version}\npublishdate: ${date}\nrelease: ${version}\n---\n`,
        });
    }

    public charts(versions: Readonly<Record<string, readonly string[]>>): void {
        const entries = Object.entries(versions).map(([name, list]) => {
            const items = list.map((version) => `  - version: ${version}\n    digest: ${"c".repeat(64)}\n`);
            return `  ${name}:\n${items.join("")}`;
        });
        this.server.on("/charts/index.yaml", { body: `apiVersion: v1\nentries:\n${entries.join("")}` });
    }

    public get versions(): readonly string[] {
        return this.catalog.releases.map(({ version }) => version);
    }
}

const line = (text: string): string => `${(text.length + 5).toString(16).padStart(4, "0")}${text}\n`;
const ID = "b".repeat(40);

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function expected(text: string): string {
    const [year, month, day] = text.split("-");
    const name = MONTHS[Number(month) - 1];
    return day ? `${Number(day)} ${name} ${year} (Expected)` : `~${name} ${year} (Expected)`;
}

/** A bulletin's page as istio.io has it. */
export function bulletinPage({ id, date, page }: Pick<Bulletin, "id" | "date" | "page">): string {
    return [
        "---",
        `title: ${id}`,
        "subtitle: Security Bulletin",
        `cves: ${JSON.stringify(page.cves)}`,
        `cvss: ${JSON.stringify(page.cvss)}`,
        `releases: ${JSON.stringify(page.releases)}`,
        `publishdate: ${date}`,
        "---",
        "",
        "{{< security_bulletin >}}",
        "",
    ].join("\n");
}
