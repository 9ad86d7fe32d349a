import { readFileSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";

import { isLoopbackHost } from "../http/web-address";

type Environment = Readonly<Record<string, string | undefined>>;

/** Git's own variables that are kept: where it is installed, and whom it trusts. */
const KEPT = /^GIT_(?:EXEC_PATH|SSL_CAINFO|SSL_CAPATH)$/;

/** Seconds without a byte after which git gives a server up. */
const SILENCE = 15;

/**
 * The environment git asks a server in: this process's, without any of git's own variables, without a configuration, without
 * a home (which may hold passwords in a `.netrc`), and with the proxies of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
 *
 * @param repository Folder of the bare repository git works in: not even the project's configuration counts.
 */
export function remoteEnvironment(env: Environment, repository: string): Readonly<Record<string, string>> {
    const inherited = Object.entries(env).filter(
        (entry): entry is [string, string] =>
            entry[1] !== undefined &&
            (!/^GIT_/i.test(entry[0]) || KEPT.test(entry[0])) &&
            !/^(?:https?|all|no)_proxy$/i.test(entry[0]),
    );
    const proxies = ["https_proxy", "http_proxy", "no_proxy"].flatMap((name): [string, string][] => {
        const value = env[name] ?? env[name.toUpperCase()];
        return value ? [[name, value]] : [];
    });
    return {
        ...Object.fromEntries([...inherited, ...proxies]),
        GIT_DIR: repository,
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_CONFIG_GLOBAL: devNull,
        GIT_ATTR_NOSYSTEM: "1",
        HOME: repository,
        SSH_ASKPASS: "",
    };
}

/**
 * Has git trust whom Node trusts where `NODE_EXTRA_CA_CERTS` names a private authority: that variable adds to the common
 * ones, git's `GIT_SSL_CAINFO` would take their place.
 *
 * @param folder Where the list of authorities is written.
 * @returns the environment, with `GIT_SSL_CAINFO` where it was not set
 */
export function withNodeAuthorities(env: Environment, folder: string): Environment {
    const extra = env["NODE_EXTRA_CA_CERTS"];
    if (!extra || env["GIT_SSL_CAINFO"] || env["GIT_SSL_CAPATH"]) return env;
    const file = join(folder, "authorities.pem");
    try {
        writeFileSync(file, [...rootCertificates, readFileSync(extra, "utf8")].join("\n"));
        return { ...env, GIT_SSL_CAINFO: file };
    } catch {
        // Node, too, goes on without a file it cannot read, and has said so at its start.
        return env;
    }
}

/**
 * What git may do with a server: https (plain http where the address is this machine's own), no password, no hook, no
 * maintenance. A redirect is followed for the first request alone, and never to another protocol.
 */
export function remoteSettings(address: URL): readonly string[] {
    const isPlain = address.protocol === "http:" && isLoopbackHost(address.hostname);
    return [
        "protocol.allow=never",
        `protocol.${isPlain ? "http" : "https"}.allow=always`,
        "protocol.version=2",
        "http.followRedirects=initial",
        "http.lowSpeedLimit=1",
        `http.lowSpeedTime=${SILENCE}`,
        "http.userAgent=windlass",
        "credential.helper=",
        "core.askPass=",
        `core.hooksPath=${devNull}`,
        "maintenance.auto=false",
        "gc.auto=0",
    ].flatMap((setting) => ["-c", setting]);
}
