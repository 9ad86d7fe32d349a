import { parseYamlDocument } from "../../lifecycle/kit/strict-yaml";
import type { HttpClient } from "../http/http-source";
import { NetworkError } from "../http/network-error";
import { addressBelow } from "../http/web-address";
import { type SupportTable, parseSupportStatus } from "../../lifecycle/versions/support-status";

const PATH = "data/compatibility/supportStatus.yml";

/**
 * The support windows of every minor: `data/compatibility/supportStatus.yml` of the istio.io repository.
 *
 * @param docs - raw files of that repository
 * @throws NetworkError when it is missing or holds no row that can be read
 */
export async function fetchSupportStatus(client: HttpClient, docs: URL): Promise<SupportTable> {
    const address = addressBelow(docs, PATH);
    const { status, body } = await client.request(address);
    if (status !== 200) throw new NetworkError({ value: address.href, rule: `answered ${status}` });
    const table = parseSupportStatus(parseYamlDocument(body.toString("utf8"), { file: PATH }).value);
    if (table.rows.length > 0) return table;
    throw new NetworkError({
        value: address.href,
        rule: `holds no row that can be read (${table.problems[0] ?? "it is empty"})`,
    });
}
