import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A server of this process's own, on 127.0.0.1. */
export interface LoopbackServer {
    readonly port: number;
    /** `http://127.0.0.1:20001` */
    readonly url: string;
    /** Closes it, with the connections it has. */
    readonly stop: () => Promise<void>;
}

/** Lets a server listen on 127.0.0.1. @param port - @default a free one */
export async function listenOnLoopback(server: Server, port = 0): Promise<LoopbackServer> {
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, "127.0.0.1", resolve);
    });
    const { port: opened } = server.address() as AddressInfo;
    return {
        port: opened,
        url: `http://127.0.0.1:${opened}`,
        stop: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}
