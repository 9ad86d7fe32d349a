import { createServer } from "node:net";

/**
 * A TCP port of 127.0.0.1 that nobody listens on.
 *
 * @param wanted Taken where it is free. @default whatever the system gives
 */
export async function freePort(wanted = 0): Promise<number> {
    const port = await listenOn(wanted);
    return port ?? (await listenOn(0)) ?? fail();
}

function listenOn(wanted: number): Promise<number | undefined> {
    return new Promise((resolve) => {
        const server = createServer();
        server.once("error", () => resolve(undefined));
        server.listen({ host: "127.0.0.1", port: wanted, exclusive: true }, () => {
            const address = server.address();
            const port = typeof address === "object" ? address?.port : undefined;
            server.close(() => resolve(port));
        });
    });
}

function fail(): never {
    throw new Error("There is no free port on 127.0.0.1");
}
