/**
 * Holds a database locked, as another program would, until its standard input
 * ends. Argument: the path. Prints a line once it has the lock.
 *
 * @module
 */
import { createClient } from "@libsql/client";

const client = createClient({ url: `file:${Deno.args[0]}`, timeout: 10_000 });
const transaction = await client.transaction("write");
await Deno.stdout.write(new TextEncoder().encode("locked\n"));
await Deno.stdin.readable.pipeTo(new WritableStream());
await transaction.rollback();
client.close();
