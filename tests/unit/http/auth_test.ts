import { describe, expect, test } from "vitest";
import { Auth, COOKIE_LIFE, TICKET_LIFE } from "@/server/http/auth.ts";
import { httpHouse, login, signIn, TOKEN } from "./support.ts";

async function auth(token = TOKEN) {
  const clock = { now: 1_763_000_000_000 };
  return { clock, auth: await Auth.create(token, () => clock.now) };
}

describe("Auth", () => {
  test("knows its token and no other", async () => {
    const at = await auth();
    expect(await at.auth.isToken(TOKEN)).toBe(true);
    for (
      const wrong of ["", TOKEN.slice(1), `${TOKEN} `, TOKEN.toUpperCase()]
    ) {
      expect(await at.auth.isToken(wrong)).toBe(false);
    }
  });

  test("gives one cookie for a ticket, within an hour", async () => {
    const at = await auth();
    const ticket = at.auth.addTicket();
    expect(ticket).toMatch(/^[0-9a-f]{32}$/);
    expect(await at.auth.redeem(ticket)).toBeDefined();
    expect(await at.auth.redeem(ticket)).toBeUndefined();
    const late = at.auth.addTicket();
    at.clock.now += TICKET_LIFE;
    expect(await at.auth.redeem(late)).toBeUndefined();
    expect(await at.auth.redeem("never given out")).toBeUndefined();
  });

  test("does not renew a ticket that a feeder brings again", async () => {
    const at = await auth();
    at.auth.addTicket("printed", at.clock.now);
    at.auth.addTicket("printed", at.clock.now);
    expect(await at.auth.redeem("printed")).toBeDefined();
    at.auth.addTicket("printed", at.clock.now);
    expect(await at.auth.redeem("printed")).toBeUndefined();
    at.auth.addTicket("old", at.clock.now - TICKET_LIFE);
    expect(await at.auth.redeem("old")).toBeUndefined();
  });

  test("keeps a bounded number of tickets, the newest", async () => {
    const at = await auth();
    const tickets = Array.from({ length: 1001 }, () => at.auth.addTicket());
    expect(await at.auth.redeem(tickets[0]!)).toBeUndefined();
    expect(await at.auth.redeem(tickets[1]!)).toBeDefined();
    expect(await at.auth.redeem(tickets[1000]!)).toBeDefined();
  });

  test("takes its cookies for thirty days, after a restart too, but not with another token", async () => {
    const at = await auth();
    const cookie = (await at.auth.redeem(at.auth.addTicket()))!;
    expect(await at.auth.isCookie(cookie)).toBe(true);
    expect(await (await auth()).auth.isCookie(cookie)).toBe(true);
    expect(await (await auth("another")).auth.isCookie(cookie)).toBe(false);
    at.clock.now += COOKIE_LIFE;
    expect(await at.auth.isCookie(cookie)).toBe(false);
  });

  test("takes no cookie that was changed anywhere", async () => {
    const at = await auth();
    const cookie = (await at.auth.redeem(at.auth.addTicket()))!;
    for (let i = 0; i < cookie.length; i++) {
      const other = cookie[i] === "1" ? "2" : "1";
      const changed = cookie.slice(0, i) + other + cookie.slice(i + 1);
      expect(await at.auth.isCookie(changed)).toBe(false);
    }
    for (const wrong of ["", "..", `${cookie}0`, cookie.slice(0, -2)]) {
      expect(await at.auth.isCookie(wrong)).toBe(false);
    }
  });
});

describe("POST /login", () => {
  test("gives a cookie that scripts cannot read and other sites cannot send", async () => {
    await using house = await httpHouse();
    const response = await login(house, house.auth.addTicket());
    expect(response.status).toBe(204);
    const cookie = response.headers.get("set-cookie")!;
    expect(cookie).toMatch(/^streamer_7433=/);
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Strict");
    expect(cookie).toContain("Path=/");
    expect(cookie).toContain(`Max-Age=${30 * 24 * 3600}`);
  });

  test("refuses a ticket that was used, has expired, or is none", async () => {
    await using house = await httpHouse();
    const used = house.auth.addTicket();
    await login(house, used);
    const expired = house.auth.addTicket();
    house.clock.now += TICKET_LIFE;
    for (const ticket of [used, expired, ""]) {
      const response = await login(house, ticket);
      expect(response.status).toBe(401);
      expect(response.headers.get("set-cookie")).toBeNull();
    }
  });

  test("lets in until the cookie has expired", async () => {
    await using house = await httpHouse();
    const headers = { cookie: await signIn(house) };
    const status = async () =>
      (await house.request("/api/v1/status", { headers })).status;
    expect(await status()).toBe(200);
    house.clock.now += COOKIE_LIFE;
    expect(await status()).toBe(401);
  });
});
