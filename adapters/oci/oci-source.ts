import { WindlassError } from "../../lifecycle/kit/errors";
import { isRecord } from "../../lifecycle/kit/json-path";
import { sha256 } from "../../lifecycle/kit/sha256";
import type { HttpAnswer, HttpRequest } from "../http/http-request";
import type { HttpClient } from "../http/http-source";
import { nextLink } from "./link-header";
import { NetworkError } from "../http/network-error";
import { addressBelow, isLoopbackHost, redirectTarget, requireWebAddress } from "../http/web-address";

/** Media types of what a tag may name: an image, a chart, or a list of either for several platforms. */
const MANIFESTS = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");
const MAX_MANIFEST = 4 * 1024 * 1024;
const MAX_PAGES = 200;
const SEGMENT = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/;

/** A repository in an OCI registry, read without credentials. */
export class OciRepository {
    private readonly base: URL;
    private readonly path: string;
    private token: string | undefined;

    /** @param reference - `ghcr.io/istio/release/charts/base`, with `oci://` before it or not */
    public constructor(
        private readonly client: HttpClient,
        reference: string,
    ) {
        const [host = "", ...segments] = reference.replace(/^oci:\/\//, "").split("/");
        if (segments.length === 0 || !segments.every((segment) => SEGMENT.test(segment))) {
            throw new WindlassError({ value: reference, rule: "is no repository of a registry" });
        }
        const scheme = isLoopbackHost(host.replace(/:\d+$/, "")) ? "http" : "https";
        // Docker Hub's registry has a name of its own.
        this.base = requireWebAddress(`${scheme}://${host === "docker.io" ? "registry-1.docker.io" : host}`);
        this.path = segments.join("/");
    }

    /**
     * Digest of what a tag names, `sha256:…`, computed from the manifest itself; undefined where there is no such tag.
     */
    public async digest(tag: string): Promise<string | undefined> {
        const address = addressBelow(this.base, "v2", this.path, "manifests", tag);
        const { status, body, headers } = await this.ask(address, {
            headers: { accept: MANIFESTS },
            maxSize: MAX_MANIFEST,
        });
        if (status === 404) return undefined;
        if (status !== 200) throw new NetworkError({ value: address.href, rule: `answered ${status}` });
        const digest = `sha256:${sha256(body)}`;
        const announced = headers.get("docker-content-digest");
        if (announced === null || announced === digest || !announced.startsWith("sha256:")) return digest;
        throw new WindlassError({
            value: address.href,
            rule: `sent ${digest} and called it ${announced.slice(0, 80)}`,
        });
    }

    /** Whether a tag exists. Asks for no content, which registries count less strictly. */
    public async has(tag: string): Promise<boolean> {
        const address = addressBelow(this.base, "v2", this.path, "manifests", tag);
        const { status } = await this.ask(address, { method: "HEAD", headers: { accept: MANIFESTS } });
        if (status === 200 || status === 404) return status === 200;
        throw new NetworkError({ value: address.href, rule: `answered ${status}` });
    }

    /** Every tag, from all the pages the registry makes of them; never only some. */
    public async tags(): Promise<readonly string[]> {
        const tags: string[] = [];
        const seen = new Set<string>();
        let address: URL | undefined = addressBelow(this.base, "v2", this.path, "tags", "list");
        address.search = "n=1000";
        while (address) {
            if (seen.has(address.href) || seen.size >= MAX_PAGES) {
                throw new NetworkError({
                    value: address.href,
                    rule: "leads in a circle of pages: the list of tags never ends",
                });
            }
            seen.add(address.href);
            const answer: HttpAnswer = await this.ask(address, { maxSize: MAX_MANIFEST });
            tags.push(...readTags(answer, address));
            const next = nextLink(answer.headers.get("link"), address);
            address = next && redirectTarget(address, next.href);
        }
        return tags;
    }

    private async ask(address: URL, request: HttpRequest): Promise<HttpAnswer> {
        const attempt = (): Promise<HttpAnswer> => {
            const headers: Record<string, string> = { ...request.headers };
            // The token is the registry's, and nobody else's.
            if (this.token && address.origin === this.base.origin)
                headers["authorization"] = `Bearer ${this.token}`;
            return this.client.request(address, { ...request, headers });
        };
        const answer = await attempt();
        if (answer.status !== 401 || this.token !== undefined) return answer;
        this.token = await this.fetchToken(answer.headers.get("www-authenticate") ?? "");
        return attempt();
    }

    /** Public repositories too want a token; anybody gets one (distribution.github.io, "Token Authentication"). */
    private async fetchToken(challenge: string): Promise<string> {
        const realm = /^Bearer\s.*\brealm="([^"]{1,500})"/i.exec(challenge)?.[1];
        const service = /\bservice="([^"]{1,200})"/i.exec(challenge)?.[1];
        const fail = (rule: string): NetworkError => new NetworkError({ value: this.base.href, rule });
        if (realm === undefined) throw fail("wants credentials, and the repository should be public");
        const address = redirectTarget(this.base, realm);
        address.searchParams.set("scope", `repository:${this.path}:pull`);
        if (service !== undefined) address.searchParams.set("service", service);
        const { status, body } = await this.client.request(address, { maxSize: 64 * 1024 });
        const answer = status === 200 ? readJson(body) : undefined;
        const token = isRecord(answer) ? (answer["token"] ?? answer["access_token"]) : undefined;
        if (typeof token !== "string" || !/^[\w.~+/=-]{1,16384}$/.test(token))
            throw fail("gives no token for a public repository");
        return token;
    }
}

function readTags({ status, body }: HttpAnswer, address: URL): readonly string[] {
    const list = status === 200 ? readJson(body) : undefined;
    const tags = isRecord(list) ? (list["tags"] ?? []) : undefined;
    if (Array.isArray(tags) && tags.every((tag) => typeof tag === "string")) return tags;
    throw new NetworkError({
        value: address.href,
        rule: status === 200 ? "sent no list of tags" : `answered ${status}`,
    });
}

function readJson(body: Buffer): unknown {
    try {
        return JSON.parse(body.toString("utf8"));
    } catch {
        return undefined;
    }
}
