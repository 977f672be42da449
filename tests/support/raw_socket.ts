/**
 * HTTP and WebSocket by hand, for what no proper client does: wrong headers,
 * and not reading.
 *
 * @module
 */

/** The head of a WebSocket handshake, RFC 6455, section 4.1. */
export const UPGRADE = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
};

export interface RawRequest {
  method?: string;
  path: string;
  headers?: Record<string, string>;
}

/** Sends a request with exactly these headers and gives the answer's status. */
export async function rawStatus(
  url: string,
  request: RawRequest,
): Promise<number> {
  const connection = await send(url, request);
  const reader = connection.readable.getReader();
  let text = "";
  while (!text.includes("\r\n")) {
    const { value, done } = await reader.read();
    if (done) break;
    text += new TextDecoder().decode(value);
  }
  await reader.cancel();
  return Number(text.split(" ")[1]);
}

/** A WebSocket that reads only when it is told to. */
export class RawSocket implements Disposable {
  readonly #connection: Deno.TcpConn;
  #buffer = new Uint8Array();

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  static async open(url: string, request: RawRequest): Promise<RawSocket> {
    const { headers, ...rest } = request;
    const socket = new RawSocket(
      await send(url, { ...rest, headers: { ...UPGRADE, ...headers } }),
    );
    while (socket.#headEnd() < 0) await socket.#more();
    socket.#take(socket.#headEnd() + 4);
    return socket;
  }

  /** Sends text of less than 64 KiB as one masked frame. */
  async text(text: string): Promise<void> {
    const payload = new TextEncoder().encode(text);
    const head = [0x81, 0x80 | 126, payload.length >> 8, payload.length & 255];
    // A mask of zeros leaves the payload as it is.
    const frame = new Uint8Array([...head, 0, 0, 0, 0, ...payload]);
    await this.#write(frame);
  }

  /** Sends bytes that need not be a frame. */
  async bytes(bytes: Uint8Array): Promise<void> {
    await this.#write(bytes);
  }

  /** The next text frame; undefined when the socket has closed. */
  async next(): Promise<string | undefined> {
    for (;;) {
      const frame = await this.#frame();
      if (!frame || frame.opcode === 8) return undefined;
      if (frame.opcode === 1) return new TextDecoder().decode(frame.payload);
    }
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }

  async #frame() {
    const head = await this.#need(2);
    if (!head) return undefined;
    const short = head[1]! & 127;
    const extra = short === 127 ? 8 : short === 126 ? 2 : 0;
    const whole = await this.#need(2 + extra);
    if (!whole) return undefined;
    const view = new DataView(whole.buffer, whole.byteOffset);
    const length = extra === 8
      ? Number(view.getBigUint64(2))
      : extra === 2
      ? view.getUint16(2)
      : short;
    if (!await this.#need(2 + extra + length)) return undefined;
    const bytes = this.#take(2 + extra + length);
    return { opcode: bytes[0]! & 15, payload: bytes.subarray(2 + extra) };
  }

  async #need(count: number): Promise<Uint8Array | undefined> {
    while (this.#buffer.length < count) {
      if (!await this.#more()) return undefined;
    }
    return this.#buffer;
  }

  #headEnd(): number {
    return new TextDecoder().decode(this.#buffer).indexOf("\r\n\r\n");
  }

  #take(count: number): Uint8Array {
    const taken = this.#buffer.slice(0, count);
    this.#buffer = this.#buffer.slice(count);
    return taken;
  }

  async #more(): Promise<boolean> {
    const chunk = new Uint8Array(1024 * 1024);
    const count = await this.#connection.read(chunk);
    if (count === null) return false;
    const joined = new Uint8Array(this.#buffer.length + count);
    joined.set(this.#buffer);
    joined.set(chunk.subarray(0, count), this.#buffer.length);
    this.#buffer = joined;
    return true;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      at += await this.#connection.write(bytes.subarray(at));
    }
  }
}

async function send(
  url: string,
  { method = "GET", path, headers = {} }: RawRequest,
): Promise<Deno.TcpConn> {
  const { hostname, port, host } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const all = { Host: host, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const text = `${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
  await connection.write(new TextEncoder().encode(text));
  return connection;
}
