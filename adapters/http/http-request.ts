/** What is asked for. */
export interface HttpRequest {
    /** @default "GET" */
    readonly method?: "GET" | "HEAD" | "POST" | "PATCH";
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    /** Largest body of the answer, in bytes, after decompression. @default 1 MiB */
    readonly maxSize?: number;
    /** Milliseconds for one attempt. @default the client's */
    readonly timeout?: number;
    /** "return": a redirect is an answer like any other. @default "follow" */
    readonly redirects?: "follow" | "return";
    /** "any": every status is an answer, once another attempt would change nothing. @default those of {@link HttpAnswer} */
    readonly statuses?: "any";
}

/** An answer that was read whole: 200, 304, and what is not there, or may not be seen: 401, 404, 405 and 410. */
export interface HttpAnswer {
    readonly status: number;
    readonly headers: { get(name: string): string | null };
    readonly body: Buffer;
    /** Where it came from in the end. */
    readonly url: URL;
}

/** A file that was downloaded. */
export interface Download {
    /** SHA-256 of its bytes, in hexadecimal. */
    readonly sha256: string;
    readonly size: number;
}
