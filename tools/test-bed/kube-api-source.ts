import type { OutgoingHttpHeaders } from "node:http";
import { Agent, request } from "node:https";

import type { Access } from "./kubeconfig";

/** One request to an API server. */
export interface KubeRequest {
    readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
    /** With its query: `/api/v1/nodes?limit=1`. */
    readonly path: string;
    /** Sent as JSON; a text as it is. */
    readonly body?: unknown;
    /** @default application/json */
    readonly contentType?: string;
    readonly signal?: AbortSignal;
    /** Milliseconds. @default 30000 */
    readonly timeout?: number;
}

/** What it answered. */
export interface KubeResponse {
    readonly status: number;
    readonly text: string;
    /** The text as JSON; undefined where it is none. */
    readonly body: unknown;
    /** Texts of `Warning` headers: deprecated versions, pods that a policy would refuse. */
    readonly warnings: readonly string[];
}

const TIMEOUT = 30_000;

/** A client of one API server, as small as this needs: it knows no kinds. Connections are kept until {@link close}. */
export class KubeApi {
    private readonly agent: Agent;

    public constructor(private readonly access: Access) {
        this.agent = new Agent({ ca: access.authority, keepAlive: true, maxSockets: 8 });
    }

    /** @throws Error when there is no answer; an answer of any status is none. */
    public request(args: KubeRequest): Promise<KubeResponse> {
        const { method = "GET", path, body, contentType = "application/json", signal } = args;
        const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
        const headers: OutgoingHttpHeaders = {
            accept: "application/json",
            authorization: `Bearer ${this.access.token}`,
            ...(text === undefined
                ? {}
                : { "content-type": contentType, "content-length": Buffer.byteLength(text) }),
        };
        return new Promise((resolve, reject) => {
            const sent = request(
                `${this.access.server}${path}`,
                {
                    method,
                    headers,
                    agent: this.agent,
                    timeout: args.timeout ?? TIMEOUT,
                    ...(signal ? { signal } : {}),
                },
                (response) => {
                    const chunks: Buffer[] = [];
                    response.on("data", (chunk: Buffer) => chunks.push(chunk));
                    response.once("error", reject);
                    response.once("end", () => {
                        const answer = Buffer.concat(chunks).toString();
                        const warnings = warningTexts(response.headers["warning"]);
                        resolve({
                            status: response.statusCode ?? 0,
                            text: answer,
                            body: parse(answer),
                            warnings,
                        });
                    });
                },
            );
            sent.once("timeout", () => sent.destroy(new Error(`No answer to ${method} ${path}`)));
            sent.once("error", reject);
            sent.end(text);
        });
    }

    /** Whether the API server says that it is ready. */
    public async ready(signal?: AbortSignal): Promise<boolean> {
        try {
            return (await this.request({ path: "/readyz", timeout: 2_000, signal })).status === 200;
        } catch {
            signal?.throwIfAborted();
            return false;
        }
    }

    /** Closes the connections that are kept. */
    public close(): void {
        this.agent.destroy();
    }
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** `299 - "text"`, several joined by commas (RFC 7234, 5.5). */
function warningTexts(header: string | undefined): string[] {
    return [...(header ?? "").matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) =>
        text.replace(/\\(.)/g, "$1"),
    );
}
